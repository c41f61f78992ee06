/** The article's experiment on a terminal: `npm run demo`. No editor, the same worker. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARTICLE_CONFIG } from "../core/config.ts";
import { createDataset } from "../core/datasets.ts";
import {
  ARTICLE_DATASET,
  createExperiment,
  type Experiment,
  layerSizes,
  variantConfig,
} from "../core/experiment.ts";
import { parameterCount } from "../core/network.ts";
import { RunRecording } from "../core/recorder.ts";
import { dataTranscript, runTranscript } from "../core/transcript.ts";
import { parseConfig, parseItemSeed, ValidationError } from "../protocol/validate.ts";
import { demoReport } from "./demoReport.ts";
import { type EndedRun, trainInWorker } from "./trainInWorker.ts";

const HELP = `Trains the article's network without and with L2 and prints what its demo prints.

  --as-published         add the published rule, whose penalty has the wrong sign, and use the
                         float32 arithmetic of the article's program: Figure 1, digit for digit
  --net-seed N           seed of initial weights and item order (0)
  --train-seed N         seed of the training items (11)
  --test-seed N          seed of the test items (13)
  --hidden N[,N...]      units of each hidden layer (8); "none" for no hidden layer
  --lambda X             strength of the penalty (0.005)
  --learning-rate X      learning rate (0.01)
  --epochs N             passes over the training items (500)
  --json                 print one JSON object and nothing else
  --help                 print this`;

const options = {
  "as-published": { type: "boolean" },
  "net-seed": { type: "string" },
  "train-seed": { type: "string" },
  "test-seed": { type: "string" },
  hidden: { type: "string" },
  lambda: { type: "string" },
  "learning-rate": { type: "string" },
  epochs: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** Options that are one number of the config. */
const CONFIG_OPTIONS = {
  "net-seed": "seed",
  lambda: "l2",
  "learning-rate": "learningRate",
  epochs: "epochs",
} as const;

/** The option that a refused member of the config came from, and what is wrong with it. */
function refusal(error: ValidationError): string {
  const [member] = error.field.split(".");
  const known = Object.entries(CONFIG_OPTIONS).find(([, name]) => name === member)?.[0];
  const option = known ?? (member === "hiddenLayers" ? "hidden" : error.field);
  return `--${option}: ${error.problem}`;
}

/** A number as typed; what is not one stays text, so that the refusal can show it. */
function number(text: string): unknown {
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** @throws {TypeError} naming the option that is wrong */
function experimentOf(values: Values): Experiment {
  const changes: Record<string, unknown> = {};
  const { hidden } = values;
  if (hidden !== undefined) {
    changes["hiddenLayers"] = hidden === "none" ? [] : hidden.split(",").map(number);
  }
  for (const [option, member] of Object.entries(CONFIG_OPTIONS)) {
    const text = values[option as keyof typeof CONFIG_OPTIONS];
    if (text !== undefined) changes[member] = number(text);
  }
  const config = parseConfig({ ...ARTICLE_CONFIG, ...changes }, "");
  const seedOf = (option: "train-seed" | "test-seed", usual: number) => {
    const text = values[option];
    return text === undefined ? usual : parseItemSeed(number(text), option);
  };
  return createExperiment(values["as-published"] ? "asPublished" : "twins", config, {
    ...ARTICLE_DATASET,
    trainSeed: seedOf("train-seed", ARTICLE_DATASET.trainSeed),
    testSeed: seedOf("test-seed", ARTICLE_DATASET.testSeed),
  });
}

/** The recording of each variant, rebuilt from what the worker reported. */
function recordingsOf(experiment: Experiment, runs: readonly EndedRun[]): RunRecording[] {
  return experiment.variants.map((variant, index) => {
    const sizes = layerSizes(experiment.dataset, variantConfig(experiment, variant));
    const recording = new RunRecording(sizes.length - 1, parameterCount(sizes));
    for (const chunk of runs[index].chunks) recording.append(chunk);
    return recording;
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options, strict: true });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const experiment = experimentOf(values);
  const runs = await trainInWorker(join(__dirname, "worker.js"), experiment);
  const recordings = recordingsOf(experiment, runs);
  const dataset = createDataset(experiment.dataset);
  if (values.json) {
    console.log(JSON.stringify(demoReport(experiment, dataset, recordings)));
    return;
  }
  console.log(`${dataTranscript(experiment, dataset)}\n`);
  experiment.variants.forEach((variant, index) => {
    const recording = recordings[index];
    const sizes = layerSizes(experiment.dataset, variantConfig(experiment, variant));
    const { status, fresh } = runs[index];
    const run = { variant, sizes, status, fresh, recording };
    console.log(`${runTranscript(experiment, dataset, run)}\n`);
  });
  if (values["as-published"]) {
    console.log(
      "The published program adds the penalty where it should subtract it: its weights grow.",
    );
  }
}

main().catch((error: unknown) => {
  const { message } = error instanceof Error ? error : new Error(String(error));
  console.error(`demo: ${error instanceof ValidationError ? refusal(error) : message}`);
  process.exitCode = 1;
});
