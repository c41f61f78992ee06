// Writes schemas/weights.schema.json, which VS Code uses to check and explain weight files. Its
// source is the schema of the reader and the writer. With --check it writes nothing and ends with
// status 1 if the file is out of date; a unit test calls it so.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { format } from "prettier";
import { weightFileSchema } from "../src/protocol/weightFileSchema.ts";

const FILE = fileURLToPath(new URL("../schemas/weights.schema.json", import.meta.url));

const { $schema, ...schema } = toJsonSchema(weightFileSchema, {
  target: "draft-07",
  // Every number in JSON is finite; anything else that has no counterpart is an error.
  ignoreActions: ["finite"],
  errorMode: "throw",
});
const text = await format(JSON.stringify({ $schema, ...schema }), {
  parser: "json",
  printWidth: 100,
});

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, "utf8") !== text) {
  console.error("schemas/weights.schema.json is out of date: run node scripts/generate-schema.mjs");
  process.exitCode = 1;
}
