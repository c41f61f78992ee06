/** Networks in the memory of a kernel: their records, weights, and what an epoch is told. */
import type { ActivationName, OptimizerName, OutputName, TrainingConfig } from "./config.ts";
import {
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_LINEAR,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
  CELL_BYTES,
  CELL_VALUES,
  ENTRY_BYTES,
  LAYER_ACTIVATION,
  LAYER_ACTIVATIONS,
  LAYER_BIAS_MEANS,
  LAYER_BIAS_SQUARES,
  LAYER_BIAS_SUMS,
  LAYER_BIASES,
  LAYER_BYTES,
  LAYER_DROP_BELOW,
  LAYER_GATES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_KEPT_SCALE,
  LAYER_OUTPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_PULL,
  LAYER_SHRINK,
  LAYER_SIGNALS,
  LAYER_THRESHOLD,
  LAYER_WEIGHT_MEANS,
  LAYER_WEIGHT_SQUARES,
  LAYER_WEIGHT_SUMS,
  LAYER_WEIGHTS,
  NETWORK_BETA1,
  NETWORK_BETA1_POWER,
  NETWORK_BETA2,
  NETWORK_BETA2_POWER,
  NETWORK_CORRECT,
  NETWORK_DEFERS_UPDATES,
  NETWORK_DROPOUT_RANDOM,
  NETWORK_EPSILON,
  NETWORK_FIRST_LAYER,
  NETWORK_INPUT_CELLS,
  NETWORK_INPUT_ENTRIES,
  NETWORK_INPUT_STARTS,
  NETWORK_ITEM_ENTRIES,
  NETWORK_ITEM_STARTS,
  NETWORK_JITTER,
  NETWORK_JITTER_RANDOM,
  NETWORK_LAYERS,
  NETWORK_LEARNING_RATE,
  NETWORK_LOSS_SUM,
  NETWORK_MAX_NORM,
  NETWORK_MOMENTUM,
  NETWORK_NOISE,
  NETWORK_NOISE_ITEMS,
  NETWORK_OPTIMIZER,
  NETWORK_OUTPUT,
  NETWORK_SIGNALS,
  NETWORK_SQUARE_SUM,
  NETWORK_TILE_ITEMS,
  NETWORK_ZIGGURAT,
  OPTIMIZER_ADAM,
  OPTIMIZER_MOMENTUM,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_SGD,
  OUTPUT_IDENTITY,
  OUTPUT_SIGMOID,
  OUTPUT_SOFTMAX,
  SIGNALS_CROSS_ENTROPY,
  SIGNALS_DIAGONAL,
  SIGNALS_SQUARED_ERROR,
} from "./kernelLayout.ts";
import { cellsOf, type KernelMemory } from "./kernelMemory.ts";
import { activationOf, dropoutOf, penaltyOf } from "./layerSettings.ts";
import { type OptimizerMoments, optimizers } from "./optimizers.ts";
import { Random } from "./random.ts";

const ACTIVATION_CODES: Readonly<Record<ActivationName, number>> = {
  tanh: ACTIVATION_TANH,
  relu: ACTIVATION_RELU,
  leakyRelu: ACTIVATION_LEAKY_RELU,
  sigmoid: ACTIVATION_SIGMOID,
  linear: ACTIVATION_LINEAR,
};

const OUTPUT_CODES: Readonly<Record<OutputName, number>> = {
  softmax: OUTPUT_SOFTMAX,
  sigmoid: OUTPUT_SIGMOID,
  identity: OUTPUT_IDENTITY,
};

/** What an optimizer keeps for each parameter beside its value and its gradient. */
interface OptimizerNeeds {
  readonly code: number;
  readonly keepsMeans: boolean;
  readonly keepsSquares: boolean;
}

const OPTIMIZER_NEEDS: Readonly<Record<OptimizerName, OptimizerNeeds>> = {
  sgd: { code: OPTIMIZER_SGD, keepsMeans: false, keepsSquares: false },
  momentum: { code: OPTIMIZER_MOMENTUM, keepsMeans: true, keepsSquares: false },
  nesterov: { code: OPTIMIZER_NESTEROV, keepsMeans: true, keepsSquares: false },
  adam: { code: OPTIMIZER_ADAM, keepsMeans: true, keepsSquares: true },
  adamw: { code: OPTIMIZER_ADAM, keepsMeans: true, keepsSquares: true },
};

