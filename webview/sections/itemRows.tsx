/** Training items as a table. */
import { useMemo } from "preact/hooks";
import type { DataPreview } from "../../src/protocol/messages.ts";
import { rowCount } from "./rowCount.ts";

export function ItemRows({ data }: { readonly data: DataPreview }) {
  const { inputNames, classNames, rows } = data;
  const width = inputNames.length + classNames.length;
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
              <th scope="col">Class</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rowCount(data) }, (_, item) => {
              const row = rows.subarray(item * width, (item + 1) * width);
              const label = row.subarray(inputNames.length).indexOf(1);
              return (
                <tr key={item}>
                  <th scope="row">{item}</th>
                  {inputNames.map((name, i) => (
                    <td key={name}>{row[i].toFixed(1).replace("-", "\u2212")}</td>
                  ))}
                  <td>{classNames[label] ?? "–"}</td>
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
