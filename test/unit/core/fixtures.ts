/** The reference numbers of test/fixtures, read and typed; its README describes them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { LabelGenerator } from "../../../src/core/articleData.ts";
import type { Arithmetic, LossName, StreamMode } from "../../../src/core/config.ts";
import { ARTICLE_DATASET, type ArticleDatasetSpec } from "../../../src/core/experiment.ts";
import type { StreamName } from "../../../src/core/random.ts";

export interface RandomVectors {
  readonly seed: string;
  readonly random: readonly number[];
  readonly getrandbits32: readonly number[];
  readonly getrandbits1to32: readonly number[];
  readonly below: readonly (readonly [n: number, value: number])[];
  readonly uniformMinus8to8: readonly number[];
  readonly randomAfter623Words: number;
  readonly randomAfter2625Words: number;
  readonly shuffle1: readonly number[];
  readonly shuffle2: readonly number[];
  readonly shuffle10: readonly number[];
  readonly shuffle10ThreeInARow: readonly (readonly number[])[];
  readonly shuffle200: readonly number[];
}

export interface StreamVectors {
  readonly seed: string;
  readonly stream: StreamName;
  readonly random: readonly number[];
  readonly shuffle10: readonly number[];
}

export interface DataSettings {
  readonly generatorShape: readonly number[];
  readonly generatorSeed: number;
  readonly generatorRange: number;
  readonly inputRange: number;
  readonly trainSeed: number;
  readonly trainCount: number;
  readonly testSeed: number;
  readonly testCount: number;
}

export interface WeightSizes {
  readonly all: { readonly sumOfSquares: number; readonly maxAbs: number };
  readonly weightsOnly: { readonly sumOfSquares: number; readonly maxAbs: number };
}

/** How an update treats the weights: no penalty, the published sign, the right sign, decay. */
export type Rule = "none" | "grow" | "decay" | "const";

interface EndedRun {
  readonly trainCorrect: number;
  readonly testCorrect: number;
  readonly penalty: number;
  readonly weightSize: WeightSizes;
  readonly weightsSha256: string;
  readonly weights: readonly number[];
}

export interface Float32Result extends EndedRun {
  readonly mse: readonly { readonly epoch: number; readonly value: number }[];
}

export interface Float64Result extends EndedRun {
  readonly history: readonly {
    readonly epoch: number;
    readonly mse: number;
    readonly dataLoss: number;
    readonly penalty: number;
    readonly trainCorrect: number;
  }[];
  readonly dataLoss: number;
  readonly testDataLoss: number;
  readonly testMse: number;
}

export interface TraceItem {
  readonly index: number;
  readonly hidden: readonly (readonly number[])[];
  readonly outputs: readonly number[];
  /** Minus the derivative of the loss by the pre-activations, for each layer of weights. */
  readonly signals: readonly (readonly number[])[];
  readonly weightsAfter: readonly number[];
}

export interface Trace {
  readonly items: readonly TraceItem[];
  readonly mseAfterEpoch1: number;
  readonly weightsAfterEpoch1: readonly number[];
}

interface TableFacts {
  readonly sha256: string;
  readonly labels: readonly number[];
  readonly classCounts: readonly number[];
  readonly rows: readonly {
    readonly row: number;
    readonly inputs: readonly number[];
    readonly targets: readonly number[];
    readonly printed: readonly string[];
  }[];
}

export interface Figure1 {
  readonly settings: { readonly data: DataSettings };
  readonly rng: {
    readonly seeds: readonly RandomVectors[];
    readonly streams: readonly StreamVectors[];
  };
  readonly data: {
    readonly generatorWeights: readonly number[];
    readonly train: TableFacts;
    readonly test: TableFacts;
    readonly float64: {
      readonly train: string;
      readonly test: string;
      readonly firstInputs: readonly number[];
      readonly generatorWeights: string;
      readonly initialWeights: string;
    };
  };
  readonly runs: readonly (Float32Result & {
    readonly name: string;
    readonly rule: Rule;
    readonly lambda: number;
    readonly mse: readonly { readonly printed: string }[];
  })[];
  readonly trace: {
    readonly initialWeights: readonly number[];
    readonly firstOrder: readonly number[];
    readonly none: Trace;
    readonly grow: Trace;
    readonly decay: Trace;
  };
  readonly float64Runs: readonly (Float64Result & {
    readonly name: string;
    readonly l2: number;
    readonly decay: number;
  })[];
}

