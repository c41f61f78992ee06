/** How a network's answers compare with a column of classes. */
import { type AccuracyReport, accuracyReport } from "../core/accuracyReport.ts";
import type { Answers, Confusion } from "./classify.ts";
import { valueIndexes } from "./encodeRows.ts";
import { MISSING_CODE, type RawColumn, type RawTable } from "./table.ts";

/** As it stands in the JSON result; docs/command-line.md describes its members. */
export interface Evaluation extends AccuracyReport {
  readonly target: string;
  /** Rows are the classes of the items, columns the answers. */
  readonly confusion: Confusion;
  /** Rows without a value in the target: not counted. */
  readonly unlabelled: number;
  /** Rows of a class that the network does not know: counted as wrong, and not in the matrix. */
  readonly unknownClasses: {
    readonly rows: number;
    readonly value: string;
    readonly line: number;
  } | null;
}

/** @param rows the row of each item */
export function evaluate(
  table: RawTable,
  target: RawColumn,
  classNames: readonly string[],
  rows: Uint32Array,
  answers: Answers,
): Evaluation {
  const { codes, of } = valueIndexes(target, classNames);
  const confusion = classNames.map(() => classNames.map(() => 0));
  let [items, correct, unlabelled, unknown] = [0, 0, 0, 0];
  let first: { value: string; line: number } | undefined;
  for (const [item, row] of rows.entries()) {
    const code = codes[row];
    if (code === MISSING_CODE) {
      unlabelled++;
      continue;
    }
    items++;
    const label = of[code];
    if (label < 0) {
      unknown++;
      first ??= { value: target.values[code], line: table.lines[row] };
      continue;
    }
    confusion[label][answers.classes[item]]++;
    if (label === answers.classes[item]) correct++;
  }
  return {
    target: target.name,
    ...accuracyReport(correct, items),
    confusion,
    unlabelled,
    unknownClasses: first === undefined ? null : { rows: unknown, ...first },
  };
}
