/**
 * What takes the data together with the weights of one epoch: where a network is wrong, and what
 * pulls at its weights. Draws no random numbers; dropout and jitter are off.
 *
 * Large tables are looked at in part, every k-th item, so that one inspection takes a fraction of a
 * second: `itemsUsed` says how many.
 *
 * A hidden unit is
 *   dead       if it is a ReLU whose activation is 0 on every item that was looked at: no gradient
 *              reaches its weights. Leaky ReLU and linear units cannot die.
 *   saturated  if it is a tanh or sigmoid unit whose derivative is below 5 % of its largest value
 *              on at least 95 % of the items: |a| > 0.975 for tanh, a < 0.013 or a > 0.987 for
 *              sigmoid. Other units cannot saturate.
 *
 * @see Glorot and Bengio (2010), 3, on saturation; Lu, Shin, Su and Karniadakis, "Dying ReLU and
 *   Initialization" (2019), on units that are dead on all data. The two shares are our choice.
 */
import { activations } from "./activations.ts";
import { type ActivationName, taskOf, type TrainingConfig } from "./config.ts";
import { type Dataset, inputCountOf, type ItemTable } from "./items.ts";
import { activationOf, penaltyOf } from "./layerSettings.ts";
import { chooseSignals, lossOf } from "./losses.ts";
import { argMax, layerViews, Network } from "./network.ts";
import { learningRateAt } from "./schedules.ts";

/** The parts of a dataset that are inspected. */
type PartName = "train" | "validation" | "test";

/** Multiply-adds spent on one part, or on the gradient: some hundredths of a second. */
const WORK_PER_LOOK = 20_000_000;

/** Items listed of each part. */
const WORST_ITEMS = 10;

/** Items whose target and output a chart shows. */
const MAX_PAIRS = 2000;

/** Inputs told of such an item: the first ones. */
const WORST_INPUTS = 24;

/** Below this share of its largest value a derivative counts as vanished. */
const VANISHED = 0.05;

/** A unit is saturated if its derivative has vanished on so large a share of the items. */
const SATURATED_SHARE = 0.95;

/** What should have come of an item, and what came. */
type ItemAnswer =
  | {
      readonly kind: "class";
      readonly trueClass: number;
      readonly predictedClass: number;
      /** That of its true class. */
      readonly probability: number;
    }
  /** In a regression; both scaled, as the network has them. */
  | { readonly kind: "number"; readonly target: number; readonly output: number };

/** One item on which the loss is large. */
type WorstItem = ItemAnswer & {
  /** Its row in its part, from 0. */
  readonly item: number;
  readonly loss: number;
  /** The first WORST_INPUTS of its inputs, as the network gets them. */
  readonly inputs: readonly number[];
};

/** How a network does on one part of the data. */
interface PartInspection {
  readonly items: number;
  /** Items that were looked at; everything below is about them. */
  readonly itemsUsed: number;
  /** Mean data loss; 0 for no items. */
  readonly loss: number;
  /**
   * Items by true class (row) and predicted class (column); shape [classes, classes]. Empty in a
   * regression.
   */
  readonly confusion: Uint32Array;
  /**
   * In a regression, target and output of items spread evenly over the part, scaled as the network
   * has them; shape [at most MAX_PAIRS, 2]. Else empty.
   */
  readonly pairs: Float64Array;
  /** Largest loss first, of equals the first. */
  readonly worst: readonly WorstItem[];
}

/** What pulls at the weights of one layer: lengths of vectors over its weights, without biases. */
interface LayerForces {
  /**
   * Mean gradient of the data loss over the training items, as updates take it: with
   * `articleDerivative` it is the article's.
   */
  readonly data: number;
  /** l2 w */
  readonly l2: number;
  /** l1 sign(w), where sign(0) is 0 */
  readonly l1: number;
  /** decay w / learning rate: the gradient that would shrink weights as much in a plain update */
  readonly decay: number;
}

/** The units of one hidden layer. */
interface LayerUnits {
  readonly activation: ActivationName;
  readonly units: number;
  /** Their numbers, from 0, in order. */
  readonly dead: readonly number[];
  readonly saturated: readonly number[];
}

