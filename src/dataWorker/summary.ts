/** What a table looks like, and what a choice would come to, in JSON-safe words and numbers. */
import { createHash } from "node:crypto";
import { type Split, splitParts } from "../core/splits.ts";
import type { TableChoice } from "../core/tableChoice.ts";
import type {
  ColumnSummary,
  ExcludedRowsSummary,
  FoundFormat,
  TableProblem,
  TableReview,
  TableSuggestion,
  TableSummary,
} from "../protocol/dataMessages.ts";
import type { EncodingName } from "../tabular/decode.ts";
import { suggestInputs } from "../tabular/inputs.ts";
import { guessKind, type InputKind, kindProblem } from "../tabular/kinds.ts";
import { findLeaks } from "../tabular/leaks.ts";
import type { ExcludedRows, RawColumn, RawTable } from "../tabular/table.ts";
import { numberSummary } from "../tabular/numberTarget.ts";
import { type ChosenRows, chooseRows } from "../tabular/tableDataset.ts";
import { counted, quoted, TableError } from "../tabular/tableError.ts";
import { guessTarget, tasksOf } from "../tabular/target.ts";
import { valueCounts } from "../tabular/fitEncodings.ts";
import { firstRows } from "./firstRows.ts";

const MAX_EXAMPLES = 5;
const MAX_EXAMPLE_CHARACTERS = 40;
/** Lines that are named one by one. */
const MAX_LINES = 20;
/** A class with fewer items cannot be judged. */
const FEW_ITEMS = 10;
/** Names in one sentence. */
const MAX_NAMES = 6;

export function summarize(table: RawTable, bytes: Uint8Array): TableSummary {
  const suggestion = suggest(table);
  const inputs = new Map(
    suggestInputs(table, suggestion.target ?? -1).excluded.map(({ position, reason }) => [
      position,
      reason,
    ]),
  );
  const format = formatOf(table);
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    byteCount: bytes.length,
    format,
    rowCount: table.rowCount,
    columns: table.columns.map(column => ({
      ...summarizeColumn(column),
      excluded:
        column.position === suggestion.target ? null : (inputs.get(column.position) ?? null),
    })),
    firstRows: firstRows(bytes, format),
    excludedRows: summarizeRows(table.excludedRows),
    suggestion,
  };
}

/** How a table of bytes was read. */
export function formatOf({ format }: RawTable): FoundFormat {
  const { delimiter, header, decimalComma, encoding, missingWords, sample } = format;
  return {
    delimiter,
    header,
    decimalComma,
    // A table of bytes has an encoding.
    encoding: encoding ?? ("utf-8" satisfies EncodingName),
    missingWords,
    sample,
  };
}

function suggest(table: RawTable): TableSuggestion {
  const none = (reason: string): TableSuggestion => {
    return { target: null, reason, inputs: suggestInputs(table, -1).inputs };
  };
  try {
    const { position, reason } = guessTarget(table);
    return { target: position, reason, inputs: suggestInputs(table, position).inputs };
  } catch (error) {
    if (error instanceof TableError) return none("no column holds classes or numbers that differ");
    throw error;
  }
}

const INPUT_KINDS: readonly InputKind[] = ["number", "category", "boolean"];

function summarizeColumn(column: RawColumn): Omit<ColumnSummary, "excluded"> {
  const { name, facts, values } = column;
  const { kind, reason } = guessKind(column);
  const examples = values.slice(0, MAX_EXAMPLES);
  const isNumeric = facts.numbers > 0 && column.codes === null;
  return {
    name,
    kind,
    kindReason: reason,
    inputKinds: INPUT_KINDS.filter(candidate => canBe(column, candidate)),
    tasks: tasksOf(column),
    notTarget: notTarget(column),
    missing: facts.missing,
    distinct: facts.distinct,
    min: Number.isFinite(facts.min) ? facts.min : null,
    max: Number.isFinite(facts.max) ? facts.max : null,
    examples:
      isNumeric && column.numbers !== null
        ? firstNumbers(column.numbers)
        : examples.map(value =>
            value.length > MAX_EXAMPLE_CHARACTERS
              ? `${value.slice(0, MAX_EXAMPLE_CHARACTERS - 1)}…`
              : value,
          ),
  };
}

