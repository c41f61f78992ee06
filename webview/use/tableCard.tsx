/** A table: every row answered, compared with the classes where they are there, and saved. */
import type {
  NumbersComparison,
  TableAnswers,
  TableEvaluation,
  UseState,
  WeightsSummary,
} from "../../src/protocol/useMessages.ts";
import { CancelButton, Card, ProgressBar } from "../data/controls.tsx";
import { ProblemStrip } from "../data/strips.tsx";
import { counted, exclusionWords, sentence } from "../data/words.ts";
import { formatCount, formatNumber, formatRSquared } from "../format.ts";
import { WideTable } from "../wideTable.tsx";
import type { UseHost } from "./host.ts";
import { accuracyWords } from "./words.ts";

/** Classes of a matrix that is shown whole. */
const MAX_CLASSES = 30;

interface TableCardProps {
  readonly host: UseHost;
  readonly table: UseState["table"];
  readonly weights: WeightsSummary;
}

export function TableCard({ host, table, weights }: TableCardProps) {
  const { status, answers, fraction, fileName, savedAs } = table;
  const isWorking = status === "working";
  return (
    <Card id="table" title={fileName === "" ? "A table" : `A table: ${fileName}`}>
      <p class="card-text">
        Every row of a CSV file is answered: columns are found by name, others stay as they are. If
        the file has the column of {weights.regression === null ? "classes" : "numbers"} too, the
        answers are compared with it.
      </p>
      <div class="card-actions">
        {isWorking ? (
          <CancelButton id="cancelTable" cancel={() => host.post({ type: "cancel" })} />
        ) : (
          <button
            id="pickTable"
            type="button"
            class={answers === null ? "button primary" : "button"}
            onClick={() => host.post({ type: "pickTable" })}
          >
            {answers === null ? "Choose a CSV..." : "Another CSV..."}
          </button>
        )}
        {answers !== null && (
          <button
            id="saveTable"
            type="button"
            class={savedAs === null ? "button primary" : "button"}
            onClick={() => host.post({ type: "save" })}
          >
            Save with predictions...
          </button>
        )}
        {isWorking && <ProgressBar label="Answering" fraction={fraction} />}
      </div>
      <p id="tableStatus" role="status" class="card-text">
        {isWorking && `Answering the rows of ${fileName}...`}
        {savedAs !== null && `Saved as ${savedAs}.`}
      </p>
      {table.problem !== null && (
        <ProblemStrip
          id="tableProblem"
          label="The table was refused"
          problem={table.problem}
          open={(line, column) => host.post({ type: "openTable", line, column })}
        />
      )}
      {answers !== null && <Outcome answers={answers} classNames={weights.classNames} />}
    </Card>
  );
}

function Outcome({
  answers,
  classNames,
}: {
  readonly answers: TableAnswers;
  readonly classNames: readonly string[];
}) {
  const { rowCount, items, excludedRows, warnings, evaluation, classCounts } = answers;
  const { numbers, numbersEvaluation } = answers;
  const remarks = [
    ...excludedRows.map(({ reason, rows, lines }) => {
      const more = lines.length < rows ? ", ..." : "";
      return `Not answered: ${exclusionWords[reason](rows)} (line ${lines.join(", ")}${more})`;
    }),
    ...warnings,
  ];
  const found = classNames
    .map((name, i) => ({ name, count: classCounts[i] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_CLASSES)
    .map(({ name, count }) => `${name} ${formatCount(count)}`);
  return (
    <div id="outcome">
      <p>
        {counted(items, "row")} of {formatCount(rowCount)} answered
        {numbers === null
          ? found.length === 0
            ? ""
            : `: ${found.join(", ")}`
          : `: from ${formatNumber(numbers.min)} to ${formatNumber(numbers.max)}, mean ${formatNumber(numbers.mean)}`}
        .
      </p>
      {remarks.length > 0 && (
        <ul class="warnings" aria-label="Remarks">
          {remarks.map(text => (
            <li key={text}>{sentence(text)}</li>
          ))}
        </ul>
      )}
      {evaluation !== null && <Compared evaluation={evaluation} classNames={classNames} />}
      {numbersEvaluation !== null && <NumbersCompared evaluation={numbersEvaluation} />}
    </div>
  );
}

function NumbersCompared({ evaluation }: { readonly evaluation: NumbersComparison }) {
  const { target, items, unlabelled, rSquared, rmse, mae } = evaluation;
  if (rmse === null || mae === null) {
    return <p id="evaluation">Column {target} has no number to compare with.</p>;
  }
  const fit = rSquared === null ? "" : `R² ${formatRSquared(rSquared)}, `;
  return (
    <p id="evaluation">
      Against the {counted(items, "number")} in column {target}: {fit}typical error{" "}
      {formatNumber(rmse)}, mean absolute error {formatNumber(mae)}.
      {unlabelled > 0 && ` ${counted(unlabelled, "row")} without a number not counted.`}
    </p>
  );
}

function Compared({
  evaluation,
  classNames,
}: {
  readonly evaluation: TableEvaluation;
  readonly classNames: readonly string[];
}) {
  const { target, confusion, unlabelled, unknownClasses } = evaluation;
  return (
    <>
      <p id="evaluation">
        Accuracy against column {target}: {accuracyWords(evaluation)}.
        {unlabelled > 0 && ` ${counted(unlabelled, "row")} without a class not counted.`}
        {unknownClasses !== null &&
          ` ${counted(unknownClasses.rows, "row")} of a class that the network does not know, ` +
            `such as ${unknownClasses.value} in line ${unknownClasses.line}, counted as wrong.`}
      </p>
      {classNames.length > MAX_CLASSES ? (
        <p class="card-text">The matrix of {classNames.length} classes is not shown.</p>
      ) : (
        <>
          <p class="card-text">Rows are the classes of the items, columns the answers.</p>
          <WideTable label="Confusion matrix">
            <table class="numbers confusion">
              <thead>
                <tr>
                  <th scope="col">Class</th>
                  {classNames.map(name => (
                    <th key={name} scope="col" title={name}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {confusion.map((row, label) => (
                  <tr key={classNames[label]}>
                    <th scope="row" title={classNames[label]}>
                      {classNames[label]}
                    </th>
                    {row.map((count, answer) => (
                      <td key={classNames[answer]} class={answer === label ? "is-right" : ""}>
                        {formatCount(count)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
        </>
      )}
    </>
  );
}
