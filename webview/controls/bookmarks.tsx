/** Epochs that somebody marked, to come back to them. */
import { formatCount } from "../format.ts";
import { Icon } from "../icon.tsx";
import { MAX_BOOKMARKS } from "../memory.ts";
import type { PanelStore } from "../panelStore.ts";
import type { Shown } from "../shown.ts";

interface BookmarkParts {
  readonly store: PanelStore;
  readonly shown: Shown;
  readonly bookmarks: readonly number[];
}

/** The bookmark after (1) or before (-1) an epoch; undefined if there is none. */
export function neighbourBookmark(
  bookmarks: readonly number[],
  epoch: number,
  direction: 1 | -1,
): number | undefined {
  return direction === 1
    ? bookmarks.find(bookmark => bookmark > epoch)
    : bookmarks.findLast(bookmark => bookmark < epoch);
}

/** Marks the shown epoch, or takes its mark away. */
export function BookmarkButton({
  store,
  shown,
  bookmarks,
  isEmpty,
}: BookmarkParts & { readonly isEmpty: boolean }) {
  const isMarked = bookmarks.includes(shown.epoch);
  const isFull = bookmarks.length === MAX_BOOKMARKS && !isMarked;
  const label = isMarked ? "Remove the bookmark of this epoch" : "Bookmark this epoch";
  return (
    <button
      id="bookmark"
      type="button"
      class="button icon-only"
      aria-pressed={isMarked}
      disabled={isEmpty || isFull}
      title={isFull ? `There are ${MAX_BOOKMARKS} bookmarks, which is the most` : label}
      onClick={() => store.toggleBookmark()}
    >
      <Icon name={isMarked ? "bookmarked" : "bookmark"} />
      <span class="visually-hidden">Bookmark of this epoch</span>
    </button>
  );
}

/** A way to each of them. */
export function Bookmarks({ store, shown, bookmarks }: BookmarkParts) {
  if (bookmarks.length === 0) return null;
  return (
    <ul class="bookmarks" aria-label="Bookmarks">
      {bookmarks.map(epoch => (
        <li key={epoch}>
          <button
            id={`bookmark-${epoch}`}
            type="button"
            class="button bookmark"
            aria-current={epoch === shown.epoch}
            disabled={epoch > shown.lastEpoch}
            title={`To epoch ${formatCount(epoch)}`}
            onClick={() => store.goTo(epoch)}
          >
            <Icon name="bookmarked" />
            <span class="visually-hidden">To epoch </span>
            {formatCount(epoch)}
          </button>
        </li>
      ))}
    </ul>
  );
}
