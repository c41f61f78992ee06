/** Error of the networks over time, on the items they learn from and on new ones. */
import { chartOf, chartsFor, errorCharts } from "../charts/index.ts";
import { ChartPlace } from "../charts/chartPlace.tsx";
import { runsOf } from "../charts/selection.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { scaleChoices, Segmented, Select } from "../segmented.tsx";
import type { Shown } from "../shown.ts";
import { Term } from "../term.tsx";

interface ErrorCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function ErrorCard({ store, view, shown }: ErrorCardProps) {
  const { memory } = view;
  const task = shown.data.regression === null ? "classification" : "regression";
  const charts = chartsFor(errorCharts, task);
  const spec = chartOf(charts, memory.errorChart);
  return (
    <section class="card heavy" aria-labelledby="error-title">
      <div class="card-head">
        <h2 id="error-title">
          <Term name={spec.term}>{spec.title}</Term>
        </h2>
        <div class="card-tools">
          <Select
            id="error-chart"
            label="Quantity"
            choices={charts.map(chart => ({ value: chart.id, label: chart.name }))}
            value={spec.id}
            choose={errorChart => store.remember({ errorChart })}
          />
          {spec.isOfOneRun && shown.runs.length > 1 && (
            <Select
              id="one-run"
              label="Network"
              choices={shown.runs.map(({ summary: { id, label } }) => ({ value: id, label }))}
              value={runsOf(spec, shown.runs, memory)[0].summary.id}
              choose={oneRun => store.remember({ oneRun })}
            />
          )}
          <Segmented
            name="error-scale"
            label="Scale of the error chart"
            choices={scaleChoices}
            value={memory.errorScale}
            choose={errorScale => store.remember({ errorScale })}
          />
        </div>
      </div>
      <p class="card-text">
        {spec.description}
        {spec.id === "mse" && task === "regression" && " Here the numbers are the scaled ones."}
      </p>
      <figure class="chart">
        <ChartPlace
          store={store}
          view={view}
          shown={shown}
          spec={spec}
          scale={memory.errorScale}
          layer={null}
          isSmall={false}
        />
      </figure>
    </section>
  );
}
