/** Every key of the panel, in a dialog. */
import { render } from "preact";

interface KeyGroup {
  readonly place: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

const groups: readonly KeyGroup[] = [
  {
    place: "Anywhere",
    keys: [
      ["Tab, Shift+Tab", "go from control to control"],
      ["Enter, Space", "press a button, open or close a section"],
      ["Escape", "take away an explanation, close this list"],
      ["?", "show this list"],
    ],
  },
  {
    place: "Epoch slider",
    keys: [
      ["← →", "one recorded epoch back or forwards"],
      ["Page Up, Page Down", "a tenth of the recording"],
      ["Home, End", "the start; the newest epoch, and follow it"],
      ["B", "the next best epoch, by validation loss"],
      ["M", "bookmark the epoch, or remove its bookmark"],
      [", .", "the bookmark before or after"],
      ["Space", "play or pause the replay"],
    ],
  },
  {
    place: "Charts over epochs",
    keys: [
      ["← →", "one recorded epoch back or forwards"],
      ["Home, End", "the first or the newest epoch"],
      ["+ −", "fewer or more epochs"],
      ["Shift with ← or →", "move along"],
      ["0", "all epochs"],
    ],
  },
  {
    place: "Weight matrices",
    keys: [
      ["← → ↑ ↓", "from weight to weight"],
      ["Home, End", "the first or last weight of the row"],
      ["Page Up, Page Down", "ten rows up or down"],
      ["Enter", "show the update of the weight"],
    ],
  },
  {
    place: "Borders of two-input data",
    keys: [
      ["← → ↑ ↓", "move the cross-hair"],
      ["Shift with an arrow", "move it in large steps"],
      ["Escape", "take it away"],
    ],
  },
];

let dialog: HTMLDialogElement | undefined;

function KeyMap({ close }: { readonly close: () => void }) {
  return (
    <>
      <div class="card-head">
        <h2 id="keys-title">Keys</h2>
        <button id="keysClose" type="button" class="button" onClick={close}>
          Close
        </button>
      </div>
      <div class="key-groups">
        {groups.map(({ place, keys }) => (
          <section key={place}>
            <h3>{place}</h3>
            <dl>
              {keys.map(([names, does]) => (
                <div key={names}>
                  <dt>{names}</dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

/** Opens the list; the focus goes back to where it was when it is closed. */
export function showKeyMap(): void {
  if (dialog === undefined) {
    const made = document.createElement("dialog");
    made.className = "keys";
    made.id = "keyMap";
    made.setAttribute("aria-labelledby", "keys-title");
    // A click beside the list is on the dialog itself.
    made.addEventListener("click", event => {
      if (event.target === made) made.close();
    });
    document.body.append(made);
    render(<KeyMap close={() => made.close()} />, made);
    dialog = made;
  }
  if (!dialog.open) dialog.showModal();
}
