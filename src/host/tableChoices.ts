/** What someone chose of a table, kept by the names of its columns. Pure functions. */
import type { Task } from "../core/config.ts";
import type { ColumnChoice, TableChoice } from "../core/tableChoice.ts";
import type { ColumnSummary, ColumnUse, TableSummary } from "../protocol/dataMessages.ts";

/** What was changed by hand; it outlives another reading of the file. */
export interface TableEdits {
  readonly target: string | null;
  /** What the target is to be learned as; null for what is suggested. */
  readonly task: Task | null;
  readonly columns: ReadonlyMap<string, Partial<ColumnUse>>;
}

export const NO_EDITS: TableEdits = { target: null, task: null, columns: new Map() };

export interface TableUse {
  /** Null if no column can be learned. */
  readonly target: number | null;
  readonly task: Task;
  /** One for each column. */
  readonly columns: readonly ColumnUse[];
}

/** What was suggested, changed as far as the columns of that name still allow it. */
export function useOf({ columns, suggestion }: TableSummary, edits: TableEdits): TableUse {
  const wanted = columns.findIndex(
    ({ name, notTarget }) => name === edits.target && notTarget === null,
  );
  const target = wanted >= 0 ? wanted : suggestion.target;
  const tasks = target === null ? [] : columns[target].tasks;
  const suggested = new Map(suggestion.inputs.map(input => [input.position, input]));
  return {
    target,
    task: tasks.find(task => task === edits.task) ?? tasks.at(0) ?? "classification",
    columns: columns.map((column, position) => {
      const use = suggestedUse(column, suggested.get(position), position === suggestion.target);
      return edited(column, use, edits.columns.get(column.name));
    }),
  };
}

function suggestedUse(
  { kind, inputKinds, excluded }: ColumnSummary,
  suggested: ColumnChoice | undefined,
  isSuggestedTarget: boolean,
): ColumnUse {
  if (suggested !== undefined) {
    const { position: _position, ...use } = suggested;
    return { isUsed: true, ...use };
  }
  return {
    // The suggested target becomes an input when another one is chosen.
    isUsed: isSuggestedTarget && excluded === null && inputKinds.length > 0,
    kind: inputKinds.find(candidate => candidate === kind) ?? inputKinds[0] ?? "category",
    scaling: "zScore",
    unknown: "zeros",
    missing: "error",
  };
}

function edited(
  { inputKinds }: ColumnSummary,
  use: ColumnUse,
  changes: Partial<ColumnUse> | undefined,
): ColumnUse {
  if (changes === undefined) return use;
  const kind =
    changes.kind !== undefined && inputKinds.includes(changes.kind) ? changes.kind : use.kind;
  const all = { ...use, ...changes, kind };
  return { ...all, isUsed: all.isUsed && inputKinds.length > 0 };
}

export function withTarget(edits: TableEdits, target: string): TableEdits {
  return { ...edits, target, task: null };
}

export function withTask(edits: TableEdits, task: Task): TableEdits {
  return { ...edits, task };
}

export function withColumn(
  edits: TableEdits,
  name: string,
  changes: Partial<ColumnUse>,
): TableEdits {
  const columns = new Map(edits.columns);
  columns.set(name, { ...columns.get(name), ...changes });
  return { ...edits, columns };
}

/** The columns in use, the target left out. */
export function inputsOf({ target, columns }: TableUse): ColumnChoice[] {
  return columns.flatMap(({ isUsed, ...use }, position) =>
    isUsed && position !== target ? [{ position, ...use }] : [],
  );
}

/** Edits that give a choice again, for a table that it was made of. */
export function editsOf(summary: TableSummary, choice: TableChoice): TableEdits {
  const chosen = new Map(choice.inputs.map(input => [input.position, input]));
  return {
    target: summary.columns.at(choice.target)?.name ?? null,
    task: choice.task,
    columns: new Map<string, Partial<ColumnUse>>(
      summary.columns.map(({ name }, position) => {
        const input = chosen.get(position);
        if (input === undefined) return [name, { isUsed: false }];
        const { position: _position, ...use } = input;
        return [name, { isUsed: true, ...use }];
      }),
    ),
  };
}