interface CommonSettings {
  readonly name: string;
  readonly data: DataSettings;
  readonly hiddenLayers: readonly number[];
  readonly shape: readonly number[];
  readonly initRange: number;
  readonly netSeed: number;
  readonly streams: StreamMode;
  readonly learningRate: number;
  readonly epochs: number;
}

export interface Float32Settings extends CommonSettings {
  readonly arithmetic: "float32";
  readonly rule: Rule;
  readonly lambda: number;
}

export interface Float64Settings extends CommonSettings {
  readonly arithmetic: "float64";
  readonly loss: LossName;
  readonly articleDerivative: boolean;
  readonly l2: number;
  readonly decay: number;
  readonly batchSize: number;
}

interface ReferenceTable {
  readonly sha256: string;
  /** Of float64 values; only for float64 runs. */
  readonly float64Sha256?: string;
  readonly labels: readonly number[];
}

interface ReferenceStart {
  readonly train: ReferenceTable;
  readonly test: ReferenceTable;
  readonly start: {
    readonly initialFirst: readonly number[];
    readonly initialSha256: string;
    readonly firstOrder: readonly number[];
  };
}

export type ReferenceRun = ReferenceStart &
  (
    | { readonly settings: Float32Settings; readonly result: Float32Result }
    | { readonly settings: Float64Settings; readonly result: Float64Result }
  );

export interface GradientNetwork {
  readonly name: string;
  readonly shape: readonly number[];
  readonly weights: readonly number[];
  readonly items: readonly {
    readonly inputs: readonly number[];
    readonly targets: readonly number[];
  }[];
  readonly objectives: readonly {
    readonly loss: LossName;
    readonly l2: number;
    readonly dataLoss: number;
    readonly penalty: number;
    readonly mse: number;
    readonly gradient: readonly number[];
    /** Only for squared error. */
    readonly articleGradient?: readonly number[];
  }[];
  /** One row for each item. */
  readonly probabilities: readonly (readonly number[])[];
}

function read(name: string): unknown {
  const file = path.join(import.meta.dirname, "../../fixtures", name);
  return JSON.parse(readFileSync(file, "utf8"));
}

export const figure1 = read("figure1.json") as Figure1;
export const referenceRuns = (read("reference-runs.json") as { runs: ReferenceRun[] }).runs;
export const gradientNetworks = (read("gradients.json") as { networks: GradientNetwork[] })
  .networks;

/** What the core calls the data settings of a fixture. */
export function datasetOf(
  data: DataSettings,
  arithmetic: Arithmetic,
): { spec: ArticleDatasetSpec; generator: LabelGenerator } {
  return {
    spec: {
      ...ARTICLE_DATASET,
      trainItems: data.trainCount,
      testItems: data.testCount,
      freshItems: 0,
      trainSeed: data.trainSeed,
      testSeed: data.testSeed,
      arithmetic,
    },
    generator: {
      sizes: data.generatorShape,
      seed: data.generatorSeed,
      weightRange: data.generatorRange,
      inputRange: data.inputRange,
    },
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Hash of numbers as little-endian float32. */
export function float32Hash(values: Iterable<number>): string {
  return numbersHash([...values], 4, (view, at, value) => view.setFloat32(at, value, true));
}

/** Hash of numbers as little-endian float64. */
export function float64Hash(values: Iterable<number>): string {
  return numbersHash([...values], 8, (view, at, value) => view.setFloat64(at, value, true));
}

function numbersHash(
  values: readonly number[],
  size: number,
  write: (view: DataView, at: number, value: number) => void,
): string {
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => write(view, i * size, value));
  return sha256Of(bytes);
}
