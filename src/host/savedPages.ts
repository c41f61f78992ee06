/** What survives a reload of the window of the pages beside the panel: how to make them again. */
import * as v from "valibot";
import type { SplitSpec } from "../core/splits.ts";
import {
  columnChangesSchema,
  readingSchema,
  splitSchema,
  type TableReading,
  type TableState,
  targetMissingSchema,
  taskSchema,
} from "../protocol/dataMessages.ts";
import { MAX_VALUE_CHARACTERS } from "../protocol/useMessages.ts";
import { parse } from "../protocol/validate.ts";
import type { TableEdits } from "./tableChoices.ts";

const DATA_PAGE_VERSION = 1;
const USE_PAGE_VERSION = 1;

/** Far more than a table may have. */
const MAX_COLUMNS = 100_000;

/** What someone chose of a table, and of which bytes. */
export interface TableMemory {
  /** Null if the file was never read. */
  readonly sha256: string | null;
  readonly reading: TableReading;
  readonly edits: TableEdits;
  readonly targetMissing: TableState["targetMissing"];
  readonly split: SplitSpec;
}

/** The data page as it is shown. */
export interface DataPageMemory extends TableMemory {
  /** Of the file. */
  readonly uri: string;
}

/** The page of saved weights as it is shown. */
export interface UsePageMemory {
  /** Uri of the weight file. */
  readonly weights: string;
  /** What was typed, by column. */
  readonly values: readonly { readonly name: string; readonly text: string }[];
  /** The table that was answered; null if there is none. */
  readonly table: { readonly uri: string; readonly reading: TableReading } | null;
}

const uri = v.pipe(v.string(), v.maxLength(10_000));
const columnName = v.pipe(v.string(), v.maxLength(10_000));

const dataPageSchema = v.strictObject({
  version: v.literal(DATA_PAGE_VERSION),
  uri,
  sha256: v.nullable(v.pipe(v.string(), v.length(64))),
  reading: readingSchema,
  target: v.nullable(columnName),
  task: v.nullable(taskSchema),
  columns: v.pipe(
    v.array(v.strictObject({ name: columnName, changes: columnChangesSchema })),
    v.maxLength(MAX_COLUMNS),
  ),
  targetMissing: targetMissingSchema,
  split: splitSchema,
});

const usePageSchema = v.strictObject({
  version: v.literal(USE_PAGE_VERSION),
  weights: uri,
  values: v.pipe(
    v.array(
      v.strictObject({
        name: columnName,
        text: v.pipe(v.string(), v.maxLength(MAX_VALUE_CHARACTERS)),
      }),
    ),
    v.maxLength(MAX_COLUMNS),
  ),
  table: v.nullable(v.strictObject({ uri, reading: readingSchema })),
});

/** JSON-safe. */
export function saveDataPage({ edits, ...memory }: DataPageMemory): object {
  const columns = [...edits.columns].map(([name, changes]) => ({ name, changes }));
  return { version: DATA_PAGE_VERSION, ...memory, target: edits.target, task: edits.task, columns };
}

/** @throws {ValidationError} naming what is wrong: it may come from another version */
export function restoreDataPage(value: unknown): DataPageMemory {
  const saved = parse(dataPageSchema, value, "saved");
  const { version: _version, target, task, columns, ...memory } = saved;
  const changes = new Map(columns.map(column => [column.name, column.changes]));
  return { ...memory, edits: { target, task, columns: changes } };
}

/** JSON-safe. */
export function saveUsePage(memory: UsePageMemory): object {
  return { version: USE_PAGE_VERSION, ...memory };
}

/** @throws {ValidationError} naming what is wrong: it may come from another version */
export function restoreUsePage(value: unknown): UsePageMemory {
  const { version: _version, ...memory } = parse(usePageSchema, value, "saved");
  return memory;
}
