/** How large the weights are: now, and over time. */
import { weightCharts } from "../charts/index.ts";
import { ChartPlace } from "../charts/chartPlace.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { scaleChoices, Segmented } from "../segmented.tsx";
import type { Shown } from "../shown.ts";
import { Term } from "../term.tsx";
import { HistogramChart } from "../weights/histogramChart.tsx";
import { LayerSelect } from "../weights/layerSelect.tsx";
import { layerCount } from "../weights/weightValues.ts";

interface WeightsCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function WeightsCard({ store, view, shown }: WeightsCardProps) {
  const { memory } = view;
  const layers = layerCount(shown);
  const layer = memory.layer !== null && memory.layer < layers ? memory.layer : null;
  return (
    <section class="card heavy" aria-labelledby="weights-title">
      <div class="card-head">
        <h2 id="weights-title">Size of the weights</h2>
        <div class="card-tools">
          <LayerSelect id="layer" {...{ store, layer, layers }} />
          <Segmented
            name="weight-scale"
            label="Scale of the charts over time"
            choices={scaleChoices}
            value={memory.weightScale}
            choose={weightScale => store.remember({ weightScale })}
          />
        </div>
      </div>
      <p class="card-text">
        <Term name="weight">Weights</Term> only, never <Term name="bias">biases</Term>: the penalty
        does not touch those.
      </p>
      <div class="weights-grid">
        <HistogramChart store={store} view={view} shown={shown} layer={layer} />
        {weightCharts.map(spec => (
          <figure key={spec.id} class="chart">
            <figcaption class="chart-title">
              <Term name={spec.term}>{spec.title}</Term>
            </figcaption>
            <ChartPlace
              store={store}
              view={view}
              shown={shown}
              spec={spec}
              scale={memory.weightScale}
              layer={layer}
              isSmall={true}
            />
          </figure>
        ))}
      </div>
    </section>
  );
}
