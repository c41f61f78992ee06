/** The place of the maps of two-input data, from before they are loaded. */
import { Deferred } from "./deferred.tsx";
import type { PanelStore, PanelView } from "./panelStore.ts";
import type { Shown } from "./shown.ts";

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

/** Has the card loaded as soon as there is data for it, and shows it once there are runs. */
export function BordersPart(props: BordersPartProps) {
  const { store, shown } = props;
  const isEmpty = shown.runs.length === 0;
  const placeholder = (
    <section class="card borders" aria-labelledby="borders-title" aria-busy="true">
      <div class="card-head">
        <h2 id="borders-title">Borders between the classes</h2>
      </div>
      <div class="borders-room" style={{ "--maps": Math.min(2, shown.runs.length) }} />
    </section>
  );
  return (
    <Deferred store={store} what="the maps of borders" placeholder={isEmpty ? null : placeholder}>
      {({ BordersCard }) => (isEmpty ? null : <BordersCard {...props} />)}
    </Deferred>
  );
}
