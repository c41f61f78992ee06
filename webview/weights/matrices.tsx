/** The weight matrices of all runs, layer by layer, side by side on one scale. */
import { useMemo, useState } from "preact/hooks";
import { weightSize } from "../../src/core/weightStats.ts";
import { Fold } from "../fold.tsx";
import { formatNumber } from "../format.ts";
import { visibleRuns } from "../charts/selection.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { type Cell, HeatMap, type MatrixNames } from "./heatMap.tsx";
import { largestSoFar, layerCount, layerName } from "./weightValues.ts";

import { MatrixTable } from "./matrixTable.tsx";

interface MatricesProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function MatricesCard({ store, view, shown }: MatricesProps) {
  const count = layerCount(shown);
  return (
    <section class="card heavy" aria-labelledby="matrices-title">
      <div class="card-head">
        <h2 id="matrices-title">Every weight</h2>
      </div>
      <p class="card-text">
        Rows are inputs of a layer, columns its outputs. All networks share one scale, so that equal
        colours are equal weights.
      </p>
      <div class="matrices">
        {Array.from({ length: count }, (_, layer) => (
          <LayerMatrices key={layer} store={store} view={view} shown={shown} layer={layer} />
        ))}
      </div>
    </section>
  );
}

function outputNamesOf({ data, runs }: Shown): readonly string[] {
  const { classNames, regression } = data;
  if (regression !== null) return [regression.target];
  // A single output is the probability of the second class.
  return runs[0].summary.sizes.at(-1) === 1 ? classNames.slice(1) : classNames;
}

/** @param layer of weights, from 0 at the inputs, of so many layers */
export function namesOf(shown: Shown, layer: number, layers: number): MatrixNames {
  const { inputNames } = shown.data;
  const outputNames = outputNamesOf(shown);
  const isFirst = layer === 0;
  const isLast = layer === layers - 1;
  const rows = (row: number) => (isFirst ? inputNames[row] : `hidden ${row}`);
  const columns = (column: number) => (isLast ? outputNames[column] : `hidden ${column}`);
  return {
    rows,
    columns,
    shortRows: row => (isFirst ? inputNames[row] : `h${row}`),
    shortColumns: column => (isLast ? outputNames[column] : `h${column}`),
  };
}

function describe(run: ShownRun, layer: number, layers: number): string {
  const { inputs, outputs, weights } = run.layers[layer];
  const { maxAbs: largest } = weightSize(weights);
  return (
    `Weights ${run.summary.label}, ${layerName(layer, layers)}, ${inputs} rows and ${outputs} ` +
    `columns at epoch ${run.weightsEpoch}, largest magnitude ${formatNumber(largest)}.`
  );
}

function LayerMatrices({ store, view, shown, layer }: MatricesProps & { readonly layer: number }) {
  const [active, setActive] = useState<Cell | null>(null);
  const runs = visibleRuns(shown.runs, view.memory);
  const layers = runs[0].layers.length;
  const names = namesOf(shown, layer, layers);
  const range = useMemo(() => largestSoFar(shown.runs, layer), [shown, layer]);
  return (
    <figure class="layer">
      <figcaption class="layer-head">
        <span class="chart-title">
          {layerName(layer, layers)}
          <span class="chart-note">
            {runs[0].layers[layer].inputs} × {runs[0].layers[layer].outputs}
          </span>
        </span>
        <ColourScale range={range} />
      </figcaption>
      <div class={runs.length > 2 ? "layer-maps many" : "layer-maps"}>
        {runs.map(run => (
          <div key={run.summary.id} class="layer-map">
            <VariantName id={run.summary.id} label={run.summary.label} />
            <HeatMap
              id={`map-${layer}-${run.summary.id}`}
              label={describe(run, layer, layers)}
              weights={run.layers[layer].weights}
              columns={run.layers[layer].outputs}
              range={range}
              theme={view.theme}
              names={names}
              active={active}
              activate={setActive}
              choose={({ row, column }) => {
                const variant = run.summary.id;
                store.remember({ weight: { variant, layer, from: row, to: column } });
                store.setOpen("equations", true);
              }}
            />
          </div>
        ))}
      </div>
      <Readout runs={runs} layer={layer} names={names} active={active} />
      <Fold
        store={store}
        id={`matrix-${layer}`}
        summary={`Weights ${layerName(layer, layers)} as a table`}
      >
        {() => (
          <MatrixTable runs={runs} layer={layer} names={names} title={layerName(layer, layers)} />
        )}
      </Fold>
    </figure>
  );
}

/** The weight under the pointer, in every run. */
function Readout({
  runs,
  layer,
  names,
  active,
}: {
  readonly runs: readonly ShownRun[];
  readonly layer: number;
  readonly names: MatrixNames;
  readonly active: Cell | null;
}) {
  if (active === null) {
    return (
      <p class="readout is-hint">
        Point at a weight, or use the arrow keys, to read it; click or Enter shows its update below.
      </p>
    );
  }
  const { row, column } = active;
  return (
    <p class="readout">
      <span class="readout-name">
        {names.rows(row)} → {names.columns(column)}
      </span>
      {runs.map(run => {
        const { weights, outputs } = run.layers[layer];
        return (
          <span key={run.summary.id} class="readout-value">
            <VariantName
              id={run.summary.id}
              label={weights[row * outputs + column].toFixed(6).replace("-", "\u2212")}
            />
          </span>
        );
      })}
    </p>
  );
}

/** What the colours mean. */
function ColourScale({ range }: { readonly range: number }) {
  return (
    <span class="colour-scale">
      <span class="number">−{formatNumber(range)}</span>
      <span class="colour-bar" aria-hidden="true" />
      <span class="number">{formatNumber(range)}</span>
    </span>
  );
}
