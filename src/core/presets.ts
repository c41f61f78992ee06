/** Data and settings that go together: what one can begin with. */
import { ARTICLE_CONFIG, type TrainingConfig } from "./config.ts";
import {
  ARTICLE_DATASET,
  type DatasetSpec,
  type Figure2Spec,
  type TableDatasetSpec,
  type TwoInputSpec,
} from "./experiment.ts";
import { TWO_INPUT_DATASET, twoInputShapes, type TwoInputShapeName } from "./twoInputShapes.ts";

export interface Preset {
  readonly label: string;
  readonly description: string;
  readonly dataset: DatasetSpec;
  readonly config: TrainingConfig;
}

/** What suits most tables; the starting point of every preset but the article's. */
export const TABLE_CONFIG: TrainingConfig = {
  ...ARTICLE_CONFIG,
  loss: "crossEntropy",
  articleDerivative: false,
  initializer: "glorot",
  learningRate: 0.05,
  batchSize: 16,
  epochs: 300,
  l2: 0,
  patience: 30,
  streams: "separate",
};

/** The same where a number is predicted: what suits most tables. */
const REGRESSION_CONFIG: TrainingConfig = {
  ...TABLE_CONFIG,
  output: "identity",
  loss: "squaredError",
};

/** The settings that suit a table. */
export function tableConfig(spec: Pick<TableDatasetSpec, "targetScaling" | "validationItems">) {
  const config = spec.targetScaling === null ? TABLE_CONFIG : REGRESSION_CONFIG;
  // Without validation items there is nothing to stop early by.
  return spec.validationItems > 0 ? config : { ...config, patience: 0 };
}

function twoInput(shape: TwoInputShapeName, hiddenLayers: readonly number[]): Preset {
  const { label, description } = twoInputShapes[shape];
  const { kind, inputNoise, labelNoise } = TWO_INPUT_DATASET;
  const dataset: TwoInputSpec = {
    kind,
    shape,
    inputNoise,
    labelNoise,
    trainItems: 200,
    validationItems: 100,
    testItems: 200,
    freshItems: 4000,
    trainSeed: 11,
    validationSeed: 17,
    testSeed: 13,
    freshSeed: 99,
  };
  const training = { learningRate: 0.1, epochs: 500, l2: 0.005, patience: 0 };
  const config = { ...TABLE_CONFIG, hiddenLayers, ...training };
  return { label, description, dataset, config };
}

/** The picture has its 17 points alone; the other parts are classed by the true border. */
const FIGURE_2_DATASET: Figure2Spec = {
  kind: "figure2",
  trainItems: 17,
  validationItems: 100,
  testItems: 200,
  freshItems: 4000,
  validationSeed: 17,
  testSeed: 13,
  freshSeed: 99,
};

/**
 * Enough units and updates to learn all 17 points by heart; and a penalty that leaves five of them
 * to the wrong side, as the true border does.
 */
const FIGURE_2_CONFIG: TrainingConfig = {
  ...TABLE_CONFIG,
  hiddenLayers: [12, 12],
  optimizer: "adam",
  learningRate: 0.01,
  batchSize: 17,
  epochs: 2000,
  l2: 0.2,
  patience: 0,
};

/** Every preset on offer. */
export const presets = {
  article: {
    label: "the article's data",
    description: "10 inputs and 4 classes, made by a hidden network.",
    dataset: ARTICLE_DATASET,
    config: ARTICLE_CONFIG,
  },
  figure2: {
    label: "Figure 2: 17 points",
    description:
      "The article's picture of overfitting: 17 points, five of them on the wrong side of a " +
      "straight true border. Test items have the class that this border gives them.",
    dataset: FIGURE_2_DATASET,
    config: FIGURE_2_CONFIG,
  },
  circle: twoInput("circle", [8]),
  xor: twoInput("xor", [8]),
  gaussians: twoInput("gaussians", [8]),
  spiral: twoInput("spiral", [16, 16]),
  moons: twoInput("moons", [8]),
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