function signalsOf({
  loss,
  output,
  articleDerivative,
}: Pick<TrainingConfig, "loss" | "output" | "articleDerivative">): number {
  if (loss === "crossEntropy") return SIGNALS_CROSS_ENTROPY;
  return articleDerivative || output === "sigmoid" ? SIGNALS_DIAGONAL : SIGNALS_SQUARED_ERROR;
}

/** Rows of weights that are exchanged together. */
const ROWS_AT_A_TIME = 16;

/** Draws of noise that are made at a time, about: a multiple of four, which are made together. */
const NOISE_DRAWS = 160;

/** A layer of weights in kernel memory. */
interface KernelLayer {
  readonly address: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly values: LayerPlaces;
  /** Velocities or mean gradients; at 0 if there are none. */
  readonly means: LayerPlaces;
  /** Mean squared gradients; at 0 if there are none. */
  readonly squares: LayerPlaces;
}

/** Addresses of something that a layer has for each of its parameters. */
interface LayerPlaces {
  readonly weights: number;
  readonly biases: number;
}

/** What a network is made for. */
export interface NetworkNeeds {
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  readonly tileItems: number;
  /** Whether a sparse table will be used. */
  readonly listsEntries: boolean;
  /** Items of a batch; without it the network is only measured. */
  readonly batchSize?: number;
  /** Whether the host updates layer by layer where a batch ends; not for plain gradient descent. */
  readonly defersUpdates?: boolean;
}

/** What evaluating items adds up. */
export interface EvaluationSums {
  readonly lossSum: number;
  readonly squareSum: number;
  readonly correct: number;
}

/** A network in kernel memory, with the working memory for a tile of items. */
export class KernelNetwork {
  readonly address: number;
  /** Whether the host updates layer by layer where a batch ends. */
  readonly defersUpdates: boolean;
  readonly #memory: KernelMemory;
  readonly #layers: readonly KernelLayer[];
  readonly #tileItems: number;

  /** @param config what is not a live member of it holds for ever */
  constructor(memory: KernelMemory, needs: NetworkNeeds, config: TrainingConfig) {
    const { sizes, tileItems, defersUpdates = false } = needs;
    const layerCount = sizes.length - 1;
    this.defersUpdates = defersUpdates;
    this.#memory = memory;
    this.#tileItems = tileItems;
    this.address = memory.allocate(NETWORK_FIRST_LAYER + LAYER_BYTES * layerCount);
    const entryBytes = needs.listsEntries ? ENTRY_BYTES * (sizes[0] * tileItems + 1) : 0;
    memory.writeIntegers(this.address, {
      [NETWORK_LAYERS]: layerCount,
      [NETWORK_SIGNALS]: signalsOf(config),
      [NETWORK_OUTPUT]: OUTPUT_CODES[config.output],
      [NETWORK_OPTIMIZER]: OPTIMIZER_NEEDS[config.optimizer].code,
      [NETWORK_TILE_ITEMS]: tileItems,
      [NETWORK_DEFERS_UPDATES]: defersUpdates ? 1 : 0,
      [NETWORK_INPUT_CELLS]: memory.allocate(CELL_BYTES * cellsOf(sizes[0]) * tileItems),
      [NETWORK_ITEM_ENTRIES]: memory.allocate(entryBytes),
      [NETWORK_ITEM_STARTS]: memory.allocate(4 * (tileItems + 1)),
      [NETWORK_INPUT_ENTRIES]: memory.allocate(entryBytes),
      [NETWORK_INPUT_STARTS]: memory.allocate(4 * (sizes[0] + 2)),
    });
    memory.writeFloats(this.address, {
      [NETWORK_MOMENTUM]: config.momentum,
      [NETWORK_BETA1]: config.beta1,
      [NETWORK_BETA2]: config.beta2,
      [NETWORK_EPSILON]: config.epsilon,
      [NETWORK_BETA1_POWER]: 1,
      [NETWORK_BETA2_POWER]: 1,
    });
    this.#layers = sizes.slice(1).map((_, l) => this.#addLayer(l, needs, config));
  }

  /** Layers of weights. */
  get layers(): number {
    return this.#layers.length;
  }

