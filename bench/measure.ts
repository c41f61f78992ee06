/** Measuring in one process on a machine that is shared: by turns, in processor time, by medians. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Seconds that this thread computed. */
function processorSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Some systems count the time of a processor in steps of 4 ms: this is a hundred of them. */
const LEAST_SECONDS = 0.4;

/**
 * Runs contestants by turns, in each round each as often as the clock needs. A round before, which
 * warms them up, tells how often that is.
 *
 * @returns median of the seconds of each, for doing it once
 */
export function takeTurns<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => void>>,
): Record<Name, number> {
  const entries = Object.entries<() => void>(contestants).map(([name, run]) => [name, () => run]);
  return takePreparedTurns(rounds, Object.fromEntries(entries) as Record<Name, () => () => void>);
}

/** @param contestants what makes ready, untimed, what is measured: for each time anew */
export function takePreparedTurns<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => () => void>>,
): Record<Name, number> {
  const names = Object.keys(contestants) as Name[];
  const secondsFor = (name: Name, times: number) => {
    const prepare = contestants[name];
    // Nobody clears up after another. It makes the engine forget optimized code too, and what is
    // called once in an epoch is only optimized again after some thousand epochs.
    collectGarbage();
    for (let time = 0; time < times; time += 2) prepare()();
    const runs = Array.from({ length: times }, prepare);
    const start = processorSeconds();
    for (const run of runs) run();
    return (processorSeconds() - start) / times;
  };
  const turns = names.map(name => {
    secondsFor(name, 1);
    const seconds = Math.max(secondsFor(name, 1), LEAST_SECONDS / 100);
    return { name, times: Math.ceil(LEAST_SECONDS / seconds), found: [] as number[] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const { name, times, found } of turns) found.push(secondsFor(name, times));
  }
  const medians = turns.map(({ name, found }) => [name, median(found)] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** A table in Markdown. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  console.log([head, head.map(() => "---"), ...rows].map(line).join("\n"), "\n");
}
