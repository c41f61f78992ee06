/** The first rows as they stand in the file. */
import { useMemo } from "preact/hooks";
import type { TableState, TableSummary } from "../../src/protocol/dataMessages.ts";
import { WideTable } from "../wideTable.tsx";
import { Card } from "./controls.tsx";
import { counted } from "./words.ts";

/** As many cells as the host sends of a row. */
const MAX_COLUMNS = 100;

export function FirstRowsCard({
  state,
  summary,
}: {
  readonly state: TableState;
  readonly summary: TableSummary;
}) {
  const { columns, firstRows } = summary;
  const { target } = state;
  const table = useMemo(
    () => (
      <table class="numbers raw">
        <thead>
          <tr>
            <th scope="col">Line</th>
            {columns.slice(0, MAX_COLUMNS).map(({ name }, i) => (
              <th scope="col" key={i} class={i === target ? "is-target" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {firstRows.map(({ line, cells }) => (
            <tr key={line}>
              <th scope="row">{line}</th>
              {cells.map((cell, i) => (
                <td key={i} class={i === target ? "is-target" : ""}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    ),
    [columns, firstRows, target],
  );
  return (
    <Card id="first-rows" title="First rows">
      <WideTable label="First rows">{table}</WideTable>
      {columns.length > MAX_COLUMNS && (
        <p class="card-text">And {counted(columns.length - MAX_COLUMNS, "more column")}.</p>
      )}
    </Card>
  );
}
