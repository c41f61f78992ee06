/** The numbers of a chart as a table, made only while it is open. */
import { formatCount } from "../format.ts";
import { Fold } from "../fold.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";
import { lineValue, linesOf, sampledEpochs } from "./lines.ts";
import { runsOf, selectSeries } from "./selection.ts";

/** Rows of the table, about. */
const ROWS = 20;

export function ChartTable({
  store,
  view,
  shown,
  spec: whole,
  context,
}: {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly spec: ChartSpec;
  readonly context: SeriesContext;
}) {
  const spec = selectSeries(whole, shown, view.memory);
  return (
    <Fold store={store} id={`numbers-${spec.id}`} summary={`${spec.title} as a table`}>
      {() => {
        const lines = linesOf(spec, runsOf(spec, shown.runs, view.memory), ({ index }) =>
          store.inspectionSeries(index),
        );
        const marked = shown.changes.map(change => change.epoch);
        return (
          <div class="table-scroll" tabIndex={0} role="region" aria-label={`${spec.title}, table`}>
            <table class="numbers">
              <thead>
                <tr>
                  <th scope="col">Epoch</th>
                  {lines.map(line => (
                    <th scope="col" key={`${line.variant} ${line.series.label}`}>
                      {line.variantLabel}, {line.series.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {sampledEpochs(shown.lastEpoch, shown.epoch, ROWS, marked).map(epoch => (
                  <tr key={epoch} class={epoch === shown.epoch ? "is-shown" : ""}>
                    <th scope="row">
                      {formatCount(epoch)}
                      {shown.changes
                        .filter(change => change.epoch === epoch)
                        .map(change => `: then ${change.text}`)}
                    </th>
                    {lines.map(line => {
                      const value = lineValue(line, epoch, context);
                      return (
                        <td key={`${line.variant} ${line.series.label}`}>
                          {value === undefined ? "–" : spec.format(value)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      }}
    </Fold>
  );
}
