/** What a column is: guessed from what was counted, with the reason in words. */
import { MAX_DISTINCT, MAX_VALUE_CHARACTERS, type RawColumn } from "./table.ts";
import { counted, quoted, TableError } from "./tableError.ts";

/** Kinds of columns; the first three can be inputs. */
export const columnKindLabels = {
  number: "number",
  category: "category",
  boolean: "yes or no",
  date: "date",
  idLike: "identifier",
  constant: "constant",
  freeText: "free text",
  empty: "empty",
} as const;

export type ColumnKind = keyof typeof columnKindLabels;

/** Kinds that a network can take. */
export type InputKind = Extract<ColumnKind, "number" | "category" | "boolean">;

/** A guess, and why. */
export interface KindGuess {
  readonly kind: ColumnKind;
  /** A sentence without a full stop, for a list. */
  readonly reason: string;
}

/** Words for no and yes, in this order. Compared without regard to case. */
const BOOLEAN_WORDS: readonly (readonly [string, string])[] = [
  ["0", "1"],
  ["false", "true"],
  ["no", "yes"],
  ["f", "t"],
  ["n", "y"],
  ["off", "on"],
];

/** With more different values than this, words that hardly ever repeat are no categories. */
const FEW_VALUES = 20;
/** Fewer rows cannot tell a column of numbers from one that counts them. */
const ENOUGH_ROWS = 10;
const MOST = 0.9;
const CATEGORY_LIMITS = `at most ${counted(MAX_DISTINCT, "different value")} of at most ${counted(MAX_VALUE_CHARACTERS, "character")}`;
const SENTENCE_WORDS = 3;

const DATES = [
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}.*)?$/,
  /^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})(?: \d{1,2}:\d{2}.*)?$/,
  /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?$/i,
  /^\d{1,2}[- ][a-z]{3,9}\.?[- ](?:\d{2}|\d{4})$/i,
  /^[a-z]{3,9}\.? \d{1,2},? \d{4}$/i,
];