/** What the training items say of the weights. */
export interface TrainingInspection {
  readonly items: number;
  readonly itemsUsed: number;
  /** Of each layer of weights, from the inputs. */
  readonly forces: readonly LayerForces[];
  /** Of each hidden layer, from the inputs. */
  readonly units: readonly LayerUnits[];
  /**
   * How much the outputs differ between items: the largest, over the outputs, of the largest less
   * the smallest. 0 to 1 for probabilities, of any size for a number, whose targets have the standard
   * deviation 1; 0 if the network ignores its inputs.
   */
  readonly outputSpread: number;
}

export interface Inspection {
  readonly parts: Readonly<Record<PartName, PartInspection>>;
  readonly training: TrainingInspection;
}

/** What is inspected. */
export interface InspectedNetwork {
  /** As it was in the epoch. */
  readonly config: TrainingConfig;
  /** Units of every layer, inputs first; must fit the dataset. */
  readonly sizes: readonly number[];
  /** Weights and biases in the order of network.ts. */
  readonly parameters: Float64Array;
  /** Epochs trained: the learning rate follows the schedule. */
  readonly epoch: number;
}

/**
 * Inspects everything. Every number is finite; what is too large for that is MAX_VALUE.
 *
 * @throws {RangeError} if the number of parameters does not fit the sizes
 */
export function inspect(dataset: Dataset, inspected: InspectedNetwork): Inspection {
  const classCount = dataset.classNames.length;
  const part = (name: PartName) => inspectPart(dataset[name], classCount, inspected);
  return {
    parts: { train: part("train"), validation: part("validation"), test: part("test") },
    training: inspectTraining(dataset.train, inspected),
  };
}

/** The items of a table that are looked at: every k-th. */
function strideOf(count: number, workPerItem: number): number {
  const affordable = Math.max(1, Math.floor(WORK_PER_LOOK / workPerItem));
  return Math.max(1, Math.ceil(count / affordable));
}

function inspectPart(
  table: ItemTable,
  classCount: number,
  { config, sizes, parameters }: InspectedNetwork,
): PartInspection {
  const { count, inputs, labels } = table;
  const network = new Network(parameters, sizes, config);
  const loss = lossOf(config);
  const isRegression = taskOf(config) === "regression";
  const width = inputCountOf(table);
  const stride = strideOf(count, parameters.length);
  const pairStride = stride * Math.max(1, Math.ceil(count / stride / MAX_PAIRS));
  const pairs: number[] = [];
  const confusion = new Uint32Array(classCount * classCount);
  const worst: WorstItem[] = [];
  let itemsUsed = 0;
  let lossSum = 0;
  for (let item = 0; item < count; item += stride) {
    const label = labels[item];
    network.forward(inputs, item * width);
    const itemLoss = finite(loss.value(network.logits, network.outputs, label));
    const answer = isRegression ? numberAnswer(network, label) : classAnswer(network, label);
    itemsUsed++;
    lossSum += itemLoss;
    if (answer.kind === "class") confusion[label * classCount + answer.predictedClass]++;
    else if (item % pairStride === 0) pairs.push(answer.target, answer.output);
    if (worst.length === WORST_ITEMS && !(itemLoss > worst[WORST_ITEMS - 1].loss)) continue;
    const place = worst.findIndex(other => itemLoss > other.loss);
    const shown = Math.min(width, WORST_INPUTS);
    worst.splice(place < 0 ? worst.length : place, 0, {
      ...answer,
      ...{ item, loss: itemLoss },
      inputs: Array.from(inputs.subarray(item * width, item * width + shown)),
    });
    if (worst.length > WORST_ITEMS) worst.pop();
  }
  const mean = itemsUsed === 0 ? 0 : finite(lossSum / itemsUsed);
  return {
    ...{ items: count, itemsUsed, loss: mean, confusion, worst },
    pairs: Float64Array.from(pairs),
  };
}

function classAnswer({ probabilities }: Network, trueClass: number): ItemAnswer {
  const probability = finite(probabilities[trueClass]);
  return { kind: "class", trueClass, predictedClass: argMax(probabilities), probability };
}

function numberAnswer({ outputs }: Network, target: number): ItemAnswer {
  return { kind: "number", target, output: finite(outputs[0]) };
}

