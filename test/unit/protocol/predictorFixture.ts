/** Weight files of any columns and networks, and the generated predict functions, running. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ColumnEncoding, inputCount, type Scaling } from "../../../src/core/columnEncoding.ts";
import type { ActivationName, OutputName } from "../../../src/core/config.ts";
import { layerViews, parameterCount } from "../../../src/core/network.ts";
import { Random } from "../../../src/core/random.ts";
import { generatePredictor } from "../../../src/protocol/predictor/generatePredictor.ts";
import {
  type PredictorLanguage,
  predictorLanguages,
} from "../../../src/protocol/predictor/predictorLanguages.ts";
import { hashParameters } from "../../../src/protocol/weightFileCheck.ts";
import { type ReadWeights, readWeightFile } from "../../../src/protocol/weightFileReader.ts";
import type { WeightFile } from "../../../src/protocol/weightFileSchema.ts";
import { createSelfTest } from "../../../src/protocol/weightFileSelfTest.ts";
import { createWeightFile } from "../../../src/protocol/weightFileWriter.ts";
import { sourceOf } from "./weightFileFixture.ts";

export interface NetworkSpec {
  readonly inputs: readonly ColumnEncoding[];
  readonly classes: readonly string[];
  readonly hidden?: readonly number[];
  readonly activations?: readonly ActivationName[];
  readonly output?: OutputName;
  /** What the number is that is predicted; the output is `identity` then, and there are no classes. */
  readonly target?: { readonly name: string; readonly scaling: Scaling };
  /** Largest magnitude of weights and biases, which are drawn evenly. */
  readonly range?: number;
  readonly zeroBiases?: boolean;
  readonly seed?: number;
}

const BASE = createWeightFile(sourceOf([], [0.5]));

/** A weight file that has passed the reader. */
export function weightsOf(spec: NetworkSpec): ReadWeights {
  const { inputs, classes, target, hidden = [], activations = ["tanh"] } = spec;
  const { output = target ? "identity" : "softmax" } = spec;
  const sizes = [inputCount(inputs), ...hidden, output === "softmax" ? classes.length : 1];
  const random = new Random(spec.seed ?? 1);
  const range = spec.range ?? 1;
  const parameters = Float64Array.from(
    { length: parameterCount(sizes) },
    () => random.uniform(-1, 1) * range,
  );
  const layers = layerViews(parameters, sizes);
  if (spec.zeroBiases === true) for (const layer of layers) layer.biases.fill(0);
  const config = {
    ...BASE.training.config,
    hiddenLayers: [...hidden],
    activations: [...activations],
    output,
  };
  const file: WeightFile = {
    ...BASE,
    task: target ? "regression" : "classification",
    classes: [...classes],
    ...(target && { target: structuredClone(target) }),
    metrics: target
      ? { ...BASE.metrics, last: withoutAccuracies(BASE.metrics.last) }
      : BASE.metrics,
    inputs: structuredClone(inputs) as WeightFile["inputs"],
    layers: layers.map((layer, l) => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      activation: l === layers.length - 1 ? output : activations[activations.length === 1 ? 0 : l],
      layout: "[in][out]",
      weights: Array.from({ length: layer.inputs }, (_, i) => [
        ...layer.weights.subarray(i * layer.outputs, (i + 1) * layer.outputs),
      ]),
      biases: [...layer.biases],
    })),
    weightsSha256: hashParameters(parameters.map(value => value + 0)),
    training: { ...BASE.training, config },
    selfTest: createSelfTest(parameters, sizes, config),
  };
  return readWeightFile(JSON.stringify(file), "any.weights.json");
}

function withoutAccuracies(last: WeightFile["metrics"]["last"]): WeightFile["metrics"]["last"] {
  const none = { trainAccuracy: null, validationAccuracy: null, testAccuracy: null };
  return { ...last, ...none, freshAccuracy: null };
}

export function numberColumns(count: number): ColumnEncoding[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `x${i}`,
    kind: "number",
    scaling: { method: "none" },
    missing: { method: "error" },
  }));
}

/** What a generated function gives for an item; the message if it throws. */
export type Answer =
  | { readonly className: string; readonly probabilities: readonly number[] }
  | { readonly value: number }
  | { readonly error: string };

/** A predict function and what to ask it. */
export interface Question {
  readonly file: WeightFile;
  /** As JSON, so that __proto__ is a member like any other. */
  readonly items: string;
}

const folder = mkdtempSync(join(tmpdir(), "predictors-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');

let written = 0;

/** Writes the predict function of a file. @returns where it stands */
export function writePredictor(file: WeightFile, language: PredictorLanguage): string {
  const path = join(folder, `predictor${written++}.${predictorLanguages[language].extension}`);
  writeFileSync(path, generatePredictor(file, language));
  return path;
}

/** Writes any text beside the predict functions. @returns where it stands */
export function writeBeside(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

export interface ScriptModule {
  readonly predict: (
    item: unknown,
  ) => { className: string; probabilities: readonly number[] } | number;
  readonly selfTest: () => void;
}

export async function loadScript(
  file: WeightFile,
  language: "typescript" | "javascript",
): Promise<ScriptModule> {
  return (await import(pathToFileURL(writePredictor(file, language)).href)) as ScriptModule;
}

/** Asks a TypeScript or JavaScript module; its self-test comes first. */
export async function askScript(
  { file, items }: Question,
  language: "typescript" | "javascript",
): Promise<Answer[]> {
  const { predict, selfTest } = await loadScript(file, language);
  selfTest();
  return (JSON.parse(items) as unknown[]).map(item => {
    try {
      const answer = predict(item);
      if (typeof answer === "number") return { value: answer };
      const { className, probabilities } = answer;
      return { className, probabilities };
    } catch (error) {
      return { error: String(error) };
    }
  });
}

/** Loads each module, runs its self-test and asks it, in one process: it takes long to start. */
const PYTHON_DRIVER = `
import importlib.util, json, sys

def ask(module, item):
    try:
        answer = module.predict(item)
        if isinstance(answer, float):
            return {"value": answer}
        class_name, probabilities = answer
        return {"className": class_name, "probabilities": probabilities}
    except (TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}

answers = []
for question in json.load(sys.stdin):
    spec = importlib.util.spec_from_file_location("predictor", question["path"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.self_test()
    answers.append([ask(module, item) for item in json.loads(question["items"])])
json.dump(answers, sys.stdout)
`;

/** Asks Python modules. */
export function askPython(questions: readonly Question[]): Answer[][] {
  const input = questions.map(({ file, items }) => ({
    path: writePredictor(file, "python"),
    items,
  }));
  const output = execFileSync("python3", ["-W", "error", "-c", PYTHON_DRIVER], {
    input: JSON.stringify(input),
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  return JSON.parse(output.toString("utf8")) as Answer[][];
}

/** Why the Python functions cannot be run here; false if they can. */
export const pythonAbsent: string | false =
  spawnSync("python3", ["--version"]).status === 0
    ? false
    : "python3 is not on the PATH (Debian: apt-get install python3)";
