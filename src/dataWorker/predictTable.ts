/** A network asked about every row of a table, bit by bit, so that messages are seen. */
import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataCommand, DataReport } from "../protocol/dataThreadMessages.ts";
import { PROGRESS_INTERVAL_MS } from "../protocol/messages.ts";
import type { AskedNetwork, TableAnswers } from "../protocol/useMessages.ts";
import { type Answers, classify } from "../tabular/classify.ts";
import { evaluate } from "../tabular/evaluate.ts";
import { evaluateNumbers } from "../tabular/evaluateNumbers.ts";
import { kindProblem } from "../tabular/kinds.ts";
import { predictedCsv } from "../tabular/predictedCsv.ts";
import { type EncodedTable, encodeTable, itemsByRow } from "../tabular/predictTable.ts";
import { loadTable } from "../tabular/readTable.ts";
import type { RawTable } from "../tabular/table.ts";
import { quoted, TableError } from "../tabular/tableError.ts";
import { readSource } from "./readSource.ts";
import { describeProblem, formatOf, summarizeRows } from "./summary.ts";

type PredictCommand = Extract<DataCommand, { type: "predict" }>;

/** Shares of the whole at which reading, answering and writing end, roughly. */
const READ = 0.6;
const ANSWERED = 0.8;

/** For a file whose train rows count too. */
const FLATTERS =
  "the network was trained on rows of this very file, so that this comparison says little about " +
  "other rows; what is said above of test items does";

/** Answers with `predicted`, or with `refused` if the table does not fit the network. */
export async function predictTable(
  { id, source, reading, network }: PredictCommand,
  post: (report: DataReport) => void,
): Promise<void> {
  let lastPost = performance.now();
  const tell = async (rows: number, fraction: number): Promise<void> => {
    if (performance.now() - lastPost >= PROGRESS_INTERVAL_MS) {
      lastPost = performance.now();
      post({ type: "loading", id, rows, fraction });
    }
    await nextTurn();
  };
  let table: RawTable | undefined;
  try {
    const bytes = await readSource(source);
    const loading = loadTable(bytes, reading);
    let read = loading.next();
    for (; read.done !== true; read = loading.next()) {
      await tell(read.value.rows, READ * read.value.fraction);
    }
    table = read.value;
    const encoded = encodeTable(table, network.encodings);
    const { rows } = encoded;
    const asking = classify(network, encoded.inputs, rows.length);
    let asked = asking.next();
    for (; asked.done !== true; asked = asking.next()) {
      await tell(asked.value, READ + (ANSWERED - READ) * (asked.value / rows.length));
    }
    const answers = asked.value;
    const parts: Uint8Array[] = [];
    const encoder = new TextEncoder();
    const { classNames } = network;
    const appended = { classNames, answers, itemOf: itemsByRow(table, rows) };
    for (const text of predictedCsv(bytes, table, appended)) {
      parts.push(encoder.encode(text));
      await tell(table.rowCount, ANSWERED);
    }
    const isTrainedOn = createHash("sha256").update(bytes).digest("hex") === network.trainedOn;
    post({
      type: "predicted",
      id,
      answers: answersOf(table, network, encoded, answers, isTrainedOn),
      format: formatOf(table),
      csv: joined(parts),
    });
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const problem = describeProblem(error);
    post({ type: "refused", id, problem, ...(table && { format: formatOf(table) }) });
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function answersOf(
  table: RawTable,
  network: AskedNetwork,
  { rows, excluded, warnings }: EncodedTable,
  answers: Answers,
  isTrainedOn: boolean,
): TableAnswers {
  const classCounts = network.classNames.map(() => 0);
  const { values } = answers;
  for (const index of answers.classes) classCounts[index]++;
  const compared = compare(table, network, rows, answers);
  const isCompared = compared.evaluation !== null || compared.numbersEvaluation !== null;
  return {
    rowCount: table.rowCount,
    items: rows.length,
    classCounts,
    numbers: values === null || values.length === 0 ? null : summaryOf(values),
    excludedRows: summarizeRows([...table.excludedRows, ...excluded]),
    warnings: [...warnings, ...compared.warnings, ...(isTrainedOn && isCompared ? [FLATTERS] : [])],
    evaluation: compared.evaluation,
    numbersEvaluation: compared.numbersEvaluation,
  };
}

function summaryOf(values: Float64Array): NonNullable<TableAnswers["numbers"]> {
  let [min, max, mean] = [Infinity, -Infinity, 0];
  for (const [item, value] of values.entries()) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    mean += (value - mean) / (item + 1);
  }
  return { min, mean, max };
}

interface Compared extends Pick<TableAnswers, "evaluation" | "numbersEvaluation"> {
  readonly warnings: readonly string[];
}

/** The answers beside the column of classes or numbers, if it is there. */
function compare(
  table: RawTable,
  { target, classNames }: AskedNetwork,
  rows: Uint32Array,
  answers: Answers,
): Compared {
  const nothing: Compared = { evaluation: null, numbersEvaluation: null, warnings: [] };
  const column = table.columns.find(({ name }) => name === target);
  if (column === undefined) return nothing;
  if (answers.values !== null) {
    const problem = kindProblem(column, "number");
    return problem === null
      ? { ...nothing, numbersEvaluation: evaluateNumbers(column, rows, answers.values) }
      : { ...nothing, warnings: [`nothing is compared: ${problem.problem}`] };
  }
  if (column.codes === null) {
    const text = `column ${quoted(column.name)} has too many different values to be compared with`;
    return { ...nothing, warnings: [text] };
  }
  return { ...nothing, evaluation: evaluate(table, column, classNames, rows, answers) };
}
