/** What the panel shows before the first training: what it is for, and where to begin. */
import { Icon } from "../icon.tsx";
import type { PanelStore } from "../panelStore.ts";

/** Starts the experiment with the two networks. */
function trainTwins(store: PanelStore): void {
  store.post({ type: "configure", changes: {}, recipe: "twins" });
  store.post({ type: "start" });
}

/** Heights of the bars of two invented distributions: a wide one and a narrow one. */
const WIDE = [2, 3, 5, 4, 7, 9, 8, 11, 13, 12, 14, 12, 13, 10, 9, 8, 6, 7, 4, 3, 2];
const NARROW = [0, 0, 0, 0, 0, 1, 4, 11, 24, 36, 44, 37, 25, 12, 4, 1, 0, 0, 0, 0, 0];

/** A drawing, not data: wide weights above, narrow ones below. */
function Illustration() {
  const step = 12;
  const base = 46;
  return (
    <svg class="illustration" viewBox="0 0 252 100" width="252" height="100" aria-hidden="true">
      <g class="variant-none">
        {WIDE.map((height, i) => (
          <rect
            key={i}
            x={i * step + 1}
            y={base - 2.4 * height}
            width={step - 2}
            height={2.4 * height}
            rx="1.5"
          />
        ))}
      </g>
      <g class="variant-l2">
        {NARROW.map((height, i) => (
          <rect
            key={i}
            x={i * step + 1}
            y={base + 2}
            width={step - 2}
            height={1.1 * height}
            rx="1.5"
          />
        ))}
      </g>
    </svg>
  );
}

export function EmptyState({ store }: { readonly store: PanelStore }) {
  return (
    <section class="empty" aria-labelledby="empty-title">
      <Illustration />
      <h2 id="empty-title">See what a weight penalty does</h2>
      <p class="empty-text">
        Two networks start alike and see the same items in the same order; only one is penalized.
        You will watch their errors and their weights drift apart, epoch by epoch.
      </p>
      <div class="empty-actions">
        <button
          id="trainTwins"
          type="button"
          class="button primary large"
          onClick={() => trainTwins(store)}
        >
          <Icon name="play" />
          Train with and without L2
        </button>
        <button
          id="emptyFigure1"
          type="button"
          class="button large"
          onClick={() => store.post({ type: "reproduceFigure1" })}
        >
          Reproduce Figure 1
        </button>
      </div>
      <p class="empty-note">
        Figure 1 is the article's printed result. Its program adds the penalty where it should
        subtract it, so its weights grow.
      </p>
      <button
        id="openWalkthrough"
        type="button"
        class="link"
        onClick={() => store.post({ type: "openWalkthrough" })}
      >
        Show me around
      </button>
    </section>
  );
}
