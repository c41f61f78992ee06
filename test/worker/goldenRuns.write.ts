/** Writes test/fixtures/kernel-golden.json. A hash that changes changes the results of users. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { wasmEngine } from "./engines.ts";
import { goldenHashes } from "./goldenRuns.ts";

writeFileSync(
  join(import.meta.dirname, "../fixtures/kernel-golden.json"),
  `${JSON.stringify(goldenHashes(wasmEngine), undefined, 2)}\n`,
);
