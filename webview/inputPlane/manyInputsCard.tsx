/** Two ways to see a space of more than two inputs. */
import { useMemo } from "preact/hooks";
import { weightsKey } from "../borders/useMaps.ts";
import { visibleRuns } from "../charts/selection.ts";
import { Fold } from "../fold.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { ComponentsView } from "./componentsView.tsx";
import { SliceMaps } from "./sliceMaps.tsx";
import { itemsOf } from "./slices.ts";

interface ManyInputsCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function ManyInputsCard(props: ManyInputsCardProps) {
  const { store, shown } = props;
  return (
    <section class="card" aria-labelledby="many-inputs-title">
      <div class="card-head">
        <h2 id="many-inputs-title">More than two inputs</h2>
      </div>
      <p class="card-text">
        A space of {shown.data.inputNames.length} inputs cannot be drawn; a plane through it can,
        and so can its shadow.
      </p>
      <Fold store={store} id="input-slices" summary="A slice through two inputs">
        {() => <Opened {...props} part="slices" />}
      </Fold>
      <Fold store={store} id="input-components" summary="All items in two directions (PCA)">
        {() => <Opened {...props} part="components" />}
      </Fold>
    </section>
  );
}

/** What is drawn while a section is open. */
function Opened({
  view,
  shown,
  part,
}: ManyInputsCardProps & { readonly part: "slices" | "components" }) {
  const { data } = shown;
  const items = useMemo(() => itemsOf(data), [data]);
  const runs = visibleRuns(shown.runs, view.memory);
  const weights = weightsKey(runs, view.state.snapshots);
  if (runs.length === 0 || items.count === 0) {
    return <p class="card-text">No network is shown: switch one on in the legend of a chart.</p>;
  }
  // The data arrives with its networks, but a table may be another one for a moment.
  if (runs.some(({ summary }) => summary.sizes[0] !== items.width)) return null;
  const { classNames, inputNames, trainItems } = data;
  const common = { runs, items, classNames, theme: view.theme, weights };
  return part === "slices" ? (
    <SliceMaps {...common} inputNames={inputNames} />
  ) : (
    <ComponentsView {...common} trainItems={trainItems} />
  );
}
