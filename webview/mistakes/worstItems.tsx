/** The items on which the loss is largest, as a table. */
import type { Inspection } from "../../src/core/inspection.ts";
import type { DataPreview } from "../../src/protocol/messages.ts";
import { formatCount, formatError, formatNumber, formatPercent } from "../format.ts";

/** Inputs shown of each item. */
const SHOWN_INPUTS = 6;

export function WorstItems({
  worst,
  data,
  title,
}: {
  readonly worst: Inspection["parts"]["train"]["worst"];
  readonly data: DataPreview;
  readonly title: string;
}) {
  const { inputNames, classNames } = data;
  const names = inputNames.slice(0, SHOWN_INPUTS);
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`${title}, table`}>
        <table class="numbers worst">
          <caption class="visually-hidden">{title}, the largest loss first.</caption>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">True class</th>
              <th scope="col">Predicted</th>
              <th scope="col">Probability of the true class</th>
              <th scope="col">Loss</th>
              {names.map(name => (
                <th key={name} scope="col">
                  <span class="class-label">{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {worst.map(({ item, trueClass, predictedClass, probability, loss, inputs }) => (
              <tr key={item}>
                <th scope="row">{formatCount(item)}</th>
                <td>{classNames[trueClass]}</td>
                <td>
                  {classNames[predictedClass]}
                  {predictedClass === trueClass ? " (right)" : ""}
                </td>
                <td>{formatPercent(probability)}</td>
                <td>{formatError(loss)}</td>
                {names.map((name, i) => (
                  <td key={name}>{formatNumber(inputs[i])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {inputNames.length > SHOWN_INPUTS && (
        <p class="card-text">
          The first {SHOWN_INPUTS} of {formatCount(inputNames.length)} inputs, as the network gets
          them.
        </p>
      )}
    </>
  );
}
