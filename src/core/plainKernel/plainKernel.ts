/**
 * The training kernel in plain TypeScript: what src/kernel/index.ts does, with the same memory and
 * the same bits, for hosts where WebAssembly, its SIMD or its memory is not to be had.
 */
import type { Kernel } from "../kernel.ts";
import {
  LAYER_ACTIVATIONS,
  LAYER_BIAS_STEPS,
  LAYER_BIASES,
  LAYER_BYTES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_SIGNALS,
  LAYER_WEIGHT_STEPS,
  LAYER_WEIGHTS,
  NETWORK_CORRECT,
  NETWORK_FIRST_LAYER,
  NETWORK_INPUT_CELLS,
  NETWORK_LAYERS,
  NETWORK_LEARNING_RATE,
  NETWORK_LOSS_SUM,
  NETWORK_SHRINK,
  NETWORK_SIGNALS,
  NETWORK_SQUARE_SUM,
  NETWORK_TILE_ITEMS,
  SIGNALS_CROSS_ENTROPY,
  TABLE_LABELS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
} from "../kernelLayout.ts";
import {
  backwardItem,
  forwardItem,
  forwardTwoItems,
  type PlainLayer,
  updateBiases,
  updateByItem,
  updateByTile,
} from "./dense.ts";
import { tanh } from "../exactFunctions.ts";
import {
  crossEntropy,
  largestLogit,
  mostProbable,
  signalsOf,
  softmax,
  squareSum,
} from "./output.ts";

const FIRST_BYTES = 1 << 20;

/** The fields of a network and its table, read once a call; positions count float64. */
interface Plan {
  readonly f: Float64Array;
  readonly layers: readonly PlainLayer[];
  readonly tileItems: number;
  readonly kind: number;
  readonly shrink: number;
  readonly inputCells: number;
  readonly rows: number;
  readonly rowValues: number;
  /** Class of an item. */
  readonly labels: Uint32Array;
}

export class PlainKernel implements Kernel {
  buffer = new ArrayBuffer(FIRST_BYTES);
  readonly firstFree = 0;

  grow(bytes: number): void {
    const grown = new ArrayBuffer(Math.max(bytes, 2 * this.buffer.byteLength));
    new Uint8Array(grown).set(new Uint8Array(this.buffer));
    this.buffer = grown;
  }

  trainItems(
    network: number,
    table: number,
    sequence: number,
    from: number,
    to: number,
    batchSize: number,
    count: number,
  ): void {
    const plan = this.#read(network, table);
    const { f, layers, tileItems, kind, labels } = plan;
    const learningRate = f[(network + NETWORK_LEARNING_RATE) / 8];
    const order = new Uint32Array(this.buffer, sequence, count);
    const { activations, signals, outputs } = layers[layers.length - 1];
    const step = 4 * tileItems;
    let batchStart = from - (from % batchSize);
    for (let position = from; position < to;) {
      const batchEnd = Math.min(batchStart + batchSize, count);
      const end = Math.min(position + tileItems, batchEnd, to);
      const items = end - position;
      const factor = learningRate / (batchEnd - batchStart);
      const x = gather(plan, order, position, items);
      forward(plan, x, items);
      for (let i = 0; i < items; i++) {
        const z = activations + 4 * i;
        const o = signals + 4 * i;
        softmax(f, z, o, step, outputs, largestLogit(f, z, step, outputs));
        signalsOf(kind, f, o, step, outputs, labels[order[position + i]], factor);
      }
      backward(plan, x, items, position === batchStart, end === batchEnd);
      position = end;
      if (end === batchEnd) batchStart = end;
    }
  }

  evaluateItems(network: number, table: number, from: number, to: number): void {
    const plan = this.#read(network, table);
    const { f, layers, tileItems, kind, labels } = plan;
    const { activations, signals, outputs } = layers[layers.length - 1];
    const step = 4 * tileItems;
    const lossAt = (network + NETWORK_LOSS_SUM) / 8;
    const squareAt = (network + NETWORK_SQUARE_SUM) / 8;
    const correct = new Uint32Array(this.buffer, network + NETWORK_CORRECT, 1);
    for (let position = from; position < to;) {
      const items = Math.min(tileItems, to - position);
      const x = gather(plan, undefined, position, items);
      forward(plan, x, items);
      for (let i = 0; i < items; i++) {
        const z = activations + 4 * i;
        const o = signals + 4 * i;
        const label = labels[position + i];
        const largest = largestLogit(f, z, step, outputs);
        const sum = softmax(f, z, o, step, outputs, largest);
        const square = squareSum(f, o, step, outputs, label);
        f[squareAt] += square;
        f[lossAt] +=
          kind === SIGNALS_CROSS_ENTROPY
            ? crossEntropy(f, z, step, label, largest, sum)
            : 0.5 * square;
        if (mostProbable(f, o, step, outputs) === label) correct[0]++;
      }
      position += items;
    }
  }

