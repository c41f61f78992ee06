/** The place of the list of variants in the settings, from before its editor is loaded. */
import { lineupOf } from "../../src/core/experiment.ts";
import { DeferredFields } from "./deferredFields.tsx";
import { Fold } from "../fold.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";

export function VariantsFold(props: {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}) {
  const { store, shown } = props;
  const count = lineupOf(shown.playground)(shown.playground.config).length;
  return (
    <Fold
      store={store}
      id="variants"
      summary={
        <>
          <span>Variants</span>
          <span class="fold-digest">{count === 1 ? "1 network" : `${count} networks`}</span>
        </>
      }
    >
      {() => (
        <DeferredFields store={store}>
          {({ VariantEditor }) => <VariantEditor {...props} />}
        </DeferredFields>
      )}
    </Fold>
  );
}
