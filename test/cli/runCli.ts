/** Runs the built command line as a person would, in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { Random } from "../../src/core/random.ts";

export const CLI = resolve(import.meta.dirname, "../../dist/cli.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is gone after the test. */
export class Folder {
  readonly path: string;

  constructor(t: TestContext) {
    this.path = mkdtempSync(join(tmpdir(), "cli-"));
    t.after(() => rmSync(this.path, { recursive: true, force: true }));
  }

  write(name: string, text: string | Uint8Array): string {
    writeFileSync(join(this.path, name), text);
    return name;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [CLI, ...args], {
      cwd: this.path,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  run(...args: readonly string[]): Promise<Ended> {
    return ended(this.start(...args));
  }

  /** The one JSON object on standard output of a run that must end so. */
  async json<T>(code: number, ...args: readonly string[]): Promise<T> {
    const { code: found, stdout, stderr } = await this.run(...args, "--json");
    if (found !== code) throw new Error(`${args.join(" ")} ended with ${found}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", code => done({ code, stdout, stderr }));
  });
}

/** A row of the trees below. */
export interface Tree {
  readonly height: number;
  readonly width: number;
  readonly colour: string;
  readonly fresh: boolean;
  readonly kind: string;
}

/** Trees of three kinds that heights and widths tell apart, mostly. The same for the same seed. */
export function trees(count: number, seed = 5): Tree[] {
  const random = new Random(seed);
  const colours = ["red", 'light "blue"', "green, dark"];
  return Array.from({ length: count }, (_, i) => ({
    height: Number((3 * (i % 3) + 4 * random.random()).toFixed(3)),
    width: Number((5 - (i % 3) + 2 * random.random()).toFixed(3)),
    colour: colours[Math.floor(3 * random.random())],
    fresh: random.random() < 0.5,
    kind: ["ash", "birch", "oak"][i % 3],
  }));
}

/** A row of the houses below. */
export interface House {
  readonly area: number;
  readonly distance: number;
  readonly side: string;
  readonly garden: boolean;
  readonly price: number;
}

const SIDES = { north: 0, south: 4, west: -2 } as const;

/** Houses with price = 3 + 2 area - distance + what side and garden add, and a little noise. */
export function houses(count: number, seed = 4): House[] {
  const random = new Random(seed);
  const sides = Object.keys(SIDES) as (keyof typeof SIDES)[];
  return Array.from({ length: count }, () => {
    const area = Number((10 * random.random()).toFixed(3));
    const distance = Number((5 * random.random()).toFixed(3));
    const side = sides[Math.floor(3 * random.random())];
    const garden = random.random() < 0.5;
    const price = 3 + 2 * area - distance + SIDES[side] + Number(garden) + random.random() - 0.5;
    return { area, distance, side, garden, price: Number(price.toFixed(3)) };
  });
}

export const HOUSE_HEADER = "area,distance,side,garden,price";

export function housesCsv(rows: readonly House[]): string {
  const lines = rows.map(({ area, distance, side, garden, price }) =>
    [area, distance, side, garden ? "yes" : "no", price].join(","),
  );
  return `${[HOUSE_HEADER, ...lines].join("\n")}\n`;
}

export const TREE_HEADER = "nr,height,width,colour,fresh,kind";

/** With commas, quoted as RFC 4180 has it. */
export function treesCsv(rows: readonly Tree[]): string {
  const lines = rows.map(({ height, width, colour, fresh, kind }, i) =>
    [i + 1, height, width, quoted(colour), fresh ? "yes" : "no", kind].join(","),
  );
  return `${[TREE_HEADER, ...lines].join("\n")}\n`;
}

export function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
