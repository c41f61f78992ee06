// Loaded first in the process of each test file: hands out the mutated sources as the environment
// asks for them, and reports which mutants were reached and how much work it was.
import { readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { withMutant, withNotes } from "./instrumented.mjs";

const { MUTATION_SOURCES, MUTATION_ACTIVE, MUTATION_REACHED } = process.env;

/** JavaScript of each instrumented source, by its path. @type {Map<string, string>} */
const sources = new Map(Object.entries(JSON.parse(readFileSync(MUTATION_SOURCES ?? "", "utf8"))));

registerHooks({
  load(url, context, nextLoad) {
    const text = url.startsWith("file:") ? sources.get(fileURLToPath(url)) : undefined;
    if (text === undefined) return nextLoad(url, context);
    const source = MUTATION_REACHED ? withNotes(text) : withMutant(text, MUTATION_ACTIVE);
    return { format: "module", source, shortCircuit: true };
  },
});

if (MUTATION_REACHED) {
  const reached = new Set();
  Object.assign(globalThis, { reachedMutants: reached });
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    const report = { reached: [...reached], workMs: (user + system) / 1000 };
    writeFileSync(MUTATION_REACHED, JSON.stringify(report));
  });
}
