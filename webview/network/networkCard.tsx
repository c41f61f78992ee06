/** One network drawn: its units, its weights, and how these came about. */
import { useState } from "preact/hooks";
import type { VariantId } from "../../src/core/variants.ts";
import type { WeightEdit } from "../../src/protocol/inspectionMessages.ts";
import { chosenWeight } from "../figure3/weightChoice.ts";
import { Fold } from "../fold.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { Segmented, Select } from "../segmented.tsx";
import type { Shown, ShownRun } from "../shown.ts";
import { Term } from "../term.tsx";
import { namesOf } from "../weights/matrices.tsx";
import { type Unit, unitCounts, type WeightPlace } from "./networkLayout.ts";
import { NetworkMap } from "./networkMap.tsx";
import { TrajectoryChart } from "./trajectoryChart.tsx";
import { WhatIf } from "./whatIf.tsx";
import { unitWeights } from "./unitWeights.ts";

/** With more networks than this they are in a menu. */
const FEW_NETWORKS = 3;

/** Weights of one unit that stand out in the chart. */
const MOST_HIGHLIGHTED = 40;

interface NetworkCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Weights that are others in thought, of one network. */
interface WhatIfState {
  readonly variant: VariantId | "";
  readonly edits: readonly WeightEdit[];
}

export function NetworkCard({ store, view, shown }: NetworkCardProps) {
  const [unit, chooseUnit] = useState<Unit | null>(null);
  const [whatIf, setWhatIf] = useState<WhatIfState>({ variant: "", edits: [] });
  const chosen = chosenWeight(shown, view.memory);
  if (chosen === undefined) return null;
  const { run } = chosen;
  const isOpen = ["network", "trajectories", "what-if"].some(id => store.isOpen(id));
  const place: WeightPlace = { layer: chosen.layer, from: chosen.from, to: chosen.to };
  const chooseWeight = (weight: WeightPlace) =>
    store.remember({ weight: { variant: run.summary.id, ...weight } });
  // Another experiment may have smaller networks.
  const known = unit !== null && isUnitOf(run, unit) ? unit : null;
  const nameOf = unitNames(shown, run);
  const nameOfWeight = ({ layer, from, to }: WeightPlace) =>
    `${nameOf({ layer, unit: from })} → ${nameOf({ layer: layer + 1, unit: to })}`;
  return (
    <section class="card heavy" aria-labelledby="network-title">
      <div class="card-head">
        <h2 id="network-title">The network</h2>
        {isOpen && shown.runs.length > 1 && (
          <div class="card-tools">
            <NetworkChoice {...{ store, shown, run }} />
          </div>
        )}
      </div>
      <p class="card-text">
        <Term name="hiddenUnits">Units</Term> and the <Term name="weight">weights</Term> between
        them, of one network at a time, at the shown epoch; and the way of each weight through the
        epochs.
      </p>
      <Fold store={store} id="network" summary="Units and weights">
        {() => (
          <NetworkMap
            {...{ store, view, shown, run, nameOf, chooseUnit, chooseWeight }}
            chosenUnit={known}
            chosenWeight={place}
          />
        )}
      </Fold>
      <Fold store={store} id="trajectories" summary="Weights over the epochs">
        {() => (
          <TrajectoryChart
            {...{ store, view, shown, run }}
            chosen={place}
            highlighted={known !== null && store.isOpen("network") ? largestOf(run, known) : []}
            nameOf={nameOfWeight}
          />
        )}
      </Fold>
      <Fold store={store} id="what-if" summary="What if a weight were another?">
        {() => (
          <WhatIf
            {...{ store, shown, run }}
            chosen={place}
            edits={whatIf.variant === run.summary.id ? editsOf(run, whatIf.edits) : []}
            edit={edits => setWhatIf({ variant: run.summary.id, edits })}
            nameOf={nameOfWeight}
          />
        )}
      </Fold>
    </section>
  );
}

/** Those of weights that the network has: another experiment may have smaller ones. */
function editsOf({ layers }: ShownRun, edits: readonly WeightEdit[]): readonly WeightEdit[] {
  return edits.filter(
    ({ layer, from, to }) =>
      layer < layers.length && from < layers[layer].inputs && to < layers[layer].outputs,
  );
}

function NetworkChoice({
  store,
  shown,
  run,
}: {
  readonly store: PanelStore;
  readonly shown: Shown;
  readonly run: ShownRun;
}) {
  const choice = {
    label: "Network",
    choices: shown.runs.map(({ summary: { id, label } }) => ({ value: id, label })),
    value: run.summary.id,
    choose: (variant: VariantId) =>
      store.remember({ weight: { ...store.view.memory.weight, variant } }),
  };
  return shown.runs.length <= FEW_NETWORKS ? (
    <Segmented name="network-choice" {...choice} />
  ) : (
    <Select id="network-choice" {...choice} />
  );
}

function isUnitOf({ layers }: ShownRun, { layer, unit }: Unit): boolean {
  const counts = unitCounts(layers);
  return layer < counts.length && unit < counts[layer];
}

/** The weights of a unit that are largest. */
function largestOf({ layers }: ShownRun, unit: Unit): WeightPlace[] {
  const { incoming, outgoing } = unitWeights(layers, unit);
  return [...incoming, ...outgoing]
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_HIGHLIGHTED);
}

/** Names of units, as the matrices of weights have them. */
function unitNames(shown: Shown, { layers }: ShownRun): (unit: Unit) => string {
  const count = layers.length;
  const names = layers.map((_, layer) => namesOf(shown, layer, count));
  return ({ layer, unit }) =>
    layer < count ? names[layer].rows(unit) : names[count - 1].columns(unit);
}
