/**
 * The training kernel: trains or evaluates a network on a range of items in one call. README.md
 * beside this file draws the memory; src/core/trainer.ts is what it computes, in readable form.
 */
import {
  CELL_BYTES,
  LAYER_ACTIVATIONS,
  LAYER_BYTES,
  LAYER_INPUTS,
  LAYER_INPUT_CELLS,
  LAYER_OUTPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_SIGNALS,
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
  TABLE_IS_SPARSE,
  TABLE_LABELS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
} from "../core/kernelLayout";
import {
  activate,
  backwardItem,
  backwardTwoItems,
  forwardFourItems,
  forwardItem,
  updateBiases,
  updateByItem,
  updateByTile,
} from "./dense";
import {
  crossEntropy,
  largestLogit,
  mostProbable,
  signalsOf,
  softmax,
  squareSum,
} from "./output";
import {
  clearEntries,
  forwardSparse,
  listInputs,
  listItem,
  updateBySparseTile,
} from "./sparse";

/** The first address that is free for tables and networks. */
export function freeMemory(): u32 {
  return <u32>__heap_base;
}

@inline
function layerAt(network: u32, index: u32): u32 {
  return network + NETWORK_FIRST_LAYER + LAYER_BYTES * index;
}

/** Copies a row of inputs into the cells of a tile. */
@inline
function gatherRow(row: u32, cells: u32, step: u32, count: u32): void {
  for (let left = count; left > 0; left--, row += CELL_BYTES, cells += step) {
    v128.store(cells, v128.load(row));
    v128.store(cells, v128.load(row, 16), 16);
  }
}

/** Where the inputs of the present tile are. */
let inputAddress: u32 = 0;

/**
 * Brings the inputs of a tile to where the first layer reads them.
 *
 * @param sequence address of the indices of the items; 0 if they follow one another from `first`
 * @param isListed whether to list entries instead of copying rows
 */
function gather(
  network: u32,
  table: u32,
  sequence: u32,
  first: u32,
  items: u32,
  isListed: bool,
): void {
  const rows = load<u32>(table, TABLE_ROWS);
  const rowBytes = load<u32>(table, TABLE_ROW_BYTES);
  const tileItems = load<u32>(network, NETWORK_TILE_ITEMS);
  if (tileItems === 1 && !isListed) {
    // The cells of a single item follow one another, as its row does.
    const item: u32 = sequence === 0 ? first : load<u32>(sequence + 4 * first);
    inputAddress = rows + rowBytes * item;
    return;
  }
  const cells = load<u32>(network, NETWORK_INPUT_CELLS);
  inputAddress = cells;
  const layer = layerAt(network, 0);
  if (isListed) clearEntries(network);
  for (let i: u32 = 0; i < items; i++) {
    const position: u32 = first + i;
    const item: u32 = sequence === 0 ? position : load<u32>(sequence + 4 * position);
    const row = rows + rowBytes * item;
    if (isListed) listItem(network, i, row, load<u32>(layer, LAYER_INPUTS));
    else {
      const inputCells = load<u32>(layer, LAYER_INPUT_CELLS);
      gatherRow(row, cells + CELL_BYTES * i, CELL_BYTES * tileItems, inputCells);
    }
  }
}

/** Activations of every layer for the tile at hand, and the logits of the last. */
function forward(network: u32, items: u32, isListed: bool): void {
  const layers = load<u32>(network, NETWORK_LAYERS);
  const step: u32 = CELL_BYTES * load<u32>(network, NETWORK_TILE_ITEMS);
  let x = inputAddress;
  for (let l: u32 = 0; l < layers; l++) {
    const layer = layerAt(network, l);
    const z = load<u32>(layer, LAYER_ACTIVATIONS);
    if (l === 0 && isListed) {
      forwardSparse(network, layer, items, z, step);
    } else {
      let item: u32 = 0;
      for (; item + 4 <= items; item += 4) {
        const offset = CELL_BYTES * item;
        forwardFourItems(layer, x + offset, step, z + offset, step);
      }
      for (; item < items; item++) {
        const offset = CELL_BYTES * item;
        forwardItem(layer, x + offset, step, z + offset, step);
      }
    }
    if (l + 1 < layers) activate(layer, items, z, step);
    x = z;
  }
}