  #read(network: number, table: number): Plan {
    const integers = new Uint32Array(this.buffer);
    const integer = (address: number) => integers[address / 4];
    const f = new Float64Array(this.buffer);
    const layers: PlainLayer[] = [];
    for (let l = 0; l < integer(network + NETWORK_LAYERS); l++) {
      const layer = network + NETWORK_FIRST_LAYER + LAYER_BYTES * l;
      layers.push({
        inputs: integer(layer + LAYER_INPUTS),
        inputCells: integer(layer + LAYER_INPUT_CELLS),
        outputs: integer(layer + LAYER_OUTPUTS),
        outputCells: integer(layer + LAYER_OUTPUT_CELLS),
        weights: integer(layer + LAYER_WEIGHTS) / 8,
        biases: integer(layer + LAYER_BIASES) / 8,
        weightSteps: integer(layer + LAYER_WEIGHT_STEPS) / 8,
        biasSteps: integer(layer + LAYER_BIAS_STEPS) / 8,
        activations: integer(layer + LAYER_ACTIVATIONS) / 8,
        signals: integer(layer + LAYER_SIGNALS) / 8,
      });
    }
    return {
      f,
      layers,
      tileItems: integer(network + NETWORK_TILE_ITEMS),
      kind: integer(network + NETWORK_SIGNALS),
      shrink: f[(network + NETWORK_SHRINK) / 8],
      inputCells: integer(network + NETWORK_INPUT_CELLS) / 8,
      rows: integer(table + TABLE_ROWS) / 8,
      rowValues: integer(table + TABLE_ROW_BYTES) / 8,
      labels: new Uint32Array(this.buffer, integer(table + TABLE_LABELS)),
    };
  }
}

/**
 * Brings the inputs of a tile to where the first layer reads them.
 *
 * @param order indices of the items; without it they follow one another
 * @returns where that is
 */
function gather(
  { f, tileItems, inputCells, rows, rowValues }: Plan,
  order: Uint32Array | undefined,
  first: number,
  items: number,
): number {
  const rowOf = (position: number) => rows + rowValues * (order ? order[position] : position);
  if (tileItems === 1) return rowOf(first);
  for (let i = 0; i < items; i++) {
    const row = rowOf(first + i);
    for (let value = 0; value < rowValues; value += 4) {
      const cell = inputCells + value * tileItems + 4 * i;
      f[cell] = f[row + value];
      f[cell + 1] = f[row + value + 1];
      f[cell + 2] = f[row + value + 2];
      f[cell + 3] = f[row + value + 3];
    }
  }
  return inputCells;
}

function forward({ f, layers, tileItems }: Plan, inputs: number, items: number): void {
  const step = 4 * tileItems;
  let x = inputs;
  for (let l = 0; l < layers.length; l++) {
    const layer = layers[l];
    const z = layer.activations;
    let item = 0;
    for (; item + 2 <= items; item += 2) {
      forwardTwoItems(f, layer, x + 4 * item, step, z + 4 * item, step);
    }
    if (item < items) forwardItem(f, layer, x + 4 * item, step, z + 4 * item, step);
    if (l + 1 < layers.length) activate(f, layer, items, step);
    x = z;
  }
}

/** a = tanh z, in place. */
function activate(
  f: Float64Array,
  { activations, outputCells }: PlainLayer,
  items: number,
  step: number,
): void {
  for (let panel = 0; panel < outputCells; panel++) {
    const start = activations + panel * step;
    for (let at = start; at < start + 4 * items; at++) f[at] = tanh(f[at]);
  }
}

function backward(
  { f, layers, tileItems, shrink }: Plan,
  inputs: number,
  items: number,
  isFirst: boolean,
  isLast: boolean,
): void {
  const step = 4 * tileItems;
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l];
    const { signals } = layer;
    const x = l === 0 ? inputs : layers[l - 1].activations;
    if (l > 0) {
      const below = layers[l - 1].signals;
      for (let at = 0; at < 4 * items; at += 4) {
        backwardItem(f, layer, signals + at, x + at, below + at, step);
      }
    }
    if (items === 1 && isFirst && isLast) updateByItem(f, layer, x, step, signals, step, shrink);
    else updateByTile(f, layer, items, x, signals, step, isFirst, isLast, shrink);
    updateBiases(f, layer, items, signals, step, isFirst, isLast);
  }
}