function firstNumbers(numbers: Float64Array): string[] {
  const found: string[] = [];
  for (let row = 0; row < numbers.length && found.length < MAX_EXAMPLES; row++) {
    if (!Number.isNaN(numbers[row])) found.push(String(numbers[row]));
  }
  return found;
}

/** Whether a person may ask for it: numbers with a few words are told where they are wrong. */
function canBe(column: RawColumn, kind: InputKind): boolean {
  if (column.facts.numbers + column.facts.infinities + column.facts.words === 0) return false;
  if (kind !== "number" || guessKind(column).kind !== "number") {
    return kindProblem(column, kind) === null;
  }
  return true;
}

function notTarget(column: RawColumn): string | null {
  if (tasksOf(column).length > 0) return null;
  const { distinct } = column.facts;
  return distinct !== null && distinct < 2
    ? "its values do not differ"
    : "it has too many different values for classes, and they are not all numbers";
}

export function summarizeRows(excluded: readonly ExcludedRows[]): ExcludedRowsSummary[] {
  return excluded.map(({ reason, lines }) => ({
    reason,
    rows: lines.length,
    lines: [...lines.subarray(0, MAX_LINES)],
  }));
}

/** @throws {TableError} if the choice does not fit the table */
export function review(table: RawTable, choice: TableChoice): TableReview {
  const chosen = chooseRows(table, choice);
  const train = chosen.split.train.map(item => chosen.rows[item]);
  const used = new Set(choice.inputs.map(({ position }) => position));
  return {
    classes: classesOf(chosen),
    numbers:
      choice.task === "regression"
        ? numberSummary(table.columns[choice.target], chosen.rows)
        : null,
    items: {
      train: chosen.split.train.length,
      validation: chosen.split.validation.length,
      test: chosen.split.test.length,
    },
    inputs: inputWidth(table, choice, train),
    excludedRows: summarizeRows(chosen.excluded),
    leaks: findLeaks(table, choice.target, choice.task).filter(({ position }) =>
      used.has(position),
    ),
    warnings: warningsOf(chosen),
  };
}

/**
 * Inputs of the network. Cheaper than fitting encodings, which a choice that changes may take often.
 *
 * @throws {TableError} for a column that does not fit its kind
 */
function inputWidth(table: RawTable, { inputs }: TableChoice, train: Uint32Array): number {
  let width = 0;
  for (const { position, kind } of inputs) {
    const column = table.columns[position];
    const problem = kindProblem(column, kind);
    if (problem !== null) throw problem;
    width += kind === "category" ? valueCounts(column, train).size : 1;
  }
  return width;
}

function classesOf({ classes, labels, split }: ChosenRows): TableReview["classes"] {
  if (classes.length === 0) return [];
  const counts = classes.map(({ name, items }) => {
    return { name, items, train: 0, validation: 0, test: 0 };
  });
  for (const part of splitParts) for (const item of split[part]) counts[labels[item]][part]++;
  return counts;
}

function warningsOf(chosen: ChosenRows): string[] {
  const { classes, split } = chosen;
  if (chosen.targetScaling !== null) return [];
  const warnings: string[] = [];
  const tiny = classes.filter(({ items }) => items < FEW_ITEMS);
  if (tiny.length > 0) {
    const names = listed(
      tiny.map(({ name, items }) => `${quoted(name)} (${counted(items, "row")})`),
    );
    warnings.push(
      tiny.length === 1
        ? `class ${names} is too small to be judged`
        : `${tiny.length} classes are too small to be judged: ${names}`,
    );
  }
  const counts = classesOf(chosen);
  for (const part of ["validation", "test"] as const satisfies readonly (keyof Split)[]) {
    if (split[part].length === 0) continue;
    const absent = counts.filter(count => count[part] === 0).map(({ name }) => quoted(name));
    if (absent.length > 0) warnings.push(`the ${part} part has no item of class ${listed(absent)}`);
  }
  return warnings;
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_NAMES).join(", ");
  return texts.length > MAX_NAMES ? `${shown}, …` : shown;
}

export function describeProblem({ place, problem, advice, isTooLong }: TableError): TableProblem {
  const { line = null, column = null } = place ?? {};
  return { line, column, problem, advice, isTooLong };
}
