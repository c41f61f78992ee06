// Writes schemas/weights.schema.json, which VS Code uses to check and explain weight files. Its
// source is the schema of the reader and the writer; a test fails when the file is out of date.
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { format } from "prettier";
import { weightFileSchema } from "../src/protocol/weightFileSchema.ts";

/** The file that the manifest names under jsonValidation. */
export const SCHEMA_FILE = fileURLToPath(
  new URL("../schemas/weights.schema.json", import.meta.url),
);

/** @returns {Promise<string>} the text the file should have */
export function schemaText() {
  const { $schema, ...schema } = toJsonSchema(weightFileSchema, {
    target: "draft-07",
    // Every number in JSON is finite; anything else that has no counterpart is an error.
    ignoreActions: ["finite"],
    errorMode: "throw",
  });
  return format(JSON.stringify({ $schema, ...schema }), { parser: "json", printWidth: 100 });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(SCHEMA_FILE, await schemaText());
}
