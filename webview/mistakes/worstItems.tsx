/** The items on which the loss is largest, as a table. */
import { unscaled } from "../../src/core/columnEncoding.ts";
import type { Inspection } from "../../src/core/inspection.ts";
import type { DataPreview } from "../../src/protocol/messages.ts";
import { formatCount, formatError, formatNumber, formatPercent, formatValue } from "../format.ts";
import { WideTable } from "../wideTable.tsx";

/** Inputs shown of each item. */
const SHOWN_INPUTS = 6;

/** What an item is, what it was taken for, and how far off that is. */
function answerTexts(
  found: Inspection["parts"]["train"]["worst"][number],
  { classNames, regression }: DataPreview,
): readonly string[] {
  if (found.kind === "class") {
    const { trueClass, predictedClass, probability } = found;
    const right = predictedClass === trueClass ? " (right)" : "";
    return [
      classNames[trueClass],
      `${classNames[predictedClass]}${right}`,
      formatPercent(probability),
    ];
  }
  if (regression === null) return [];
  const [truth, predicted] = [found.target, found.output].map(value =>
    unscaled(value, regression.scaling),
  );
  return [formatValue(truth), formatValue(predicted), formatNumber(truth - predicted)];
}

export function WorstItems({
  worst,
  data,
  title,
}: {
  readonly worst: Inspection["parts"]["train"]["worst"];
  readonly data: DataPreview;
  readonly title: string;
}) {
  const { inputNames, regression } = data;
  const names = inputNames.slice(0, SHOWN_INPUTS);
  const heads =
    regression === null
      ? ["True class", "Predicted", "Probability of the true class"]
      : [`True ${regression.target}`, "Predicted", "True − predicted"];
  return (
    <>
      <WideTable label={title}>
        <table class={regression === null ? "numbers worst of-classes" : "numbers worst"}>
          <caption class="visually-hidden">{title}, the largest loss first.</caption>
          <thead>
            <tr>
              <th scope="col">Item</th>
              {heads.map(head => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col">Loss</th>
              {names.map(name => (
                <th key={name} scope="col">
                  <span class="class-label">{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {worst.map(found => (
              <tr key={found.item}>
                <th scope="row">{formatCount(found.item)}</th>
                {answerTexts(found, data).map((text, i) => (
                  <td key={heads[i]}>{text}</td>
                ))}
                <td>{formatError(found.loss)}</td>
                {names.map((name, i) => (
                  <td key={name}>{formatNumber(found.inputs[i])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {inputNames.length > SHOWN_INPUTS && (
        <p class="card-text">
          The first {SHOWN_INPUTS} of {formatCount(inputNames.length)} inputs, as the network gets
          them.
        </p>
      )}
    </>
  );
}
