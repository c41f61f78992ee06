/** The panel's page: connects the host, the store and the view. */
import { render } from "preact";
import { App } from "./app.tsx";
import { showKeys } from "./controls/transport.tsx";
import { loadCards } from "./deferred.tsx";
import { connectToHost } from "./hostApi.ts";
import { PanelStore, type PanelView } from "./panelStore.ts";
import { keepPlace, restorePlace } from "./place.ts";
import "./style.css";

/** The page's only element besides the script. */
const root = document.body.querySelector("div");
if (root === null) throw new Error("the page has no element to draw into");

let isPlaceRestored = false;
const draw = (view: PanelView) => {
  render(<App store={store} view={view} />, root);
  // A place on the page is where it was only once nothing above it is still to come.
  if (!isPlaceRestored && root.querySelector("[aria-busy]") === null) {
    isPlaceRestored = true;
    // After what components draw once they know how much room they have.
    queueMicrotask(() => {
      restorePlace(view.memory);
      keepPlace(store);
      // From now on the heights of all cards are known: those off the screen can be left out.
      root.classList.add("is-placed");
    });
  }
};
const store: PanelStore = new PanelStore(connectToHost(), draw);

addEventListener("keydown", event => {
  const isTyping = event.target instanceof Element && event.target.matches("[type=text], select");
  if (event.key === "?" && !isTyping) showKeys();
});
addEventListener(
  "dragenter",
  () => void loadCards().then(cards => cards.acceptDrops(message => store.post(message))),
  { once: true },
);
addEventListener("error", event => {
  // Not a mistake: an observed size changed once more within the frame, and is told in the next.
  if (event.message.startsWith("ResizeObserver loop")) return;
  store.reportError(event.error ?? event.message);
});
addEventListener("unhandledrejection", event => store.reportError(event.reason));
draw(store.view);
