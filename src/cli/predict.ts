/** Uses weights: for every row of a table its class and probabilities, or its number. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { WeightFile } from "../protocol/weightFileSchema.ts";
import { type Answers, classify } from "../tabular/classify.ts";
import { evaluate, type Evaluation } from "../tabular/evaluate.ts";
import { evaluateNumbers, type NumbersEvaluation } from "../tabular/evaluateNumbers.ts";
import { kindProblem } from "../tabular/kinds.ts";
import { predictedCsv } from "../tabular/predictedCsv.ts";
import { encodeTable, itemsByRow } from "../tabular/predictTable.ts";
import type { RawTable } from "../tabular/table.ts";
import { quoted } from "../tabular/tableError.ts";
import { defineCommand, type Line, type OptionSpecs } from "./commandLine.ts";
import { comparisonText } from "./evaluationText.ts";
import { EXIT } from "./failure.ts";
import { noColumn } from "./tableData.ts";
import { checkOutput, writeFileAtomically } from "./outputFile.ts";
import { pull, type Session } from "./session.ts";
import {
  excludedRowsReport,
  excludedRowsText,
  inFile,
  loadTableFile,
  readBytes,
  readingOf,
  TABLE_OPTIONS,
} from "./tableFile.ts";
import { readWeights } from "./weightsIn.ts";

const OPTIONS = {
  out: {
    kind: "value",
    placeholder: "FILE",
    help: "write the table to this file (standard output)",
  },
  force: { kind: "flag", help: "replace that file if it is there" },
  target: {
    kind: "value",
    placeholder: "COLUMN",
    help: "compare with the values in this column (that of the training)",
  },
  json: { kind: "flag", help: "print one JSON object and nothing else" },
  ...TABLE_OPTIONS,
} as const satisfies OptionSpecs;

type PredictLine = Line<typeof OPTIONS>;

const TEXT = `Adds a column "predicted" to a CSV file and keeps every other column; where classes are told apart,
a column of probabilities for each class too. The columns that the network was trained with are
found by name. If the column that it learned is there too, the answers are compared with it, on
standard error: accuracy and confusion matrix of classes, R², RMSE and MAE of numbers.`;

export const predict = defineCommand({
  name: "predict",
  summary: "predict the class or number of each row of a CSV file",
  positionals: ["weights.json", "data.csv"],
  text: TEXT,
  options: OPTIONS,
  async run(line, session) {
    const { signal, progress, note } = session;
    const [weightsPath, dataPath] = line.positionals;
    const out = line.text("out");
    if (out !== undefined) await checkOutput(out, line.has("force"));
    const weights = await readWeights(weightsPath, signal);
    const { file } = weights;
    const bytes = await readBytes(dataPath, signal);
    const { table, fileName } = await loadTableFile(bytes, readingOf(line), session);
    const { rows, excluded, inputs, warnings } = await inFile(dataPath, () =>
      encodeTable(table, file.inputs),
    );
    const targetScaling = file.target?.scaling ?? null;
    const network = { ...weights, kinds: file.training.config, targetScaling };
    const answers = await pull(classify(network, inputs, rows.length), signal, done =>
      progress.show("predicting", done / rows.length),
    );
    progress.clear();
    const left = [...table.excludedRows, ...excluded];
    for (const text of [...excludedRowsText(left), ...warnings]) note(`${dataPath}: ${text}`);
    const evaluation = await inFile(dataPath, () =>
      compare(line, table, file, rows, answers, note),
    );
    const csv = () =>
      cancellable(
        predictedCsv(bytes.bytes, table, {
          classNames: file.classes,
          answers,
          itemOf: itemsByRow(table, rows),
        }),
        session,
      );
    if (out !== undefined) await writeFileAtomically(out, line.has("force"), csv());
    if (line.has("json")) {
      const report = {
        command: "predict",
        version: session.version,
        weights: {
          weightsSha256: file.weightsSha256,
          classes: file.classes,
          target: file.target?.name ?? null,
        },
        data: { fileName, rows: table.rowCount, excludedRows: excludedRowsReport(left), warnings },
        predictions: out === undefined ? predictions(table, file, rows, answers) : null,
        evaluation: evaluation ?? null,
        out: out ?? null,
      };
      await session.write(`${JSON.stringify(report)}\n`);
      return EXIT.ok;
    }
    if (out === undefined) for await (const part of csv()) await session.write(part);
    for (const text of evaluation ? comparisonText(evaluation, file.classes) : []) note(text);
    return EXIT.ok;
  },
});

/** The column that the network learned, if it is there and was not ruled out. */
function compare(
  line: PredictLine,
  table: RawTable,
  { classes, data: { spec } }: WeightFile,
  rows: Uint32Array,
  answers: Answers,
  note: Session["note"],
): Evaluation | NumbersEvaluation | undefined {
  const asked = line.text("target");
  const name = asked ?? (spec.kind === "table" ? spec.target : undefined);
  const column = table.columns.find(candidate => candidate.name === name);
  if (column === undefined && asked !== undefined) throw noColumn("--target", asked, table.columns);
  if (column === undefined) return undefined;
  if (answers.values !== null) {
    const problem = kindProblem(column, "number");
    if (problem === null) return evaluateNumbers(column, rows, answers.values);
    if (asked !== undefined) throw problem;
    note(`Nothing is compared: ${problem.message}`);
    return undefined;
  }
  if (column.codes === null && asked === undefined) {
    note(`Column ${quoted(column.name)} has too many different values to be compared with.`);
    return undefined;
  }
  return evaluate(table, column, classes, rows, answers);
}

function predictions(
  table: RawTable,
  { classes }: WeightFile,
  rows: Uint32Array,
  answers: Answers,
) {
  const { values } = answers;
  if (values !== null) {
    return Array.from(rows, (row, item) => ({ line: table.lines[row], value: values[item] }));
  }
  return Array.from(rows, (row, item) => ({
    line: table.lines[row],
    class: classes[answers.classes[item]],
    probabilities: Array.from(
      answers.probabilities.subarray(item * classes.length, (item + 1) * classes.length),
    ),
  }));
}

/** Lets signals in between two parts. */
async function* cancellable(parts: Iterable<string>, { signal }: Session): AsyncGenerator<string> {
  for (const part of parts) {
    await nextTurn();
    signal.throwIfAborted();
    yield part;
  }
}
