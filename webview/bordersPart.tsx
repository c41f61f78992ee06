/** The place of the maps of two-input data, from before they are loaded. */
import { mapGrid } from "./borders/mapGrid.ts";
import { visibleRuns } from "./charts/selection.ts";
import { Deferred } from "./deferred.tsx";
import type { PanelStore, PanelView } from "./panelStore.ts";
import type { Shown } from "./shown.ts";
import { useWidth } from "./weights/useWidth.ts";

interface BordersPartProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Whether the data has a plane with borders: two inputs and two classes. */
export function hasBorders({ data, runs }: Shown): boolean {
  const isPlane = data.inputNames.length === 2 && data.classNames.length === 2;
  return isPlane && runs.every(({ summary }) => summary.sizes[0] === 2);
}

/** What stands around each row of maps, and around all of them, in CSS pixels; in little width more. */
const ROW_ROOM = 86;
const CARD_ROOM = 134;
const NARROW = { width: 500, room: 144 } as const;

/** About the height of the maps and of what belongs to them. */
function roomOf(width: number, count: number): number {
  const { side, rows } = mapGrid(width, count, 1);
  return rows * (side + ROW_ROOM) + CARD_ROOM + (width < NARROW.width ? NARROW.room : 0);
}

function Room({ count }: { readonly count: number }) {
  const [box, width] = useWidth<HTMLDivElement>();
  return <div ref={box} style={{ height: `${roomOf(width, count)}px` }} />;
}

/** Has the card loaded as soon as there is data for it, and shows it once there are runs. */
export function BordersPart(props: BordersPartProps) {
  const { store, shown } = props;
  const isEmpty = shown.runs.length === 0;
  const count = visibleRuns(shown.runs, props.view.memory).length;
  const placeholder = (
    <section class="card borders" aria-labelledby="borders-title" aria-busy="true">
      <div class="card-head">
        <h2 id="borders-title">Borders between the classes</h2>
      </div>
      <Room count={count} />
    </section>
  );
  return (
    <Deferred store={store} what="the maps of borders" placeholder={isEmpty ? null : placeholder}>
      {({ BordersCard }) => (isEmpty ? null : <BordersCard {...props} />)}
    </Deferred>
  );
}
