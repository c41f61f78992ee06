/** Weight matrices as tables of numbers, a page at a time where they are large. */
import { useState } from "preact/hooks";
import type { ShownRun } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import type { MatrixNames } from "./heatMap.tsx";

/** Cells on one page: many more keep the page waiting while they are laid out. */
const MAX_CELLS = 1024;

export function MatrixTable({
  runs,
  layer,
  names,
  title,
}: {
  readonly runs: readonly ShownRun[];
  readonly layer: number;
  readonly names: MatrixNames;
  /** What the layer connects. */
  readonly title: string;
}) {
  const [page, setPage] = useState(0);
  const { inputs, outputs } = runs[0].layers[layer];
  const rowsPerPage = Math.max(1, Math.floor(MAX_CELLS / outputs));
  const pages = Math.ceil(inputs / rowsPerPage);
  const first = Math.min(page, pages - 1) * rowsPerPage;
  const rows = Array.from({ length: Math.min(rowsPerPage, inputs - first) }, (_, i) => first + i);
  const columns = Array.from({ length: outputs }, (_, column) => column);
  return (
    <>
      {pages > 1 && (
        <p class="pager">
          <button
            type="button"
            class="button"
            disabled={first === 0}
            onClick={() => setPage(page - 1)}
          >
            Previous rows
          </button>
          <span>
            Rows {first + 1} to {first + rows.length} of {inputs}
          </span>
          <button
            type="button"
            class="button"
            disabled={page >= pages - 1}
            onClick={() => setPage(page + 1)}
          >
            Next rows
          </button>
        </p>
      )}
      {runs.map(run => (
        <div
          key={run.summary.id}
          class="table-scroll"
          tabIndex={0}
          role="region"
          aria-label={`Weights ${run.summary.label}, ${title}, table`}
        >
          <table class="numbers">
            <caption>
              <VariantName id={run.summary.id} label={run.summary.label} />
            </caption>
            <thead>
              <tr>
                <td />
                {columns.map(column => (
                  <th scope="col" key={column}>
                    {names.columns(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row}>
                  <th scope="row">{names.rows(row)}</th>
                  {columns.map(column => (
                    <td key={column}>
                      {run.layers[layer].weights[row * outputs + column]
                        .toFixed(4)
                        .replace("-", "\u2212")}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </>
  );
}