/**
 * Inspects what the training items say of the weights: the part of inspect() that charts over
 * epochs are made of.
 *
 * @throws {RangeError} if the number of parameters does not fit the sizes
 */
export function inspectTraining(
  table: ItemTable,
  { config, sizes, parameters, epoch }: InspectedNetwork,
): TrainingInspection {
  const { count, inputs, labels } = table;
  const network = new Network(parameters, sizes, config);
  const gradientSums = new Float64Array(parameters.length);
  const gradient = layerViews(gradientSums, sizes);
  const signals = chooseSignals(config);
  const width = inputCountOf(table);
  const stride = strideOf(count, 3 * parameters.length);
  const counts = network.hiddenActivations.map(({ length }, layer) => {
    const idle = idleOf[activationOf(config, layer)];
    return { idle, idleItems: new Uint32Array(length) };
  });
  const answers = taskOf(config) === "regression" ? network.outputs : network.probabilities;
  const lowest = new Float64Array(answers.length).fill(Infinity);
  const highest = new Float64Array(answers.length).fill(-Infinity);
  let itemsUsed = 0;
  for (let item = 0; item < count; item += stride) {
    network.forward(inputs, item * width);
    network.backward(gradient, signals, labels[item]);
    itemsUsed++;
    for (const [layer, { idle, idleItems }] of counts.entries()) {
      if (idle === null) continue;
      const layerActivations = network.hiddenActivations[layer];
      for (let unit = 0; unit < idleItems.length; unit++) {
        if (idle.isIdle(layerActivations[unit])) idleItems[unit]++;
      }
    }
    for (const [k, answer] of answers.entries()) {
      lowest[k] = Math.min(lowest[k], answer);
      highest[k] = Math.max(highest[k], answer);
    }
  }
  return {
    items: count,
    itemsUsed,
    forces: network.layers.map(({ weights }, layer) => {
      const { l1, l2 } = penaltyOf(config, layer);
      const size = norm(weights);
      return {
        data: itemsUsed === 0 ? 0 : finite(norm(gradient[layer].weights) / itemsUsed),
        l2: finite(l2 * size),
        l1: finite(l1 * Math.sqrt(weights.reduce((sum, w) => sum + (w === 0 ? 0 : 1), 0))),
        decay: finite((config.decay / learningRateAt(config, Math.max(1, epoch))) * size),
      };
    }),
    units: counts.map(({ idle, idleItems }, layer) => {
      const idleUnits =
        idle === null || itemsUsed === 0
          ? []
          : Array.from(idleItems.keys()).filter(
              unit => idleItems[unit] >= idle.leastShare * itemsUsed,
            );
      return {
        activation: activationOf(config, layer),
        units: idleItems.length,
        dead: idle?.kind === "dead" ? idleUnits : [],
        saturated: idle?.kind === "saturated" ? idleUnits : [],
      };
    }),
    outputSpread:
      itemsUsed === 0
        ? 0
        : finite(highest.reduce((most, high, k) => Math.max(most, high - lowest[k]), 0)),
  };
}

/** When a unit passes hardly any gradient on an item, and on how many items it counts. */
interface Idle {
  readonly kind: "dead" | "saturated";
  readonly isIdle: (activation: number) => boolean;
  readonly leastShare: number;
}

/** @param largest derivative of the activation */
function saturation(name: "tanh" | "sigmoid", largest: number): Idle {
  // Of tanh and sigmoid the derivative follows from the activation alone.
  const { derivative } = activations[name];
  return {
    kind: "saturated",
    isIdle: activation => derivative(0, activation) < VANISHED * largest,
    leastShare: SATURATED_SHARE,
  };
}

/** Null for units that always pass some gradient. */
const idleOf: Readonly<Record<ActivationName, Idle | null>> = {
  tanh: saturation("tanh", 1),
  relu: { kind: "dead", isIdle: activation => activation === 0, leastShare: 1 },
  leakyRelu: null,
  sigmoid: saturation("sigmoid", 1 / 4),
  linear: null,
};

/** Euclidean length; values are scaled, so that their squares stay within the numbers there are. */
function norm(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const value of values) sum += (value / largest) * (value / largest);
  return largest * Math.sqrt(sum);
}

function finite(value: number): number {
  if (value === -Infinity) return -Number.MAX_VALUE;
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}
