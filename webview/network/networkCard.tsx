/** One network drawn: its units, its weights, and how these came about. */
import { useState } from "preact/hooks";
import type { VariantId } from "../../src/core/variants.ts";
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

export function NetworkCard({ store, view, shown }: NetworkCardProps) {
  const [unit, chooseUnit] = useState<Unit | null>(null);
  const chosen = chosenWeight(shown, view.memory);
  if (chosen === undefined) return null;
  const { run } = chosen;
  const isOpen = store.isOpen("network") || store.isOpen("trajectories");
  const place: WeightPlace = { layer: chosen.layer, from: chosen.from, to: chosen.to };
  const chooseWeight = (weight: WeightPlace) =>
    store.remember({ weight: { variant: run.summary.id, ...weight } });
  // Another experiment may have smaller networks.
  const known = unit !== null && isUnitOf(run, unit) ? unit : null;
  const nameOf = unitNames(shown, run);
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
            nameOf={({ layer, from, to }) =>
              `${nameOf({ layer, unit: from })} → ${nameOf({ layer: layer + 1, unit: to })}`
            }
          />
        )}
      </Fold>
    </section>
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
