/** Error of the networks over time, on the items they learn from and on new ones. */
import { chartOf, errorCharts } from "../charts/index.ts";
import { ChartTable } from "../charts/chartTable.tsx";
import { Legend } from "../charts/legend.tsx";
import { LineChart } from "../charts/lineChart.tsx";
import { contextOf } from "../charts/lines.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { scaleChoices, Segmented } from "../segmented.tsx";
import type { Shown } from "../shown.ts";

interface ErrorCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function ErrorCard({ store, view, shown }: ErrorCardProps) {
  const { memory } = view;
  const spec = chartOf(errorCharts, memory.errorChart);
  const context = contextOf(shown, null);
  return (
    <section class="card" aria-labelledby="error-title">
      <div class="card-head">
        <h2 id="error-title">{spec.title}</h2>
        <div class="card-tools">
          <Segmented
            name="error-chart"
            label="Quantity"
            choices={errorCharts.map(chart => ({ value: chart.id, label: chart.name }))}
            value={spec.id}
            choose={errorChart => store.remember({ errorChart })}
          />
          <Segmented
            name="error-scale"
            label="Scale of the error chart"
            choices={scaleChoices}
            value={memory.errorScale}
            choose={errorScale => store.remember({ errorScale })}
          />
        </div>
      </div>
      <p class="card-text">{spec.description}</p>
      <figure class="chart">
        <Legend store={store} view={view} shown={shown} spec={spec} context={context} />
        <LineChart
          store={store}
          view={view}
          shown={shown}
          spec={spec}
          scale={memory.errorScale}
          layer={null}
          isSmall={false}
        />
        <ChartTable store={store} view={view} shown={shown} spec={spec} context={context} />
      </figure>
    </section>
  );
}
