/** A look at the items that the networks learn from. */
import type { DataPreview } from "../../src/protocol/messages.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import type { PanelStore } from "../panelStore.ts";
import { Term } from "../term.tsx";
import { ItemRows } from "./itemRows.tsx";
import { rowCount } from "./rowCount.ts";

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
      <p class="card-text">
        {formatCount(data.trainItems)} <Term name="trainItems">training items</Term>
        {data.validationItems > 0 && (
          <>
            , {formatCount(data.validationItems)}{" "}
            <Term name="validationItems">validation items</Term>
          </>
        )}
        , {formatCount(data.testItems)} <Term name="testItems">test items</Term>
        {data.freshItems > 0 && (
          <>
            , {formatCount(data.freshItems)} <Term name="freshItems">fresh items</Term>
          </>
        )}
        .
      </p>
      {data.regression !== null && (
        <p class="card-text">
          The number to be predicted is {data.regression.target}. Networks learn it scaled: less its
          mean, divided by its standard deviation, both of the training items.
        </p>
      )}
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
        {() => <ItemRows data={data} />}
      </Fold>
    </section>
  );
}
