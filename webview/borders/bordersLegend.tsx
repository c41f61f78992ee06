/** What colours, lines and marks of the maps mean; the marks of items switch them. */
import type { PanelStore } from "../panelStore.ts";
import type { PanelMemory } from "../memory.ts";
import type { Plane } from "./plane.ts";

/** Marks of both classes, as on the maps. */
function Marks({ kind }: { readonly kind: "filled" | "hollow" | "outlined" }) {
  return (
    <svg class={`marks ${kind}`} viewBox="0 0 26 14" width="26" height="14" aria-hidden="true">
      <ClassMark label={0} x={7} />
      <ClassMark label={1} x={19} />
    </svg>
  );
}

/** The mark of a class around a place 14 high. */
export function ClassMark({ label, x }: { readonly label: 0 | 1; readonly x: number }) {
  return label === 0 ? (
    <circle class="class-0" cx={x} cy={7} r={4} />
  ) : (
    <polygon class="class-1" points={`${x},1.6 ${x + 4.8},10.2 ${x - 4.8},10.2`} />
  );
}

interface BordersLegendProps {
  readonly store: PanelStore;
  readonly borders: PanelMemory["borders"];
  readonly plane: Plane;
  readonly hasTrain: boolean;
  readonly hasTest: boolean;
}

export function BordersLegend(props: BordersLegendProps) {
  const { store, borders, plane, hasTrain, hasTest } = props;
  const [zero, one] = plane.classNames;
  const isProbability = borders.regions === "probability";
  return (
    <div class="borders-legend">
      <div class="series-toggles" role="group" aria-label="Items on the maps">
        <button
          id="borders-train"
          type="button"
          class="toggle"
          aria-pressed={hasTrain}
          onClick={() => store.remember({ borders: { ...borders, train: !hasTrain } })}
        >
          <Marks kind="filled" />
          train
        </button>
        <button
          id="borders-test"
          type="button"
          class="toggle"
          aria-pressed={hasTest}
          onClick={() => store.remember({ borders: { ...borders, test: !hasTest } })}
        >
          <Marks kind="hollow" />
          test
        </button>
      </div>
      <ul class="borders-key">
        <li>
          <svg class="marks filled" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
            <ClassMark label={0} x={7} />
          </svg>
          {zero}
          <span class={`region-bar ${borders.regions}`} aria-hidden="true" />
          {one}
          <svg class="marks filled" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
            <ClassMark label={1} x={7} />
          </svg>
        </li>
        <li>
          <span class="border-sample" aria-hidden="true" />
          border: {isProbability ? "both classes 50 %" : "one class ends"}
        </li>
        {plane.landmarks && (
          <>
            <li>
              <span class="border-sample dashed" aria-hidden="true" />
              true border
            </li>
            <li>
              <svg class="cross-sample" viewBox="0 0 14 14" aria-hidden="true">
                <path d="M3 3 11 11M3 11 11 3" />
              </svg>
              new point ({plane.landmarks.newPoint.x}, {plane.landmarks.newPoint.y})
            </li>
          </>
        )}
        {(hasTrain || hasTest) && (
          <li>
            <Marks kind="outlined" />
            outlined: wrong
          </li>
        )}
      </ul>
    </div>
  );
}
