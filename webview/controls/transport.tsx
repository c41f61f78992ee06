/** The scrubber: goes back to any recorded epoch, at any time, and replays from there. */
import { BookmarkButton, Bookmarks, neighbourBookmark } from "./bookmarks.tsx";
import { Deferred, loadCards } from "../deferred.tsx";
import { formatCount, joinWords } from "../format.ts";
import { Icon } from "../icon.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { bestHere, nextBest, type Shown } from "../shown.ts";

/** Goes to the next best epoch, and from the last of them to the first. */
function goToBest(store: PanelStore, shown: Shown): void {
  const best = nextBest(shown, store.shownEpoch())?.best;
  if (best) store.goTo(best.epoch);
}

function goToBookmark(store: PanelStore, direction: 1 | -1): void {
  const { bookmarks } = store.view.memory;
  const epoch = neighbourBookmark(bookmarks, store.shownEpoch(), direction);
  if (epoch !== undefined) store.goTo(epoch);
}

/**
 * What a key does to the scrubber; undefined for keys that it leaves alone. Keys may come faster
 * than frames, so the epoch to go on from is the store's, not the one drawn last.
 */
function keyAction(store: PanelStore, shown: Shown, key: string): (() => void) | undefined {
  const tenth = Math.max(1, Math.round(shown.lastEpoch / 10));
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => store.seekBy(-1),
    ArrowDown: () => store.seekBy(-1),
    ArrowRight: () => store.seekBy(1),
    ArrowUp: () => store.seekBy(1),
    PageDown: () => store.seek(store.shownEpoch() - tenth),
    PageUp: () => store.seek(Math.min(shown.lastEpoch, store.shownEpoch() + tenth)),
    Home: () => store.seek(0),
    End: () => store.follow(),
    b: () => goToBest(store, shown),
    m: () => store.toggleBookmark(),
    ",": () => goToBookmark(store, -1),
    ".": () => goToBookmark(store, 1),
    " ": () => store.togglePlay(),
  };
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(actions, name) ? actions[name] : undefined;
}

/** Shows every key of the panel. */
export function showKeys(): void {
  void loadCards().then(
    ({ showKeyMap }) => showKeyMap(),
    () => {},
  );
}

function PlayButton({ store, view, isEmpty }: TransportParts) {
  const isReplaying = view.playback.mode === "replaying";
  const label = isReplaying ? "Pause the replay" : "Replay";
  const title = view.reducedMotion
    ? "Replay is off, because less motion is asked for. The slider goes to any epoch."
    : isReplaying
      ? label
      : "Replay the recording at the chosen speed";
  return (
    <button
      id="play"
      type="button"
      class="button icon-only"
      disabled={isEmpty || view.reducedMotion}
      title={title}
      onClick={() => store.togglePlay()}
    >
      <Icon name={isReplaying ? "pause" : "play"} />
      <span class="visually-hidden">{label}</span>
    </button>
  );
}

interface TransportParts {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly isEmpty: boolean;
}

/** Goes through the best epochs of the networks. Without validation items there is none. */
function BestButton({ store, shown }: { readonly store: PanelStore; readonly shown: Shown }) {
  if (shown.validationItems === 0) return null;
  const next = nextBest(shown);
  const here = joinWords(bestHere(shown).map(run => run.summary.label));
  const goal = next?.best
    ? `To the best epoch by validation loss: ${formatCount(next.best.epoch)}, ${next.summary.label}`
    : "To the best epoch by validation loss";
  return (
    <button
      id="best"
      type="button"
      class="button icon-only"
      disabled={!next || (here !== "" && next.best?.epoch === shown.epoch)}
      title={here === "" ? goal : `Best epoch ${here}. ${goal}`}
      onClick={() => goToBest(store, shown)}
    >
      <Icon name="flag" />
      <span class="visually-hidden">{goal}</span>
    </button>
  );
}

