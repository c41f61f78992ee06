/**
 * The training kernel: trains or evaluates a network on a range of items in one call. README.md
 * beside this file draws the memory; src/core/trainer.ts is what it computes, in readable form.
 */
import {
  CELL_BYTES,
  LAYER_ACTIVATIONS,
  LAYER_OUTPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_SIGNALS,
  NETWORK_CORRECT,
  NETWORK_LAYERS,
  NETWORK_LEARNING_RATE,
  NETWORK_LOSS_SUM,
  NETWORK_OPTIMIZER,
  NETWORK_OUTPUT,
  NETWORK_SIGNALS,
  NETWORK_SQUARE_SUM,
  NETWORK_TILE_ITEMS,
  OPTIMIZER_SGD,
  OUTPUT_SIGMOID,
  OUTPUT_SOFTMAX,
  SIGNALS_CROSS_ENTROPY,
  TABLE_LABELS,
  TABLE_TARGETS,
} from "../core/kernelLayout";
import { layerAt } from "./cells";
import { beginNoise } from "./noise";
import {
  crossEntropy,
  identitySignal,
  largestLogit,
  mostProbable,
  sigmoidCrossEntropy,
  sigmoidOutput,
  sigmoidSignal,
  signalsOf,
  softmax,
  squareSum,
} from "./output";
import { backward, forward, gather, rowAt, stepOf, updateDeferred } from "./tile";

export { shuffle } from "./random";
export { listRows } from "./sparse";

/** The first address that is free for tables and networks. */
export function freeMemory(): u32 {
  return <u32>__heap_base;
}

@inline
function labelAt(table: u32, row: u32): u32 {
  return load<u32>(load<u32>(table, TABLE_LABELS) + 4 * row);
}

@inline
function targetAt(table: u32, row: u32): f64 {
  return load<f64>(load<u32>(table, TABLE_TARGETS) + 8 * row);
}

/**
 * Trains on the items at positions `from` to `to` (excluded) of a sequence. Batches begin at the
 * multiples of the batch size; one that is cut by `to` is continued by the next call.
 *
 * @param sequence address of 32-bit numbers of items; 0 if the table has them in their order
 * @param count items in the sequence
 */
export function trainItems(
  network: u32,
  table: u32,
  sequence: u32,
  from: u32,
  to: u32,
  batchSize: u32,
  count: u32,
): void {
  const tileItems = load<u32>(network, NETWORK_TILE_ITEMS);
  const kind = load<u32>(network, NETWORK_SIGNALS);
  const outputKind = load<u32>(network, NETWORK_OUTPUT);
  // With plain gradient descent all that follows from signals is a step already.
  const isPlain = load<u32>(network, NETWORK_OPTIMIZER) === OPTIMIZER_SGD;
  const rate: f64 = isPlain ? load<f64>(network, NETWORK_LEARNING_RATE) : 1;
  const output = layerAt(network, load<u32>(network, NETWORK_LAYERS) - 1);
  const cells = load<u32>(output, LAYER_OUTPUT_CELLS);
  const step = stepOf(network);
  let batchStart = from - (from % batchSize);
  beginNoise();
  for (let position = from; position < to; ) {
    const batchEnd = min<u32>(batchStart + batchSize, count);
    const end = min<u32>(min<u32>(position + tileItems, batchEnd), to);
    const items = end - position;
    const factor = rate / <f64>(batchEnd - batchStart);
    gather(network, table, sequence, position, items, true, to - position);
    forward(network, items, true);
    for (let i: u32 = 0; i < items; i++) {
      const row = rowAt(table, sequence, position + i);
      const z: u32 = load<u32>(output, LAYER_ACTIVATIONS) + CELL_BYTES * i;
      const o: u32 = load<u32>(output, LAYER_SIGNALS) + CELL_BYTES * i;
      if (outputKind === OUTPUT_SOFTMAX) {
        softmax(z, o, step, cells, largestLogit(z, step, cells));
        signalsOf(kind, o, step, cells, labelAt(table, row), factor);
      } else if (outputKind === OUTPUT_SIGMOID) {
        sigmoidOutput(z, o);
        sigmoidSignal(kind, o, labelAt(table, row), factor);
      } else {
        identitySignal(z, o, targetAt(table, row), factor);
      }
    }
    backward(network, items, position === batchStart, end === batchEnd);
    position = end;
    if (end === batchEnd) batchStart = end;
  }
}

/**
 * Updates a layer of a network that leaves this to the host, after the call that ended a batch; not
 * for plain gradient descent.
 */
export function updateLayer(network: u32, layer: u32): void {
  updateDeferred(network, layerAt(network, layer));
}

/** Adds the losses and hits of the items `from` to `to` (excluded) of a table to the network's. */
export function evaluateItems(network: u32, table: u32, from: u32, to: u32): void {
  const tileItems = load<u32>(network, NETWORK_TILE_ITEMS);
  const isCrossEntropy = load<u32>(network, NETWORK_SIGNALS) === SIGNALS_CROSS_ENTROPY;
  const outputKind = load<u32>(network, NETWORK_OUTPUT);
  const output = layerAt(network, load<u32>(network, NETWORK_LAYERS) - 1);
  const cells = load<u32>(output, LAYER_OUTPUT_CELLS);
  const classes = load<u32>(output, LAYER_OUTPUTS);
  const step = stepOf(network);
  let lossSum = load<f64>(network, NETWORK_LOSS_SUM);
  let squares = load<f64>(network, NETWORK_SQUARE_SUM);
  let correct = load<u32>(network, NETWORK_CORRECT);
  for (let position = from; position < to; ) {
    const items = min<u32>(tileItems, to - position);
    gather(network, table, 0, position, items, false, to - position);
    forward(network, items, false);
    for (let i: u32 = 0; i < items; i++) {
      const row = rowAt(table, 0, position + i);
      const z: u32 = load<u32>(output, LAYER_ACTIVATIONS) + CELL_BYTES * i;
      const o: u32 = load<u32>(output, LAYER_SIGNALS) + CELL_BYTES * i;
      let square: f64;
      let loss: f64 = 0;
      if (outputKind === OUTPUT_SOFTMAX) {
        const label = labelAt(table, row);
        const largest = largestLogit(z, step, cells);
        const sum = softmax(z, o, step, cells, largest);
        square = squareSum(o, step, cells, label);
        if (mostProbable(o, step, classes) === label) correct++;
        if (isCrossEntropy) loss = crossEntropy(z, step, label, largest, sum);
      } else if (outputKind === OUTPUT_SIGMOID) {
        const label = labelAt(table, row);
        sigmoidOutput(z, o);
        const p = load<f64>(o);
        const difference = <f64>label - p;
        square = difference * difference;
        if (<u32>(p > 0.5) === label) correct++;
        if (isCrossEntropy) loss = sigmoidCrossEntropy(z, label);
      } else {
        // A number is never right or wrong: it is near or far.
        const difference = targetAt(table, row) - load<f64>(z);
        square = difference * difference;
      }
      squares += square;
      lossSum += isCrossEntropy ? loss : 0.5 * square;
    }
    position += items;
  }
  store<f64>(network, lossSum, NETWORK_LOSS_SUM);
  store<f64>(network, squares, NETWORK_SQUARE_SUM);
  store<u32>(network, correct, NETWORK_CORRECT);
}
