/**
 * The training kernel in plain TypeScript: what src/kernel/index.ts does, with the same memory and
 * the same bits, for hosts where WebAssembly, its SIMD or its memory is not to be had.
 */
import { sigmoid } from "../exactFunctions.ts";
import type { Kernel } from "../kernel.ts";
import {
  CELL_BYTES,
  ENTRY_BYTES,
  ENTRY_PLACE,
  NETWORK_CORRECT,
  NETWORK_LOSS_SUM,
  NETWORK_SQUARE_SUM,
  OPTIMIZER_SGD,
  OUTPUT_IDENTITY,
  OUTPUT_SIGMOID,
  RANDOM_STATE,
  SIGNALS_CROSS_ENTROPY,
  TABLE_ENTRY_BOUNDS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
} from "../kernelLayout.ts";
import { shuffleWith, STATE_WORDS } from "../mersenneTwister.ts";
import {
  crossEntropy,
  largestLogit,
  mostProbable,
  sigmoidCrossEntropy,
  sigmoidSignal,
  signalsOf,
  softmax,
  squareSum,
} from "./output.ts";
import { type Plan, readPlan } from "./plan.ts";
import { backward, finishUpdate, forward, gather, rowAt } from "./tile.ts";

const FIRST_BYTES = 1 << 20;
const PAGE_BYTES = 65_536;

export class PlainKernel implements Kernel {
  buffer = new ArrayBuffer(FIRST_BYTES);
  readonly firstFree = 0;

  grow(bytes: number): void {
    // Whole pages, as WebAssembly has them: views of float64 need a multiple of eight.
    const pages = Math.ceil(Math.max(bytes, 2 * this.buffer.byteLength) / PAGE_BYTES);
    const grown = new ArrayBuffer(PAGE_BYTES * pages);
    new Uint8Array(grown).set(new Uint8Array(this.buffer));
    this.buffer = grown;
  }

  shuffle(sequence: number, count: number, random: number): void {
    const state = new Uint32Array(this.buffer, random + RANDOM_STATE, STATE_WORDS);
    shuffleWith(state, new Uint32Array(this.buffer, sequence, count));
  }

  listRows(table: number, row: number, count: number, entries: number): void {
    const floats = new Float64Array(this.buffer);
    const integers = new Uint32Array(this.buffer);
    const rowValues = integers[(table + TABLE_ROW_BYTES) / 4] / 8;
    let value = integers[(table + TABLE_ROWS) / 4] / 8;
    let bound = integers[(table + TABLE_ENTRY_BOUNDS) / 4] / 4 + 2 * row;
    let entry = entries;
    for (let rows = 0; rows < count; rows++) {
      integers[bound++] = entry;
      for (let input = 0; input < rowValues; input++, value++) {
        if (floats[value] === 0) continue;
        floats[entry / 8] = floats[value];
        integers[(entry + ENTRY_PLACE) / 4] = CELL_BYTES * input;
        entry += ENTRY_BYTES;
      }
      integers[bound++] = entry;
    }
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
    const plan = readPlan(this.buffer, network, table);
    const { tileItems } = plan;
    const order = sequence === 0 ? undefined : new Uint32Array(this.buffer, sequence, count);
    const rate = plan.optimizer === OPTIMIZER_SGD ? plan.learningRate : 1;
    let batchStart = from - (from % batchSize);
    for (let position = from; position < to;) {
      const batchEnd = Math.min(batchStart + batchSize, count);
      const end = Math.min(position + tileItems, batchEnd, to);
      const items = end - position;
      const factor = rate / (batchEnd - batchStart);
      const x = gather(plan, order, position, items, true);
      forward(plan, x, items, true);
      for (let i = 0; i < items; i++) {
        outputSignals(plan, i, plan.labels[rowAt(plan, order, position + i)], factor);
      }
      backward(plan, x, items, position === batchStart, end === batchEnd);
      position = end;
      if (end === batchEnd) batchStart = end;
    }
  }

  updateLayer(network: number, layer: number): void {
    finishUpdate(readPlan(this.buffer, network, 0), layer);
  }

  evaluateItems(network: number, table: number, from: number, to: number): void {
    const plan = readPlan(this.buffer, network, table);
    const { tileItems } = plan;
    const correct = new Uint32Array(this.buffer, network + NETWORK_CORRECT, 1);
    for (let position = from; position < to;) {
      const items = Math.min(tileItems, to - position);
      forward(plan, gather(plan, undefined, position, items, false), items, false);
      for (let i = 0; i < items; i++) {
        const label = plan.labels[rowAt(plan, undefined, position + i)];
        if (measureItem(plan, i, label) === label) correct[0]++;
      }
      position += items;
    }
  }
}

/** No label: a number is never right or wrong. */
const NO_CLASS = Number.NaN;

/** Turns the logits of an item of a tile into signals. */
function outputSignals(plan: Plan, item: number, label: number, factor: number): void {
  const { f, layers, tileItems, kind } = plan;
  const { activations, signals, outputs } = layers[layers.length - 1];
  const step = 4 * tileItems;
  const z = activations + 4 * item;
  const o = signals + 4 * item;
  if (plan.output === OUTPUT_IDENTITY) {
    f[o] = (f[z] - label) * factor;
  } else if (plan.output === OUTPUT_SIGMOID) {
    f[o] = sigmoidSignal(kind, sigmoid(f[z]), label, factor);
  } else {
    softmax(f, z, o, step, outputs, largestLogit(f, z, step, outputs));
    signalsOf(kind, f, o, step, outputs, label, factor);
  }
}

/**
 * Adds the loss of an item of a tile to the network's.
 *
 * @returns the class that is most probable; NO_CLASS where the answer is a number
 */
function measureItem(plan: Plan, item: number, label: number): number {
  const { f, network, layers, tileItems, kind } = plan;
  const { activations, signals, outputs } = layers[layers.length - 1];
  const step = 4 * tileItems;
  const z = activations + 4 * item;
  const o = signals + 4 * item;
  const isCrossEntropy = kind === SIGNALS_CROSS_ENTROPY;
  let square: number;
  let loss = 0;
  let predicted: number;
  if (plan.output === OUTPUT_IDENTITY) {
    square = (label - f[z]) * (label - f[z]);
    predicted = NO_CLASS;
  } else if (plan.output === OUTPUT_SIGMOID) {
    const p = sigmoid(f[z]);
    square = (label - p) * (label - p);
    predicted = p > 0.5 ? 1 : 0;
    if (isCrossEntropy) loss = sigmoidCrossEntropy(f[z], label);
  } else {
    const largest = largestLogit(f, z, step, outputs);
    const sum = softmax(f, z, o, step, outputs, largest);
    square = squareSum(f, o, step, outputs, label);
    predicted = mostProbable(f, o, step, outputs);
    if (isCrossEntropy) loss = crossEntropy(f, z, step, label, largest, sum);
  }
  f[(network + NETWORK_SQUARE_SUM) / 8] += square;
  f[(network + NETWORK_LOSS_SUM) / 8] += isCrossEntropy ? loss : 0.5 * square;
  return predicted;
}
