/** The options of `train`, and what they mean for a table. */
import type { MissingMethod, ScalingMethod } from "../core/columnEncoding.ts";
import { CONFIG_BOUNDS } from "../core/config.ts";
import { SAMPLE_BOUNDS, type TableSample } from "../core/experiment.ts";
import { SPLIT_ITEM_COUNT, type SplitSpec } from "../core/splits.ts";
import { type Line, type OptionSpecs, typedNumber } from "./commandLine.ts";
import { usageError } from "./failure.ts";
import type { TableOptions } from "./tableData.ts";
import { TABLE_OPTIONS } from "./tableFile.ts";

/** Options that make sense for a table only. */
const COLUMN_OPTIONS = {
  target: { kind: "value", placeholder: "COLUMN", help: "the column to learn (guessed)" },
  task: {
    kind: "value",
    placeholder: "TASK",
    help: "what its values are: classification for classes, regression for\n                           numbers (guessed)",
  },
  input: {
    kind: "list",
    placeholder: "COLUMN",
    help: "an input; again for more (all that can be)",
  },
  exclude: { kind: "list", placeholder: "COLUMN", help: "no input; again for more" },
  sample: {
    kind: "value",
    placeholder: "N",
    help: "so many rows at random; the others are left out (all)",
  },
  "sample-seed": { kind: "value", placeholder: "N", help: "of the sample (0)" },
  missing: {
    kind: "value",
    placeholder: "RULE",
    help: "where an input has no value: error, drop the row, fill in mean or\n                           most frequent value (error)",
  },
  scaling: {
    kind: "value",
    placeholder: "METHOD",
    help: "of numbers: zScore, minMax, none (zScore)",
  },
  unknown: {
    kind: "value",
    placeholder: "RULE",
    help: "categories that no train row has: zeros, error (zeros)",
  },
  split: {
    kind: "value",
    placeholder: "A/B/C",
    help: "train/validation/test in percent (60/20/20)",
  },
  counts: { kind: "value", placeholder: "A/B/C", help: "the same in numbers of rows" },
  "split-seed": { kind: "value", placeholder: "N", help: "of the split (0)" },
  unstratified: { kind: "flag", help: "split without regard to classes; numbers always are" },
} as const satisfies OptionSpecs;

export const TRAIN_OPTIONS = {
  config: { kind: "value", placeholder: "FILE", help: "JSON file with settings" },
  set: { kind: "list", placeholder: "NAME=VALUE", help: "one setting, as l2=0.01; again for more" },
  out: { kind: "value", placeholder: "FILE", help: "write the weights to this file" },
  force: { kind: "flag", help: "replace that file if it is there" },
  last: { kind: "flag", help: "the weights of the last epoch, not of the best one" },
  seeds: {
    kind: "value",
    placeholder: "N|LIST",
    help: "so many runs, or runs of these seeds (0,1,7); a table of results",
  },
  folds: {
    kind: "value",
    placeholder: "K",
    help: "cross-validation over the items that are not for test",
  },
  threads: { kind: "value", placeholder: "N", help: "for seeds and folds (cores minus one)" },
  json: { kind: "flag", help: "print one JSON object and nothing else" },
  ...COLUMN_OPTIONS,
  ...TABLE_OPTIONS,
} as const satisfies OptionSpecs;

export type TrainLine = Line<typeof TRAIN_OPTIONS>;

/** @throws {CliError} for an option that says something about a table */
export function refuseTableOptions(line: TrainLine, preset: string): void {
  for (const name of Object.keys({ ...COLUMN_OPTIONS, ...TABLE_OPTIONS })) {
    if (!line.has(name as keyof typeof TRAIN_OPTIONS)) continue;
    throw usageError(`--${name} is for tables, and ${preset} is a preset, whose data is generated`);
  }
}

/** What of a table is read; all rows by default. */
export function sampleOf(line: TrainLine): { sample?: TableSample } {
  const rows = line.number("sample", SAMPLE_BOUNDS.rows);
  const seed = line.number("sample-seed", SAMPLE_BOUNDS.seed);
  if (rows === undefined && seed !== undefined) {
    throw usageError("--sample-seed goes with --sample");
  }
  return rows === undefined ? {} : { sample: { rows, seed: seed ?? 0 } };
}

export function tableOptionsOf(line: TrainLine): TableOptions {
  const missing: readonly MissingMethod[] = ["error", "drop", "fill"];
  const scaling: readonly ScalingMethod[] = ["zScore", "minMax", "none"];
  return {
    target: line.text("target"),
    task: line.choice("task", ["classification", "regression"]),
    inputs: line.list("input"),
    excluded: line.list("exclude"),
    scaling: line.choice("scaling", scaling) ?? "zScore",
    unknown: line.choice("unknown", ["zeros", "error"]) ?? "zeros",
    missing: line.choice("missing", missing) ?? "error",
    split: splitOf(line),
  };
}

/** In cross-validation the folds take the place of the validation part. */
function splitOf(line: TrainLine): SplitSpec {
  const stratified = !line.has("unstratified");
  const seed = line.number("split-seed", CONFIG_BOUNDS.seed) ?? 0;
  if (line.has("split") && line.has("counts")) {
    throw usageError("expected --split or --counts, got both");
  }
  const counts = line.text("counts");
  if (counts !== undefined) {
    const parts = threeNumbers("counts", counts, "/", Number.isInteger, SPLIT_ITEM_COUNT.max);
    return { method: "counts", ...parts, stratified, seed };
  }
  const usual = line.has("folds") ? "80/0/20" : "60/20/20";
  const text = line.text("split") ?? usual;
  const { train, validation, test } = threeNumbers("split", text, "/", Number.isFinite, 100);
  const sum = train + validation + test;
  if (Math.abs(sum - 100) > 1e-9) {
    throw usageError(`--split: expected three percentages that add up to 100, got ${sum}`);
  }
  const parts = { train: train / 100, validation: validation / 100, test: test / 100 };
  return { method: "fractions", ...parts, stratified, seed };
}

function threeNumbers(
  option: string,
  text: string,
  separator: string,
  isRight: (value: unknown) => boolean,
  max: number,
): { train: number; validation: number; test: number } {
  const found = text.split(separator).map(typedNumber);
  const isFine = found.every(
    (value): value is number =>
      typeof value === "number" && isRight(value) && value >= 0 && value <= max,
  );
  if (found.length === 3 && isFine) {
    const [train, validation, test] = found;
    return { train, validation, test };
  }
  const example = option === "split" ? "60/20/20" : "120/40/40";
  throw usageError(
    `--${option}: expected three numbers as ${example}, got ${JSON.stringify(text)}`,
  );
}

/** The seeds of `--seeds`: a number of them from `first` on, or a list. */
export function seedsOf(line: TrainLine, first: number): readonly number[] | undefined {
  const text = line.text("seeds");
  if (text === undefined) return undefined;
  const { max } = CONFIG_BOUNDS.seed;
  if (!text.includes(",")) {
    const most = Math.min(10_000, max - first + 1);
    const count = line.number("seeds", { min: 1, max: most, integer: true }) ?? 1;
    return Array.from({ length: count }, (_, i) => first + i);
  }
  const seeds = text.split(",").map(typedNumber);
  const areFine = seeds.every(
    (seed): seed is number =>
      typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= max,
  );
  if (areFine && new Set(seeds).size === seeds.length) return seeds;
  throw usageError(
    `--seeds: expected different whole numbers as 0,1,7, got ${JSON.stringify(text)}`,
  );
}
