/** What pulls at the weights over time, and which hidden units have stopped learning. */
import { useMemo } from "preact/hooks";
import { ChartPlace } from "../charts/chartPlace.tsx";
import { idleUnits, tugOfWar } from "../charts/forceCharts.ts";
import type { ChartSpec } from "../charts/index.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { scaleChoices, Segmented } from "../segmented.tsx";
import type { Shown } from "../shown.ts";
import { LayerSelect } from "../weights/layerSelect.tsx";
import { layerCount } from "../weights/weightValues.ts";

interface ForcesCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Costs the inspector's time, so only where somebody opened it. */
export function ForcesCard(props: ForcesCardProps) {
  return (
    <section class="card heavy" aria-labelledby="forces-title">
      <Fold
        store={props.store}
        id="forces"
        summary={<h2 id="forces-title">What pulls at the weights, epoch by epoch</h2>}
      >
        {() => <Forces {...props} />}
      </Fold>
    </section>
  );
}

function Forces({ store, view, shown }: ForcesCardProps) {
  const { memory } = view;
  const layers = layerCount(shown);
  const layer = memory.layer !== null && memory.layer < layers ? memory.layer : null;
  const pulls = usePresent(tugOfWar, shown);
  const hasHidden = shown.runs.some(run => run.summary.sizes.length > 2);
  return (
    <>
      <div class="card-tools">
        <LayerSelect id="force-layer" {...{ store, layer, layers }} />
        <Segmented
          name="force-scale"
          label="Scale of the forces"
          choices={scaleChoices}
          value={memory.forceScale}
          choose={forceScale => store.remember({ forceScale })}
        />
      </div>
      <Progress store={store} shown={shown} />
      <div class="pair-grid">
        <figure class="chart">
          <figcaption class="chart-title">{pulls.title}</figcaption>
          <p class="card-text">{pulls.description}</p>
          <ChartPlace
            {...{ store, view, shown, layer }}
            spec={pulls}
            scale={memory.forceScale}
            isSmall={true}
          />
        </figure>
        {hasHidden && (
          <figure class="chart">
            <figcaption class="chart-title">{idleUnits.title}</figcaption>
            <p class="card-text">{idleUnits.description}</p>
            <ChartPlace
              {...{ store, view, shown }}
              spec={idleUnits}
              scale="linear"
              layer={null}
              isSmall={true}
            />
          </figure>
        )}
      </div>
    </>
  );
}

/** The chart without the lines that no network has; the same object as long as they are the same. */
function usePresent(spec: ChartSpec, { runs }: Shown): ChartSpec {
  const series = spec.series.filter(
    ({ appliesTo }) => appliesTo === undefined || runs.some(appliesTo),
  );
  return useMemo(() => ({ ...spec, series }), [spec, series.map(({ label }) => label).join()]);
}

/** How far the numbers are, or why there are none. */
function Progress({ store, shown }: Pick<ForcesCardProps, "store" | "shown">) {
  if (store.inspectionProblem !== null) {
    return (
      <p class="card-text">
        The networks could not be looked at.{" "}
        <button
          id="forces-retry"
          type="button"
          class="link"
          onClick={() => store.retryInspection()}
        >
          Try again
        </button>
      </p>
    );
  }
  const series = shown.runs.map(({ index }) => store.inspectionSeries(index));
  const done = series.reduce((sum, { points }) => sum + points.length, 0);
  const total = series.reduce((sum, one) => sum + one.total, 0);
  return (
    <p class="card-text forces-progress">
      {done < total
        ? `Looking at the networks: ${formatCount(done)} of ${formatCount(total)} points are there.`
        : "From the weights at about a hundred epochs and the training items."}
    </p>
  );
}
