/** The numbers of every run at the shown epoch, and what can be done with its weights. */
import { formatCount } from "../format.ts";
import { Icon } from "../icon.tsx";
import type { PanelStore } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { Term } from "../term.tsx";
import { rowGroups } from "./resultRows.tsx";

function WeightButtons({ store, run }: { readonly store: PanelStore; readonly run: ShownRun }) {
  const { index, isNewest, weightsEpoch, summary, judged } = run;
  const newest =
    judged.bestEpoch === null
      ? "Save weights…"
      : `Save best weights, epoch ${formatCount(judged.bestEpoch)}…`;
  return (
    <div class="weight-buttons">
      <button
        id={`export-${summary.id}`}
        type="button"
        class="button"
        onClick={() =>
          store.post({
            type: "exportWeights",
            run: index,
            ...(!isNewest && { epoch: weightsEpoch }),
          })
        }
      >
        <Icon name="save" />
        {isNewest ? newest : `Save weights of epoch ${formatCount(weightsEpoch)}…`}
        <span class="visually-hidden"> {summary.label}</span>
      </button>
      <button
        id={`show-${summary.id}`}
        type="button"
        class="button"
        title="Print the weights to an output channel"
        onClick={() => store.post({ type: "showWeights", run: index })}
      >
        <Icon name="text" />
        Show as text
        <span class="visually-hidden"> {summary.label}</span>
      </button>
    </div>
  );
}

export function ResultsCard({
  store,
  shown,
}: {
  readonly store: PanelStore;
  readonly shown: Shown;
}) {
  return (
    <section class="card heavy" aria-labelledby="results-title">
      <div class="card-head">
        <h2 id="results-title">Results at epoch {formatCount(shown.epoch)}</h2>
      </div>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Results, table">
        <table class="results" id="results">
          <thead>
            <tr>
              <td />
              {shown.runs.map(run => (
                <th key={run.summary.id} scope="col">
                  <VariantName id={run.summary.id} label={run.summary.label} />
                </th>
              ))}
            </tr>
          </thead>
          {rowGroups(store, shown).map(group => (
            <tbody key={group.name}>
              <tr class="group-row">
                <th scope="rowgroup" colSpan={shown.runs.length + 1}>
                  <Term name={group.term}>{group.name}</Term>
                </th>
              </tr>
              {group.rows.map(row => (
                <tr key={row.name}>
                  <th scope="row">
                    <Term name={row.term}>{row.name}</Term>
                  </th>
                  {shown.runs.map(run => (
                    <td key={run.summary.id}>{row.cell(run)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
          <tbody>
            <tr class="button-row">
              <th scope="row">Weights</th>
              {shown.runs.map(run => (
                <td key={run.summary.id}>
                  <WeightButtons store={store} run={run} />
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      {shown.runs.some(run => run.summary.config.publishedSign) && (
        <p class="card-text" id="published-penalty">
          The published rule makes loss minus penalty small, so its penalty counts as negative.
        </p>
      )}
    </section>
  );
}
