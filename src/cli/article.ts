/** The article's experiment on a terminal. No editor, the same worker. */
import { ARTICLE_CONFIG } from "../core/config.ts";
import { createDataset } from "../core/datasets.ts";
import { ARTICLE_DATASET, createExperiment, type Experiment } from "../core/experiment.ts";
import { dataTranscript, runTranscript } from "../core/transcript.ts";
import { parseConfig, parseItemSeed, ValidationError } from "../protocol/validate.ts";
import { articleReport } from "./articleReport.ts";
import { defineCommand, type Line, type OptionSpecs, typedNumber } from "./commandLine.ts";
import { EXIT, usageError } from "./failure.ts";
import { trainInWorker } from "./trainInWorker.ts";

const OPTIONS = {
  "as-published": {
    kind: "flag",
    help: "add the published rule, whose penalty has the wrong sign, in the\n                           float32 arithmetic of the article's program: Figure 1, digit for digit",
  },
  "net-seed": { kind: "value", placeholder: "N", help: "of initial weights and item order (0)" },
  "train-seed": { kind: "value", placeholder: "N", help: "of the training items (11)" },
  "test-seed": { kind: "value", placeholder: "N", help: "of the test items (13)" },
  hidden: {
    kind: "value",
    placeholder: "N[,N...]",
    help: 'units of each hidden layer (8); "none" for no hidden layer',
  },
  lambda: { kind: "value", placeholder: "X", help: "strength of the penalty (0.005)" },
  "learning-rate": { kind: "value", placeholder: "X", help: "learning rate (0.01)" },
  epochs: { kind: "value", placeholder: "N", help: "passes over the training items (500)" },
  json: { kind: "flag", help: "print one JSON object and nothing else" },
} as const satisfies OptionSpecs;

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

/** @throws {CliError} naming the option that is wrong */
function experimentOf(line: Line<typeof OPTIONS>): Experiment {
  const changes: Record<string, unknown> = {};
  const hidden = line.text("hidden");
  if (hidden !== undefined) {
    changes["hiddenLayers"] = hidden === "none" ? [] : hidden.split(",").map(typedNumber);
  }
  for (const [option, member] of Object.entries(CONFIG_OPTIONS)) {
    const text = line.text(option as keyof typeof CONFIG_OPTIONS);
    if (text !== undefined) changes[member] = typedNumber(text);
  }
  const seedOf = (option: "train-seed" | "test-seed", usual: number) => {
    const text = line.text(option);
    return text === undefined ? usual : parseItemSeed(typedNumber(text), option);
  };
  try {
    const config = parseConfig({ ...ARTICLE_CONFIG, ...changes }, "");
    return createExperiment(line.has("as-published") ? "asPublished" : "twins", config, {
      ...ARTICLE_DATASET,
      trainSeed: seedOf("train-seed", ARTICLE_DATASET.trainSeed),
      testSeed: seedOf("test-seed", ARTICLE_DATASET.testSeed),
    });
  } catch (error) {
    throw error instanceof ValidationError ? usageError(refusal(error)) : error;
  }
}

export const article = defineCommand({
  name: "article",
  summary: "the article's network, without and with L2",
  positionals: [],
  text: "Trains the article's network without and with L2 and prints what its demo prints.",
  options: OPTIONS,
  async run(line, { workerFile, signal, progress, write }) {
    const experiment = experimentOf(line);
    const runs = await trainInWorker(workerFile, experiment, {
      signal,
      onProgress: epoch => progress.show("training", epoch / experiment.base.epochs),
    });
    progress.clear();
    const dataset = createDataset(experiment.dataset);
    if (line.has("json")) {
      const recordings = runs.map(run => run.recording);
      await write(`${JSON.stringify(articleReport(experiment, dataset, recordings))}\n`);
      return EXIT.ok;
    }
    await write(`${dataTranscript(experiment, dataset)}\n\n`);
    for (const [index, variant] of experiment.variants.entries()) {
      const { sizes, status, fresh, recording } = runs[index];
      const run = { variant, sizes, status, fresh, recording };
      await write(`${runTranscript(experiment, dataset, run)}\n\n`);
    }
    if (line.has("as-published")) {
      await write(
        "The published program adds the penalty where it should subtract it: its weights grow.\n",
      );
    }
    return EXIT.ok;
  },
});
