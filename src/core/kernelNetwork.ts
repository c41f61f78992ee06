/** Networks in the memory of a kernel: their records and weights. */
import type { TrainingConfig } from "./config.ts";
import { ACTIVATION_CODES, OPTIMIZER_NEEDS, OUTPUT_CODES, signalsOf } from "./kernelCodes.ts";
import {
  BLOCK_INPUTS,
  CELL_BYTES,
  CELL_VALUES,
  ENTRY_BYTES,
  LAYER_ACTIVATION,
  LAYER_ACTIVATIONS,
  LAYER_BIASES,
  LAYER_BIAS_MEANS,
  LAYER_BIAS_SQUARES,
  LAYER_BIAS_SUMS,
  LAYER_BYTES,
  LAYER_INPUTS,
  LAYER_INPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_SIGNALS,
  LAYER_WEIGHTS,
  LAYER_WEIGHT_MEANS,
  LAYER_WEIGHT_SQUARES,
  LAYER_WEIGHT_SUMS,
  NETWORK_BETA1,
  NETWORK_BETA1_POWER,
  NETWORK_BETA2,
  NETWORK_BETA2_POWER,
  NETWORK_CORRECT,
  NETWORK_DEFERS_UPDATES,
  NETWORK_EPSILON,
  NETWORK_FIRST_LAYER,
  NETWORK_INPUT_CELLS,
  NETWORK_INPUT_ENTRIES,
  NETWORK_INPUT_STARTS,
  NETWORK_ITEM_STARTS,
  NETWORK_LAYERS,
  NETWORK_LOSS_SUM,
  NETWORK_MOMENTUM,
  NETWORK_OPTIMIZER,
  NETWORK_OUTPUT,
  NETWORK_SIGNALS,
  NETWORK_SQUARE_SUM,
  NETWORK_TILE_ITEMS,
} from "./kernelLayout.ts";
import { cellsOf, type KernelMemory } from "./kernelMemory.ts";
import { KernelSettings } from "./kernelSettings.ts";
import { activationOf } from "./layerSettings.ts";
import type { OptimizerMoments } from "./optimizers.ts";

/** Rows of weights that are exchanged together. */
const ROWS_AT_A_TIME = 16;

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
  /** Whether it is trained on a sparse table, several items at a time. */
  readonly listsEntries?: boolean;
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
  readonly #settings: KernelSettings;

  /** @param config what is not a live member of it holds for ever */
  constructor(memory: KernelMemory, needs: NetworkNeeds, config: TrainingConfig) {
    const { sizes, tileItems, defersUpdates = false } = needs;
    const layerCount = sizes.length - 1;
    this.defersUpdates = defersUpdates;
    this.#memory = memory;
    this.address = memory.allocate(NETWORK_FIRST_LAYER + LAYER_BYTES * layerCount);
    const entryBytes = needs.listsEntries ? ENTRY_BYTES * sizes[0] * tileItems : 0;
    const blocks = Math.ceil(sizes[0] / BLOCK_INPUTS);
    memory.writeIntegers(this.address, {
      [NETWORK_LAYERS]: layerCount,
      [NETWORK_SIGNALS]: signalsOf(config),
      [NETWORK_OUTPUT]: OUTPUT_CODES[config.output],
      [NETWORK_OPTIMIZER]: OPTIMIZER_NEEDS[config.optimizer].code,
      [NETWORK_TILE_ITEMS]: tileItems,
      [NETWORK_DEFERS_UPDATES]: defersUpdates ? 1 : 0,
      [NETWORK_INPUT_CELLS]: memory.allocate(CELL_BYTES * cellsOf(sizes[0]) * tileItems),
      [NETWORK_ITEM_STARTS]: memory.allocate(4 * (blocks + 1) * tileItems),
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
    this.#settings = new KernelSettings(memory, this.address, this.#layers, tileItems);
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

  /**
   * Tells the network what holds for an epoch.
   *
   * @param learningRate that of the epoch
   */
  configure(config: TrainingConfig, learningRate: number): void {
    this.#settings.configure(config, learningRate);
  }
}