/** Signals of every layer from those of the last, and the update where the batch ends. */
function backward(
  network: u32,
  items: u32,
  isListed: bool,
  isFirst: bool,
  isLast: bool,
): void {
  const step: u32 = CELL_BYTES * load<u32>(network, NETWORK_TILE_ITEMS);
  const shrink = load<f64>(network, NETWORK_SHRINK);
  for (let l = load<u32>(network, NETWORK_LAYERS) - 1; ; l--) {
    const layer = layerAt(network, l);
    const signals = load<u32>(layer, LAYER_SIGNALS);
    let x = inputAddress;
    if (l > 0) {
      const belowLayer = layerAt(network, l - 1);
      x = load<u32>(belowLayer, LAYER_ACTIVATIONS);
      const below = load<u32>(belowLayer, LAYER_SIGNALS);
      let item: u32 = 0;
      for (; item + 2 <= items; item += 2) {
        const offset = CELL_BYTES * item;
        backwardTwoItems(layer, signals + offset, x + offset, below + offset, step);
      }
      if (item < items) {
        const offset = CELL_BYTES * item;
        backwardItem(layer, signals + offset, x + offset, below + offset, step);
      }
    }
    if (l === 0 && isListed) {
      listInputs(network, items, load<u32>(layer, LAYER_INPUTS));
      updateBySparseTile(network, layer, signals, step, isFirst, isLast, shrink);
    } else if (items === 1 && isFirst && isLast) {
      updateByItem(layer, x, step, signals, step, shrink);
    } else {
      updateByTile(layer, items, x, signals, step, isFirst, isLast, shrink);
    }
    updateBiases(layer, items, signals, step, isFirst, isLast);
    if (l === 0) return;
  }
}

/**
 * Trains on the items at positions `from` to `to` (excluded) of a sequence. Batches begin at the
 * multiples of the batch size; one that is cut by `to` is continued by the next call.
 *
 * @param sequence address of 32-bit item indices
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
  const isListed = load<u32>(table, TABLE_IS_SPARSE) !== 0 && tileItems > 1;
  const kind = load<u32>(network, NETWORK_SIGNALS);
  const labels = load<u32>(table, TABLE_LABELS);
  const learningRate = load<f64>(network, NETWORK_LEARNING_RATE);
  const output = layerAt(network, load<u32>(network, NETWORK_LAYERS) - 1);
  const cells = load<u32>(output, LAYER_OUTPUT_CELLS);
  const z = load<u32>(output, LAYER_ACTIVATIONS);
  const signals = load<u32>(output, LAYER_SIGNALS);
  const step: u32 = CELL_BYTES * tileItems;
  let batchStart = from - (from % batchSize);
  for (let position = from; position < to; ) {
    const batchEnd = min<u32>(batchStart + batchSize, count);
    const end = min<u32>(min<u32>(position + tileItems, batchEnd), to);
    const items = end - position;
    const factor = learningRate / <f64>(batchEnd - batchStart);
    gather(network, table, sequence, position, items, isListed);
    forward(network, items, isListed);
    for (let i: u32 = 0; i < items; i++) {
      const item = load<u32>(sequence + 4 * <u32>(position + i));
      const offset: u32 = CELL_BYTES * i;
      softmax(z + offset, signals + offset, step, cells, largestLogit(z + offset, step, cells));
      const label = load<u32>(labels + 4 * item);
      signalsOf(kind, signals + offset, step, cells, label, factor);
    }
    backward(network, items, isListed, position === batchStart, end === batchEnd);
    position = end;
    if (end === batchEnd) batchStart = end;
  }
}

/** Adds the losses and hits of the items `from` to `to` (excluded) of a table to the network's. */
export function evaluateItems(network: u32, table: u32, from: u32, to: u32): void {
  const tileItems = load<u32>(network, NETWORK_TILE_ITEMS);
  const isListed = load<u32>(table, TABLE_IS_SPARSE) !== 0 && tileItems > 1;
  const kind = load<u32>(network, NETWORK_SIGNALS);
  const labels = load<u32>(table, TABLE_LABELS);
  const output = layerAt(network, load<u32>(network, NETWORK_LAYERS) - 1);
  const cells = load<u32>(output, LAYER_OUTPUT_CELLS);
  const classes = load<u32>(output, LAYER_OUTPUTS);
  const step: u32 = CELL_BYTES * tileItems;
  let lossSum = load<f64>(network, NETWORK_LOSS_SUM);
  let squares = load<f64>(network, NETWORK_SQUARE_SUM);
  let correct = load<u32>(network, NETWORK_CORRECT);
  for (let position = from; position < to; ) {
    const items = min<u32>(tileItems, to - position);
    gather(network, table, 0, position, items, isListed);
    forward(network, items, isListed);
    for (let i: u32 = 0; i < items; i++) {
      const label = load<u32>(labels + 4 * <u32>(position + i));
      const z = load<u32>(output, LAYER_ACTIVATIONS) + CELL_BYTES * i;
      const o = load<u32>(output, LAYER_SIGNALS) + CELL_BYTES * i;
      const largest = largestLogit(z, step, cells);
      const sum = softmax(z, o, step, cells, largest);
      const square = squareSum(o, step, cells, label);
      squares += square;
      lossSum +=
        kind === SIGNALS_CROSS_ENTROPY ? crossEntropy(z, step, label, largest, sum) : 0.5 * square;
      if (mostProbable(o, step, classes) === label) correct++;
    }
    position += items;
  }
  store<f64>(network, lossSum, NETWORK_LOSS_SUM);
  store<f64>(network, squares, NETWORK_SQUARE_SUM);
  store<u32>(network, correct, NETWORK_CORRECT);
}