  #addLayer(l: number, needs: NetworkNeeds, config: TrainingConfig): KernelLayer {
    const memory = this.#memory;
    const { sizes, tileItems, batchSize = 0 } = needs;
    const [inputs, outputs] = [sizes[l], sizes[l + 1]];
    const [inputCells, outputCells] = [cellsOf(inputs), cellsOf(outputs)];
    const weightBytes = CELL_BYTES * CELL_VALUES * inputCells * outputCells;
    const biasBytes = CELL_BYTES * outputCells;
    const { keepsMeans, keepsSquares } = OPTIMIZER_NEEDS[config.optimizer];
    const isTrained = batchSize > 0;
    const keepsSums = isTrained && (keepsMeans || tileItems < batchSize);
    const isLast = l === sizes.length - 2;
    const activation = isLast ? "linear" : activationOf(config, l);
    const some = (isKept: boolean, bytes: number) => (isKept ? memory.allocate(bytes) : 0);
    const address = this.address + NETWORK_FIRST_LAYER + LAYER_BYTES * l;
    const weights = memory.allocate(weightBytes);
    const biases = memory.allocate(biasBytes);
    const placesOf = (isKept: boolean): LayerPlaces => ({
      weights: some(isKept, weightBytes),
      biases: some(isKept, biasBytes),
    });
    const sums = placesOf(keepsSums);
    const means = placesOf(isTrained && keepsMeans);
    const squares = placesOf(isTrained && keepsSquares);
    memory.writeIntegers(address, {
      [LAYER_INPUTS]: inputs,
      [LAYER_INPUT_CELLS]: inputCells,
      [LAYER_OUTPUTS]: outputs,
      [LAYER_OUTPUT_CELLS]: outputCells,
      [LAYER_WEIGHTS]: weights,
      [LAYER_BIASES]: biases,
      [LAYER_WEIGHT_SUMS]: sums.weights,
      [LAYER_BIAS_SUMS]: sums.biases,
      [LAYER_WEIGHT_MEANS]: means.weights,
      [LAYER_BIAS_MEANS]: means.biases,
      [LAYER_WEIGHT_SQUARES]: squares.weights,
      [LAYER_BIAS_SQUARES]: squares.biases,
      [LAYER_ACTIVATIONS]: memory.allocate(biasBytes * tileItems),
      [LAYER_SIGNALS]: memory.allocate(biasBytes * tileItems),
      [LAYER_ACTIVATION]: ACTIVATION_CODES[activation],
    });
    if (isLast || activation === "sigmoid") {
      // So that a padded class has probability 0, and a padded unit activation 0.
      memory.floats(biases, CELL_VALUES * outputCells).fill(Number.NEGATIVE_INFINITY);
    }
    return { address, inputs, outputs, values: { weights, biases }, means, squares };
  }

  /** @param parameters in the order of network.ts */
  write(parameters: Float64Array): void {
    this.#transfer(parameters, "values", true);
  }

  /** @param parameters filled, in the order of network.ts */
  read(parameters: Float64Array): void {
    this.#transfer(parameters, "values", false);
  }

  /** What the optimizer remembers. */
  readMoments(): OptimizerMoments {
    const count = this.#layers.reduce(
      (sum, { inputs, outputs }) => sum + (inputs + 1) * outputs,
      0,
    );
    const moments = { first: new Float64Array(count), second: new Float64Array(count) };
    if (this.#layers[0].means.weights !== 0) this.#transfer(moments.first, "means", false);
    if (this.#layers[0].squares.weights !== 0) this.#transfer(moments.second, "squares", false);
    return moments;
  }

  #transfer(
    parameters: Float64Array,
    place: "values" | "means" | "squares",
    isWritten: boolean,
  ): void {
    const memory = this.#memory.allFloats;
    // Of the layer, among the parameters.
    let first = 0;
    for (const layer of this.#layers) {
      const { inputs, outputs } = layer;
      const { weights, biases } = layer[place];
      const panelValues = cellsOf(inputs) * CELL_VALUES * CELL_VALUES;
      // Some rows at a time, so that both sides stay in the cache.
      for (let start = 0; start < inputs; start += ROWS_AT_A_TIME) {
        const end = Math.min(start + ROWS_AT_A_TIME, inputs);
        for (let j = 0; j < outputs; j += CELL_VALUES) {
          const panel = weights / 8 + (j / CELL_VALUES) * panelValues;
          const values = Math.min(CELL_VALUES, outputs - j);
          for (let i = start; i < end; i++) {
            const cell = panel + CELL_VALUES * i;
            const row = first + i * outputs + j;
            if (isWritten) for (let k = 0; k < values; k++) memory[cell + k] = parameters[row + k];
            else for (let k = 0; k < values; k++) parameters[row + k] = memory[cell + k];
          }
        }
      }
      first += inputs * outputs;
      for (let j = 0; j < outputs; j++, first++) {
        if (isWritten) memory[biases / 8 + j] = parameters[first];
        else parameters[first] = memory[biases / 8 + j];
      }
    }
  }

  /** Over the items evaluated; to be set before an evaluation that begins or goes on. */
  get sums(): EvaluationSums {
    const floats = this.#memory.allFloats;
    return {
      lossSum: floats[(this.address + NETWORK_LOSS_SUM) / 8],
      squareSum: floats[(this.address + NETWORK_SQUARE_SUM) / 8],
      correct: this.#memory.allIntegers[(this.address + NETWORK_CORRECT) / 4],
    };
  }

  set sums({ lossSum, squareSum, correct }: EvaluationSums) {
    const floats = this.#memory.allFloats;
    floats[(this.address + NETWORK_LOSS_SUM) / 8] = lossSum;
    floats[(this.address + NETWORK_SQUARE_SUM) / 8] = squareSum;
    this.#memory.allIntegers[(this.address + NETWORK_CORRECT) / 4] = correct;
  }

  #config: TrainingConfig | undefined;
  #learningRate = 0;

  /**
   * Tells the network what holds for an epoch.
   *
   * @param learningRate that of the epoch
   */
  configure(config: TrainingConfig, learningRate: number): void {
    if (config === this.#config && learningRate === this.#learningRate) return;
    this.#config = config;
    this.#learningRate = learningRate;
    const { decay, maxNorm, jitter, optimizer, publishedSign } = config;
    const memory = this.#memory;
    memory.writeFloats(this.address, {
      [NETWORK_LEARNING_RATE]: learningRate,
      [NETWORK_MAX_NORM]: maxNorm === 0 ? Number.POSITIVE_INFINITY : maxNorm,
      [NETWORK_JITTER]: jitter,
    });
    const isBesideGradient = optimizer === "sgd" || optimizers[optimizer].decouplesL2;
    for (const [l, { address }] of this.#layers.entries()) {
      const penalty = penaltyOf(config, l);
      const l2 = publishedSign ? -penalty.l2 : penalty.l2;
      memory.writeFloats(address, {
        [LAYER_SHRINK]: isBesideGradient ? decay + learningRate * l2 : decay,
        [LAYER_PULL]: isBesideGradient ? 0 : l2,
        [LAYER_THRESHOLD]: learningRate * penalty.l1,
      });
    }
    this.#setJitter(config);
    this.#setDropout(config);
  }

  #jitterRandom = 0;

  #setJitter({ jitter, seed }: TrainingConfig): void {
    if (jitter > 0 && this.#jitterRandom === 0) {
      const { inputs } = this.#layers[0];
      const items = Math.ceil(NOISE_DRAWS / inputs);
      this.#jitterRandom = this.#memory.addRandom(Random.stream(seed, "jitter").state);
      this.#memory.writeIntegers(this.address, {
        [NETWORK_ZIGGURAT]: this.#memory.ziggurat,
        [NETWORK_NOISE]: this.#memory.allocate(8 * (inputs * items + 3)),
        [NETWORK_NOISE_ITEMS]: items,
      });
    }
    const random = jitter > 0 ? this.#jitterRandom : 0;
    this.#memory.writeIntegers(this.address, { [NETWORK_JITTER_RANDOM]: random });
  }

  #dropoutRandom = 0;
  readonly #gates: number[] = [];

  #setDropout(config: TrainingConfig): void {
    const memory = this.#memory;
    let isAnyDropped = false;
    for (const [l, { address, outputs }] of this.#layers.slice(0, -1).entries()) {
      const share = dropoutOf(config, l);
      if (share > 0) {
        isAnyDropped = true;
        this.#gates[l] ??= memory.allocate(CELL_BYTES * cellsOf(outputs) * this.#tileItems);
      }
      // A whole number is below share 2^32 where it is below the next whole number.
      memory.writeIntegers(address, {
        [LAYER_GATES]: share > 0 ? this.#gates[l] : 0,
        [LAYER_DROP_BELOW]: Math.ceil(share * 2 ** 32),
      });
      memory.writeFloats(address, { [LAYER_KEPT_SCALE]: 1 / (1 - share) });
    }
    if (isAnyDropped && this.#dropoutRandom === 0) {
      this.#dropoutRandom = memory.addRandom(Random.stream(config.seed, "dropout").state);
    }
    const random = isAnyDropped ? this.#dropoutRandom : 0;
    memory.writeIntegers(this.address, { [NETWORK_DROPOUT_RANDOM]: random });
  }
}
