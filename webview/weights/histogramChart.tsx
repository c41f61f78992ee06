/** How the weights of the runs are spread, on one scale for all. */
import { useMemo } from "preact/hooks";
import { weightSize } from "../../src/core/weightStats.ts";
import { Deferred } from "../deferred.tsx";
import { Fold } from "../fold.tsx";
import { formatCount, formatNumber, formatTick } from "../format.ts";
import { RunToggle } from "../charts/legend.tsx";
import { isHidden, visibleRuns } from "../charts/selection.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { Marker } from "../swatch.tsx";
import {
  barsOf,
  barsPath,
  BIN_COUNT,
  countBins,
  lanesOf,
  largestCountOf,
  positionOf,
} from "./histogramLayout.ts";
import { useWidth } from "./useWidth.ts";
import { layerName, weightRange, weightsOf } from "./weightValues.ts";

const TWINS_HEIGHT = 220;
const LANE_HEIGHT = 84;
/** Many lanes are lower, down to this. */
const MIN_LANE_HEIGHT = 46;
const LANES_HEIGHT = 420;
const AXIS_HEIGHT = 22;

interface HistogramProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly layer: number | null;
}

/** The weights of a run: how large they are, and how many are in each bin. */
interface Measured {
  readonly largest: number;
  readonly norm: number;
  readonly bins: Uint32Array;
}

function measure(run: ShownRun, layer: number | null, range: number): Measured {
  const weights = weightsOf(run, layer);
  const { sumOfSquares, maxAbs } = weightSize(weights);
  const [bins] = countBins([weights], range);
  return { largest: maxAbs, norm: Math.sqrt(sumOfSquares), bins };
}

function describe(runs: readonly ShownRun[], measured: readonly Measured[], epoch: number) {
  const parts = runs.map((run, i) => {
    const { largest, norm } = measured[i];
    return `${run.summary.label}: norm ${formatNumber(norm)}, largest ${formatNumber(largest)}`;
  });
  return `Spread of the weights at epoch ${epoch}. ${parts.join("; ")}.`;
}

/** All lanes together: two face each other, more stand above one another. */
function plotHeightOf(lanes: number): number {
  if (lanes <= 2) return TWINS_HEIGHT;
  return lanes * Math.max(MIN_LANE_HEIGHT, Math.min(LANE_HEIGHT, LANES_HEIGHT / lanes));
}

export function HistogramChart({ store, view, shown, layer }: HistogramProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const { epoch } = shown;
  const { memory } = view;
  const runs = visibleRuns(shown.runs, memory);
  const range = useMemo(() => weightRange(shown.runs, layer), [shown, layer]);
  // Large networks are not to be gone through again when something else on the page changes.
  const all = useMemo(
    () => shown.runs.map(run => measure(run, layer, range)),
    [shown, layer, range],
  );
  const measured = runs.map(run => all[shown.runs.indexOf(run)]);
  const counts = measured.map(({ bins }) => bins);
  const plotHeight = plotHeightOf(runs.length);
  const height = plotHeight + AXIS_HEIGHT;
  const largestCount = largestCountOf(counts);
  const lanes = lanesOf(runs.length, plotHeight);
  return (
    <figure class="chart">
      <figcaption class="chart-title">
        Spread of the weights
        <span class="chart-note">
          scale from −{formatTick(range)} to {formatTick(range)}, nothing left out; tallest bar{" "}
          {formatCount(largestCount)} weights
        </span>
      </figcaption>
      <ul class="lane-names">
        {shown.runs.map((run, i) => {
          const { largest } = all[i];
          return (
            <li key={run.summary.id} class={isHidden(run, memory) ? "is-hidden" : ""}>
              <RunToggle {...{ store, view, shown, run }} place="histogram" />
              <span class="number">largest |w| {formatNumber(largest)}</span>
            </li>
          );
        })}
      </ul>
      <Deferred
        store={store}
        what="the buttons of the charts"
        placeholder={<div class="chart-bar" />}
        fallback={null}
      >
        {({ HistogramBar }) => (
          <HistogramBar
            store={store}
            view={view}
            content={() => ({
              ...{ epoch, runs, counts, range },
              note: layer === null ? "" : layerName(layer, shown.runs[0].layers.length),
              largest: measured.map(({ largest }) => largest),
            })}
          />
        )}
      </Deferred>
      <div ref={box} class="histogram">
        <svg
          role="img"
          aria-label={describe(runs, measured, epoch)}
          width={width}
          height={height}
          viewBox={`0 0 ${Math.max(1, width)} ${height}`}
        >
          <line class="zero-line" x1={width / 2} x2={width / 2} y1={0} y2={plotHeight} />
          {runs.map((run, i) => (
            <g key={run.summary.id} class={`lane variant-${run.summary.id}`}>
              <path class="bars" d={barsPath(barsOf(counts[i], lanes[i], width, largestCount))} />
              {runs.length > 1 && (
                <Marker id={run.summary.id} x={6} y={lanes[i].base - 8 * lanes[i].direction} />
              )}
              <line class="base-line" x1={0} x2={width} y1={lanes[i].base} y2={lanes[i].base} />
            </g>
          ))}
          <Axis range={range} width={width} y={plotHeight} />
        </svg>
      </div>
      <Fold store={store} id="numbers-histogram" summary="Spread of the weights as a table">
        {() => <CountTable runs={runs} counts={counts} range={range} />}
      </Fold>
    </figure>
  );
}

function Axis({
  range,
  width,
  y,
}: {
  readonly range: number;
  readonly width: number;
  readonly y: number;
}) {
  const anchors = ["start", "middle", "middle", "middle", "end"] as const;
  return (
    <g class="axis">
      {[-1, -0.5, 0, 0.5, 1].map((share, i) => (
        <text
          key={share}
          x={positionOf(share * range, range, width)}
          y={y + 16}
          text-anchor={anchors[i]}
        >
          {formatTick(share * range)}
        </text>
      ))}
    </g>
  );
}

function CountTable({
  runs,
  counts,
  range,
}: {
  readonly runs: readonly ShownRun[];
  readonly counts: readonly Uint32Array[];
  readonly range: number;
}) {
  const edge = (bin: number) => formatNumber(((2 * bin) / BIN_COUNT - 1) * range);
  const bins = Array.from({ length: BIN_COUNT }, (_, bin) => bin).filter(bin =>
    counts.some(count => count[bin] > 0),
  );
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Spread of the weights, table">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">Weights from, to</th>
            {runs.map(run => (
              <th scope="col" key={run.summary.id}>
                {run.summary.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bins.map(bin => (
            <tr key={bin}>
              <th scope="row">
                {edge(bin)}, {edge(bin + 1)}
              </th>
              {runs.map((run, i) => (
                <td key={run.summary.id}>{counts[i][bin]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
