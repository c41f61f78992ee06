/** What the maps show as numbers: accuracies, and the borders as a table. */
import type { DataPreview } from "../../src/protocol/messages.ts";
import { formatCount, formatNumber, formatPercent } from "../format.ts";
import type { ShownRun } from "../shown.ts";
import type { BorderFacts } from "./bordersPainter.ts";
import type { Plane } from "./plane.ts";

/** Shares of the items that a network gets right. */
function accuracies({ values }: ShownRun, { trainItems, testItems }: DataPreview) {
  return {
    train: formatPercent(values.trainCorrect / trainItems),
    test: formatPercent(values.testCorrect / testItems),
  };
}

export function Accuracies({ run, data }: { readonly run: ShownRun; readonly data: DataPreview }) {
  const { train, test } = accuracies(run, data);
  return (
    <>
      train {train} · test {test}
    </>
  );
}

export function BordersTable({
  runs,
  data,
  facts,
  plane,
}: {
  readonly runs: readonly ShownRun[];
  readonly data: DataPreview;
  readonly facts: readonly BorderFacts[] | undefined;
  readonly plane: Plane;
}) {
  const cell = (i: number, text: (facts: BorderFacts) => string) =>
    facts === undefined ? "…" : text(facts[i]);
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Borders, table">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">Network</th>
            <th scope="col">Train accuracy</th>
            <th scope="col">Test accuracy</th>
            <th scope="col">Lines of the border</th>
            <th scope="col">Length of the border</th>
            <th scope="col">Area of {plane.classNames[1]}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, i) => (
            <tr key={run.summary.id}>
              <th scope="row">{run.summary.label}</th>
              <td>{accuracies(run, data).train}</td>
              <td>{accuracies(run, data).test}</td>
              <td>{cell(i, ({ pieces }) => formatCount(pieces))}</td>
              <td>{cell(i, ({ length }) => formatNumber(length))}</td>
              <td>{cell(i, ({ share }) => formatPercent(share))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
