/** Columns that tell the target by themselves: often a copy of it, or known only after it. */
import type { Task } from "../core/config.ts";
import { isMissingAt, MISSING_CODE, type RawColumn, type RawTable } from "./table.ts";

/** A column under suspicion. */
export interface Leak {
  readonly position: number;
  /** A sentence without a full stop. */
  readonly reason: string;
}

/** Rows that a value must have on average, at least: few rows agree by chance. */
const ROWS_PER_VALUE = 5;
const MIN_ROWS = 20;
const NEARLY_ONE = 0.9999;

/**
 * Looks at each column alone. A classification leaks where every value of a column goes with one
 * class, or where the classes' ranges of a number do not overlap; a regression where a column and
 * the target lie on a line. That can be honest: it is a question to the user, not an error.
 */
export function findLeaks(table: RawTable, target: number, task: Task): Leak[] {
  const goal = table.columns[target];
  if (table.rowCount < MIN_ROWS) return [];
  return table.columns.flatMap(column => {
    if (column === goal) return [];
    const reason = task === "classification" ? classLeak(column, goal) : numberLeak(column, goal);
    return reason === null ? [] : [{ position: column.position, reason }];
  });
}

function classLeak(column: RawColumn, target: RawColumn): string | null {
  if (target.codes === null) return null;
  if (tellsByValue(column, target.codes)) return "each of its values goes with one class only";
  return tellsByRange(column, target.codes, target.values.length)
    ? "each class has a range of its own in it"
    : null;
}

function tellsByValue({ codes, values }: RawColumn, classes: Uint32Array): boolean {
  if (codes === null || values.length < 2) return false;
  if (values.length * ROWS_PER_VALUE > codes.length) return false;
  const classOf = new Uint32Array(values.length).fill(MISSING_CODE);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code === MISSING_CODE || classes[row] === MISSING_CODE) continue;
    if (classOf[code] === MISSING_CODE) classOf[code] = classes[row];
    else if (classOf[code] !== classes[row]) return false;
  }
  return new Set(classOf.filter(found => found !== MISSING_CODE)).size > 1;
}

function tellsByRange({ numbers }: RawColumn, classes: Uint32Array, classCount: number): boolean {
  if (numbers === null) return false;
  const min = new Float64Array(classCount).fill(Infinity);
  const max = new Float64Array(classCount).fill(-Infinity);
  for (let row = 0; row < numbers.length; row++) {
    const x = numbers[row];
    if (Number.isNaN(x) || classes[row] === MISSING_CODE) continue;
    min[classes[row]] = Math.min(min[classes[row]], x);
    max[classes[row]] = Math.max(max[classes[row]], x);
  }
  const order = Array.from(min.keys())
    .filter(index => min[index] <= max[index])
    .sort((a, b) => min[a] - min[b]);
  return order.length > 1 && order.every((index, i) => i === 0 || max[order[i - 1]] < min[index]);
}

function numberLeak(column: RawColumn, target: RawColumn): string | null {
  const r = correlation(column, target);
  return Math.abs(r) > NEARLY_ONE ? "it lies on a line with the target" : null;
}

/** Pearson's r over the rows where both have a value; 0 if one of them is constant. */
function correlation(a: RawColumn, b: RawColumn): number {
  if (a.numbers === null || b.numbers === null) return 0;
  let [count, meanA, meanB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < a.numbers.length; row++) {
    if (isMissingAt(a, row) || isMissingAt(b, row)) continue;
    count++;
    // Welford's update, for two columns at once.
    const deltaA = a.numbers[row] - meanA;
    const deltaB = b.numbers[row] - meanB;
    meanA += deltaA / count;
    meanB += deltaB / count;
    squaresA += deltaA * (a.numbers[row] - meanA);
    squaresB += deltaB * (b.numbers[row] - meanB);
    products += deltaA * (b.numbers[row] - meanB);
  }
  const r = products / Math.sqrt(squaresA * squaresB);
  return Number.isFinite(r) && count >= MIN_ROWS ? r : 0;
}
