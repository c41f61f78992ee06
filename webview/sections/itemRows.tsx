/** Training items as a table. */
import { useMemo } from "preact/hooks";
import type { DataPreview } from "../../src/protocol/messages.ts";
import { unscaled } from "../../src/core/columnEncoding.ts";
import { formatValue } from "../format.ts";
import { rowCount, rowWidth } from "./rowCount.ts";

/** Of an item: its class, or the number as the table has it. */
function targetText({ classNames, regression }: DataPreview, target: Float64Array): string {
  if (regression !== null) return formatValue(unscaled(target[0], regression.scaling));
  return classNames[target.indexOf(1)] ?? "–";
}

export function ItemRows({ data }: { readonly data: DataPreview }) {
  const { inputNames, rows, regression } = data;
  const width = rowWidth(data);
  // Hundreds of rows that never change: made once.
  return useMemo(
    () => (
      <div class="table-scroll tall" tabIndex={0} role="region" aria-label="Training items, table">
        <table class="numbers data">
          <thead>
            <tr>
              <th scope="col">Item</th>
              {inputNames.map(name => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
              <th scope="col">{regression === null ? "Class" : regression.target}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rowCount(data) }, (_, item) => {
              const row = rows.subarray(item * width, (item + 1) * width);
              return (
                <tr key={item}>
                  <th scope="row">{item}</th>
                  {inputNames.map((name, i) => (
                    <td key={name}>{row[i].toFixed(1).replace("-", "\u2212")}</td>
                  ))}
                  <td>{targetText(data, row.subarray(inputNames.length))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    ),
    [data],
  );
}