const ID_NAME =
  /^(?:id|idx|index|key|uuid|guid|row|rownum|rownames|row_?number|nr|#)$|[_\s.-](?:id|key|uuid|guid)$/i;
/** passengerId, CustomerID; but not "paid". */
const ID_ENDING = /[a-z](?:Id|ID)$/;

/** Numbers with marks between thousands, whatever the locale; blanks that do not break, too. */
const GROUPED_NUMBER = /^[+-]?\d{1,3}(?:([,.' \u00a0\u202f\u2019])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;

/** Guesses the kind of a column. */
export function guessKind(column: RawColumn): KindGuess {
  const { facts } = column;
  const present = facts.numbers + facts.infinities + facts.words;
  if (present === 0) return { kind: "empty", reason: "it holds no values" };
  if (isConstant(column)) {
    return { kind: "constant", reason: `every value is ${quoted(column.values[0] ?? "")}` };
  }
  const pair = booleanPair(column);
  if (pair !== null) {
    return { kind: "boolean", reason: `its values are ${quoted(pair[0])} and ${quoted(pair[1])}` };
  }
  if (facts.words === 0) return guessOfNumbers(column, present);
  return isSpoiledNumbers(column, present)
    ? { kind: "number", reason: "all but a few values are numbers" }
    : guessOfWords(column, present);
}

/**
 * The two values of a column that are words for no and yes, as they are written; null if they are
 * anything else. For use with a column of kind `boolean`.
 */
export function booleanPair({ values, codes }: RawColumn): readonly [string, string] | null {
  if (codes === null || values.length !== 2) return null;
  for (const [no, yes] of BOOLEAN_WORDS) {
    const [first, second] = values.map(value => value.toLowerCase());
    if (first === no && second === yes) return [values[0], values[1]];
    if (first === yes && second === no) return [values[1], values[0]];
  }
  return null;
}

/**
 * Why a column cannot be used as a kind; null if it can.
 *
 * @returns an error with the place of the first value that does not fit
 */
export function kindProblem(column: RawColumn, kind: InputKind): TableError | null {
  const name = quoted(column.name);
  const { facts, codes } = column;
  if (kind === "number") {
    const wrong = facts.first.words ?? facts.first.infinity;
    if (wrong === null) return null;
    const isWords = facts.first.words !== null;
    const others = facts.words + facts.infinities - 1;
    const more = others === 0 ? "" : `, and ${counted(others, "other value")} like it`;
    const expected = isWords ? "a number" : "a number that float64 can hold";
    return new TableError(
      wrong,
      `column ${name}: expected ${expected}, got ${quoted(wrong.text)}${more}`,
      isWords
        ? isGrouped(wrong.text)
          ? "Write numbers without marks between thousands, or do not use the column as a number."
          : "Correct the value, name it as a word for a missing value, or do not use the column as a number."
        : "Correct the value, or do not use the column.",
    );
  }
  if (kind === "boolean") {
    if (booleanPair(column) !== null) return null;
    return new TableError(
      null,
      `column ${name}: expected two values that mean no and yes, such as ${BOOLEAN_WORDS.slice(0, 3)
        .map(pair => pair.join(" and "))
        .join(", ")}`,
      "Use the column as a category.",
    );
  }
  if (codes !== null) return null;
  return new TableError(
    null,
    `column ${name}: its values are too many or too long for a category; expected ${CATEGORY_LIMITS}`,
    "Do not use the column as a category.",
  );
}

function isGrouped(text: string): boolean {
  return GROUPED_NUMBER.test(text);
}

function isConstant({ facts, codes }: RawColumn): boolean {
  if (codes !== null && facts.distinct === 1) return true;
  return facts.words === 0 && facts.infinities === 0 && facts.min === facts.max;
}

function guessOfNumbers({ name, facts, codes }: RawColumn, present: number): KindGuess {
  const allDiffer = facts.distinct === null || facts.distinct === present;
  if (facts.hasLeadingZeros && facts.isWhole) {
    return codes === null || allDiffer
      ? { kind: "idLike", reason: "its numbers begin with zeros, so that they are codes" }
      : { kind: "category", reason: "its numbers begin with zeros, so that they are codes" };
  }
  if (present >= ENOUGH_ROWS && facts.isWhole && facts.isCounter) {
    return { kind: "idLike", reason: "it counts the rows" };
  }
  if (facts.isWhole && allDiffer && (ID_NAME.test(name) || ID_ENDING.test(name))) {
    return { kind: "idLike", reason: "its name says so, and its whole numbers do not repeat" };
  }
  return { kind: "number", reason: "its values are numbers" };
}

/** Numbers with some cells that are none, rather than words of which some look like numbers. */
function isSpoiledNumbers({ facts }: RawColumn, present: number): boolean {
  const numbers = facts.numbers + facts.infinities;
  const repeats = facts.distinct !== null && facts.distinct * 5 <= present;
  if (repeats && present >= ENOUGH_ROWS) return false;
  return numbers >= MOST * present || (facts.words === 1 && numbers >= 2);
}

function guessOfWords(column: RawColumn, present: number): KindGuess {
  const { facts, values } = column;
  const word = facts.first.words?.text ?? "";
  if (isGrouped(word) && values.every(value => isGrouped(value) || !Number.isNaN(Number(value)))) {
    return {
      kind: "freeText",
      reason: `its numbers have marks between thousands, such as ${quoted(word)}; write them without`,
    };
  }
  const dates = values.filter(value => DATES.some(form => form.test(value))).length;
  if (dates > 0 && dates >= MOST * values.length) {
    return {
      kind: "date",
      reason: "a date is no number for a network; make a column of years, months or ages of it",
    };
  }
  const { distinct } = facts;
  const isProse = facts.meanWordsPerValue >= SENTENCE_WORDS;
  if (distinct === null) {
    return {
      kind: isProse ? "freeText" : "idLike",
      reason: `its values are too many or too long for a category: ${CATEGORY_LIMITS}`,
    };
  }
  const found = counted(distinct, "different value");
  const areAllDifferent = distinct === present && present >= ENOUGH_ROWS;
  const hardlyRepeat = distinct > FEW_VALUES && distinct > present / 2;
  if (!areAllDifferent && !hardlyRepeat) return { kind: "category", reason: `it has ${found}` };
  return {
    kind: isProse ? "freeText" : "idLike",
    reason: `its values hardly repeat: ${found} in ${counted(present, "row")}`,
  };
}