function Slider({ store, shown, isEmpty }: TransportParts & { readonly shown: Shown }) {
  const share = (epoch: number) => `${(100 * epoch) / shown.axisEnd}%`;
  return (
    <input
      id="scrubber"
      type="range"
      class="scrubber"
      min="0"
      max={shown.axisEnd}
      step="1"
      value={shown.epoch}
      disabled={isEmpty}
      aria-label="Shown epoch"
      aria-valuetext={`epoch ${shown.epoch} of ${shown.axisEnd}`}
      aria-describedby="scrubber-help"
      title="Go to any recorded epoch. Arrow keys: one epoch. Space: replay."
      style={{ "--played": share(shown.epoch), "--recorded": share(shown.lastEpoch) }}
      onInput={event => {
        store.seek(Math.min(shown.lastEpoch, event.currentTarget.valueAsNumber));
        // The thumb cannot go where nothing is recorded yet.
        event.currentTarget.value = String(store.shownEpoch());
      }}
      onKeyDown={event => {
        const action = keyAction(store, shown, event.key);
        if (action === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        action();
      }}
    />
  );
}

/** Into the shown epoch, update by update, and out again. */
function InsideButton({ store, view, isEmpty }: TransportParts) {
  const isInside = view.inside !== null;
  const label = isInside ? "Leave the epoch" : "Look inside this epoch, update by update";
  return (
    <button
      id="lookInside"
      type="button"
      class="button icon-only"
      aria-pressed={isInside}
      disabled={isEmpty}
      title={label}
      onClick={() => (isInside ? store.leaveInside() : store.lookInside())}
    >
      <Icon name="lens" />
      <span class="visually-hidden">Look inside this epoch</span>
    </button>
  );
}

export function Transport({
  store,
  view,
  shown,
}: {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}) {
  const isEmpty = shown.lastEpoch === 0;
  const parts = { store, view, isEmpty };
  const { bookmarks } = view.memory;
  const isLive = view.playback.mode === "live";
  return (
    <div class="transport" role="group" aria-label="Shown epoch">
      <div class="transport-row">
        <div class="transport-buttons">
          <button
            id="toStart"
            type="button"
            class="button icon-only"
            disabled={isEmpty || shown.epoch === 0}
            title="To the start"
            onClick={() => store.seek(0)}
          >
            <Icon name="toStart" />
            <span class="visually-hidden">To the start</span>
          </button>
          <PlayButton {...parts} />
          <button
            id="toEnd"
            type="button"
            class="button icon-only"
            disabled={isEmpty || shown.epoch === shown.lastEpoch}
            title="To the newest epoch"
            onClick={() => store.seek(shown.lastEpoch)}
          >
            <Icon name="toEnd" />
            <span class="visually-hidden">To the newest epoch</span>
          </button>
          <BestButton store={store} shown={shown} />
          <BookmarkButton {...parts} shown={shown} bookmarks={bookmarks} />
          <InsideButton {...parts} />
        </div>
        <Slider {...parts} shown={shown} />
        <output
          class="epoch-readout"
          for="scrubber"
          style={{ minWidth: `${2 * formatCount(shown.axisEnd).length + 2}ch` }}
        >
          <span class="epoch-number">{formatCount(shown.epoch)}</span>
          <span class="epoch-total"> / {formatCount(shown.axisEnd)}</span>
        </output>
        <button
          id="live"
          type="button"
          class="button live"
          aria-pressed={isLive}
          disabled={isEmpty}
          title="Follow the newest epoch"
          onClick={() => store.follow()}
        >
          <span class="live-dot" aria-hidden="true" />
          Live
        </button>
        <button
          id="keys"
          type="button"
          class="button icon-only"
          title="Keys of the panel (?)"
          onClick={showKeys}
        >
          <Icon name="keyboard" />
          <span class="visually-hidden">Keys of the panel</span>
        </button>
      </div>
      <Bookmarks store={store} shown={shown} bookmarks={bookmarks} />
      <p id="scrubber-help" class="visually-hidden">
        Arrow keys: one epoch. Page keys: a tenth. Home: the start. End: the newest. B: the next
        best epoch. M: bookmark. Comma and point: bookmarks. Space: replay.
      </p>
      {view.inside !== null && (
        <Deferred store={store} what="the updates" placeholder={null}>
          {({ InsideBar }) => <InsideBar store={store} view={view} shown={shown} />}
        </Deferred>
      )}
    </div>
  );
}
