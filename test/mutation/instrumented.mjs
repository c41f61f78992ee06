// What Stryker makes of a source: one file that holds all its mutants, each behind a question
// ("is mutant 12 active?") and beside a note ("mutant 12 was reached"). Asked and noted in every turn
// of a hot loop, they would make the tests a hundred times slower. A process tests one mutant, or
// none, so the answers are put into the text before it is compiled.

const QUESTION = /stryMutAct_9fa48\("(\d+)"\)/g;
const NOTE = /stryCov_9fa48\(("\d+"(?:, "\d+")*)\)/g;

/** @param {string} text */
export function isInstrumented(text) {
  return text.includes("function stryMutAct_9fa48(");
}

/**
 * @param {string} text JavaScript with Stryker's mutants
 * @param {string | undefined} mutant the one that is active, if any
 */
export function withMutant(text, mutant) {
  return text.replace(QUESTION, (_, id) => String(id === mutant)).replace(NOTE, "0");
}

/**
 * No mutant is active, and the first time that one is reached it is noted in the global
 * `reachedMutants`, a Set.
 *
 * @param {string} text JavaScript with Stryker's mutants
 */
export function withNotes(text) {
  /** @type {string[]} */
  const flags = [];
  const noting = text
    .replace(NOTE, (_, ids) => {
      const flag = `reached${flags.length}`;
      flags.push(flag);
      return `(${flag} ||= noteReached(${ids}))`;
    })
    .replace(QUESTION, "false");
  return (
    `${noting}\nvar ${["reachedNone", ...flags].join(", ")};\n` +
    "function noteReached(...ids) { for (const id of ids) reachedMutants.add(id); return true; }\n"
  );
}
