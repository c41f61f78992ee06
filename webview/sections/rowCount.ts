/** Rows of a preview of the data. */
import type { DataPreview } from "../../src/protocol/messages.ts";

export function rowCount({ inputNames, classNames, rows }: DataPreview): number {
  return rows.length / (inputNames.length + classNames.length);
}
