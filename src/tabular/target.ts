/** Which column a network is to learn: a guess that the user can change. */
import type { Task } from "../core/config.ts";
import { guessKind, kindProblem } from "./kinds.ts";
import type { RawColumn, RawTable } from "./table.ts";
import { TableError } from "./tableError.ts";

export interface TargetGuess {
  /** Of the column, from 0. */
  readonly position: number;
  readonly task: Task;
  /** A sentence without a full stop. */
  readonly reason: string;
}

/** A whole-numbered column with more different values is a quantity, not a class. */
const MAX_NUMBERED_CLASSES = 20;
/** Items that a class has on average, at least; with fewer, numbers are not class numbers. */
const ITEMS_PER_CLASS = 3;

const TARGET_NAME =
  /^(?:target|class|classes|label|labels|y|outcome|result|response|species|diagnosis|survived|type|category|quality|churn|default|income)$/i;
/** Names of numbers that are often asked for, and often what something else is told from. */
const NUMBER_NAME =
  /^(?:price|prices|saleprice|cost|costs|charges|salary|sales|revenue|mpg|medv|rating|progression|strength|yield|demand|consumption)$/i;

/**
 * Guesses the target: a column with a name that targets have; the last one, if it holds classes; one
 * of numbers that are often asked for; the first, if it holds classes; the last, if it holds
 * numbers; any that holds classes; any that holds numbers.
 *
 * @param wanted what is to be learned, if that is known: other columns are passed over
 * @throws {TableError} if no column can be a target
 */
export function guessTarget(table: RawTable, wanted?: Task): TargetGuess {
  const tasks = new Map<RawColumn, Task>();
  for (const column of table.columns) {
    // A target of one class is guessed too: that is what must be told, not another column taken.
    const isOneClass =
      wanted !== "regression" && isNamedTarget(column) && guessKind(column).kind === "constant";
    const task = isOneClass ? "classification" : taskOf(column);
    if (task === null) continue;
    if (wanted === undefined || isOneClass) tasks.set(column, task);
    else if (tasksOf(column).includes(wanted)) tasks.set(column, wanted);
  }
  const all = [...tasks.keys()];
  const classes = all.filter(column => tasks.get(column) === "classification");
  const numbers = all.filter(column => tasks.get(column) === "regression");
  const last = table.columns.at(-1);
  const choices: readonly [RawColumn | undefined, string][] = [
    [classes.findLast(isNamedTarget), "its name says so"],
    [numbers.findLast(isNamedTarget), "its name says so"],
    [classes.find(column => column === last), "it is the last column"],
    [numbers.findLast(({ name }) => NUMBER_NAME.test(lettersOf(name))), "its name says so"],
    [classes.find(({ position }) => position === 0), "it is the first column and holds classes"],
    [numbers.find(column => column === last), "it is the last column and holds numbers"],
    [classes.at(-1), "it is the last column that holds classes"],
    [numbers.at(-1), "it is the last column that holds numbers"],
  ];
  for (const [column, reason] of choices) {
    if (column === undefined) continue;
    return { position: column.position, task: tasks.get(column) ?? "regression", reason };
  }
  const expected = {
    either: "two or more classes, or with numbers",
    classification: "two or more classes",
    regression: "numbers that differ",
  }[wanted ?? "either"];
  throw new TableError(
    null,
    `no column can be a target: expected one with ${expected}`,
    "Choose another table, or check delimiter and header.",
  );
}

function isNamedTarget({ name }: RawColumn): boolean {
  return TARGET_NAME.test(lettersOf(name));
}

function lettersOf(name: string): string {
  return name.replace(/[^a-z]/gi, "");
}

/** What a column can be learned as, what it would be first; none if it cannot be a target. */
export function tasksOf(column: RawColumn): Task[] {
  const { kind } = guessKind(column);
  if (kind === "empty" || kind === "constant") return [];
  const { distinct, numbers, words } = column.facts;
  const guess = taskOf(column);
  // More than every second number is another one: no classes, whatever they are called.
  const isQuantity =
    guess !== "classification" && words === 0 && distinct !== null && distinct * 2 > numbers;
  const canBe: Readonly<Record<Task, boolean>> = {
    classification: distinct !== null && distinct >= 2 && !isQuantity,
    regression: numbers > 0 && kindProblem(column, "number") === null,
  };
  const tasks = (["classification", "regression"] as const).filter(task => canBe[task]);
  return guess === "regression" ? tasks.reverse() : tasks;
}

/** What a column would be learned as; null if it cannot be a target. */
export function taskOf(column: RawColumn): Task | null {
  const { kind } = guessKind(column);
  if (kind === "category" || kind === "boolean") return "classification";
  if (kind !== "number" || kindProblem(column, "number") !== null) return null;
  const { distinct, isWhole, numbers } = column.facts;
  const isNumbered =
    isWhole &&
    distinct !== null &&
    distinct <= MAX_NUMBERED_CLASSES &&
    distinct * ITEMS_PER_CLASS <= numbers;
  return isNumbered ? "classification" : "regression";
}
