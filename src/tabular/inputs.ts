/** Which columns are to be inputs, and how: suggestions that the user can change. */
import type { InputChoice } from "./fitEncodings.ts";
import { guessKind, type InputKind } from "./kinds.ts";
import type { RawColumn, RawTable } from "./table.ts";
import { counted } from "./tableError.ts";

/** A column that is no input, and why. */
interface ExcludedColumn {
  readonly position: number;
  /** A sentence without a full stop. */
  readonly reason: string;
}

export interface InputSuggestion {
  readonly inputs: readonly InputChoice[];
  /** Every other column, the target too. */
  readonly excluded: readonly ExcludedColumn[];
}

/** Categories that become inputs without being asked for. */
const MAX_SUGGESTED_CATEGORIES = 100;

/** How a column is encoded unless the user says otherwise. */
export function defaultChoice(position: number, kind: InputKind): InputChoice {
  return { position, kind, scaling: "zScore", unknown: "zeros", missing: "error" };
}

/** Suggests all columns that can be inputs, and says of every other one why it is none. */
export function suggestInputs(table: RawTable, target: number): InputSuggestion {
  const inputs: InputChoice[] = [];
  const excluded: ExcludedColumn[] = [];
  for (const column of table.columns) {
    const { position } = column;
    const verdict = position === target ? { reason: "it is the target" } : judge(column);
    if ("kind" in verdict) inputs.push(defaultChoice(position, verdict.kind));
    else excluded.push({ position, reason: verdict.reason });
  }
  return { inputs, excluded };
}

/** The kind as which a column is an input, or the reason why it is none. */
function judge(column: RawColumn): { kind: InputKind } | { reason: string } {
  const { kind, reason } = guessKind(column);
  const { distinct } = column.facts;
  switch (kind) {
    case "number":
    case "boolean":
      return { kind };
    case "category":
      return distinct === null || distinct <= MAX_SUGGESTED_CATEGORIES
        ? { kind }
        : { reason: `it would become ${counted(distinct, "input")}` };
    case "date":
    case "idLike":
    case "constant":
    case "freeText":
    case "empty":
      return { reason };
  }
}
