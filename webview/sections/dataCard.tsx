/** A look at the items that the networks learn from. */
import { useMemo } from "preact/hooks";
import type { DataPreview } from "../../src/protocol/messages.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import type { PanelStore } from "../panelStore.ts";

export function DataCard({
  store,
  data,
}: {
  readonly store: PanelStore;
  readonly data: DataPreview;
}) {
  const { classNames, trainClassCounts, testClassCounts } = data;
  return (
    <section class="card" aria-labelledby="data-title">
      <div class="card-head">
        <h2 id="data-title">Data</h2>
      </div>
      <p class="card-text">{data.source}</p>
      <div class="class-counts">
        {classNames.map((name, k) => (
          <div key={name} class="class-count">
            <span class="class-name">{name}</span>
            <span class="class-bar" aria-hidden="true">
              <span style={{ width: `${(100 * trainClassCounts[k]) / data.trainItems}%` }} />
            </span>
            <span class="number">
              {trainClassCounts[k]} train, {testClassCounts[k]} test
            </span>
          </div>
        ))}
      </div>
      <Fold
        store={store}
        id="data-rows"
        summary={`Training items as a table (${formatCount(rowCount(data))} of ${formatCount(data.trainItems)})`}
      >
        {() => <Rows data={data} />}
      </Fold>
    </section>
  );
}

function rowCount({ inputNames, classNames, rows }: DataPreview): number {
  return rows.length / (inputNames.length + classNames.length);
}

function Rows({ data }: { readonly data: DataPreview }) {
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
