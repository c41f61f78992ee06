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

/**
 * Runs contestants by turns, each once a round.
 *
 * @returns median of the seconds of each
 */
export function takeTurns<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => void>>,
): Record<Name, number> {
  const names = Object.keys(contestants) as Name[];
  const times = new Map<Name, number[]>(names.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      // Nobody clears up after another.
      collectGarbage();
      const start = processorSeconds();
      contestants[name]();
      times.get(name)?.push(processorSeconds() - start);
    }
  }
  const medians = names.map(name => [name, median(times.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** A table in Markdown. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  console.log([head, head.map(() => "---"), ...rows].map(line).join("\n"), "\n");
}
