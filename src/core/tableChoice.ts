/** What is chosen of a table: its target, its inputs and its split. Pure data. */
import type {
  ColumnEncoding,
  MissingMethod,
  ScalingMethod,
  UnknownRule,
} from "./columnEncoding.ts";
import type { Task } from "./config.ts";
import type { SplitSpec } from "./splits.ts";

/** A column that is to be an input, and how. */
export interface ColumnChoice {
  /** Of the column in the table, from 0. */
  readonly position: number;
  readonly kind: ColumnEncoding["kind"];
  /** For numbers. */
  readonly scaling: ScalingMethod;
  /** For categories. */
  readonly unknown: UnknownRule;
  readonly missing: MissingMethod;
}

/** With the bytes of a file, all that decides a dataset. JSON-safe. */
export interface TableChoice {
  /** Of the column that is learned, from 0. */
  readonly target: number;
  /** Whether it holds classes or numbers. */
  readonly task: Task;
  /** What is done with rows without a value in it. It cannot be filled in. */
  readonly targetMissing: Exclude<MissingMethod, "fill">;
  readonly inputs: readonly ColumnChoice[];
  readonly split: SplitSpec;
}

/** The split of a table unless the user says otherwise. */
export const TABLE_SPLIT: SplitSpec = {
  method: "fractions",
  train: 0.6,
  validation: 0.2,
  test: 0.2,
  stratified: true,
  seed: 0,
};
