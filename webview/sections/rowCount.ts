/** Rows of a preview of the data. */
import type { DataPreview } from "../../src/protocol/messages.ts";

/** Inputs and targets of an item. */
export function rowWidth({ inputNames, classNames, regression }: DataPreview): number {
  return inputNames.length + (regression === null ? classNames.length : 1);
}

export function rowCount(data: DataPreview): number {
  return data.rows.length / rowWidth(data);
}
