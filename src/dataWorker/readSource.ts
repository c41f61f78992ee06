/** The bytes of a table, wherever they are. */
import { readFile } from "node:fs/promises";
import type { TableSource } from "../protocol/dataThreadMessages.ts";
import { TableError } from "../tabular/tableError.ts";

/** @throws {TableError} if a file cannot be read */
export async function readSource(source: TableSource): Promise<Uint8Array> {
  if (typeof source !== "string") return source;
  try {
    return await readFile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TableError(null, `the file could not be read: ${reason}`, "Choose another file.");
  }
}
