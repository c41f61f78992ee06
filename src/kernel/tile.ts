/** One tile of items on its way through the network and back. */
import {
  CELL_BYTES,
  LAYER_ACTIVATIONS,
  LAYER_DROP_BELOW,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_SIGNALS,
  NETWORK_DEFERS_UPDATES,
  NETWORK_DROPOUT_RANDOM,
  NETWORK_INPUT_CELLS,
  NETWORK_JITTER_RANDOM,
  NETWORK_LAYERS,
  NETWORK_OPTIMIZER,
  NETWORK_TILE_ITEMS,
  OPTIMIZER_ADAM,
  OPTIMIZER_SGD,
  TABLE_ENTRY_BOUNDS,
  TABLE_FIRST,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
} from "../core/kernelLayout";
import { activate, applyGates, throughSlopes } from "./activations";
import { backwardByTwos, backwardItem } from "./backward";
import { layerAt } from "./cells";
import { constrain, isConstrained } from "./constraints";
import { forwardByFours, forwardItem } from "./forward";
import { addNoise } from "./noise";
import { countUpdate, optimize } from "./optimizers";
import { dropUnits } from "./random";
import { forwardSparse, listInputs, noteItem, spreadItem, updateBySparseTile } from "./sparse";
import { updateBiases, updateByItem, updateByTile } from "./steps";

/** Where the inputs of the present tile are. */
let inputAddress: u32 = 0;
/** Whether the present tile has entries, in place of cells. */
let isListed: bool = false;

/** Bytes from one cell of an item to its next. */
@inline
export function stepOf(network: u32): u32 {
  return CELL_BYTES * load<u32>(network, NETWORK_TILE_ITEMS);
}

/** Number of the row of a table at a position of a sequence; without one, of the table itself. */
@inline
export function rowAt(table: u32, sequence: u32, position: u32): u32 {
  const item: u32 = sequence === 0 ? position : load<u32>(sequence + 4 * position);
  return item - load<u32>(table, TABLE_FIRST);
}

/** Copies a row of inputs into the cells of a tile. */
@inline
function copyRow(row: u32, cells: u32, step: u32, count: u32): void {
  for (let left = count; left > 0; left--, row += CELL_BYTES, cells += step) {
    v128.store(cells, v128.load(row));
    v128.store(cells, v128.load(row, 16), 16);
  }
}

/**
 * Brings the inputs of a tile to where the first layer reads them.
 *
 * @param sequence address of the numbers of the items; 0 if they follow one another from `first`
 * @param isTraining whether noise may be added
 * @param itemsLeft items of this call, from these on
 */
export function gather(
  network: u32,
  table: u32,
  sequence: u32,
  first: u32,
  items: u32,
  isTraining: bool,
  itemsLeft: u32,
): void {
  const rows = load<u32>(table, TABLE_ROWS);
  const rowBytes = load<u32>(table, TABLE_ROW_BYTES);
  const tileItems = load<u32>(network, NETWORK_TILE_ITEMS);
  const isNoisy = isTraining && load<u32>(network, NETWORK_JITTER_RANDOM) !== 0;
  const bounds = load<u32>(table, TABLE_ENTRY_BOUNDS);
  isListed = bounds !== 0 && tileItems > 1 && !isNoisy;
  if (bounds === 0 && tileItems === 1 && !isNoisy) {
    // The cells of a single item follow one another, as its row does.
    inputAddress = rows + rowBytes * rowAt(table, sequence, first);
    return;
  }
  const cells = load<u32>(network, NETWORK_INPUT_CELLS);
  const step = stepOf(network);
  const layer = layerAt(network, 0);
  const inputs = load<u32>(layer, LAYER_INPUTS);
  const count = load<u32>(layer, LAYER_INPUT_CELLS);
  inputAddress = cells;
  for (let i: u32 = 0; i < items; i++) {
    const at = rowAt(table, sequence, first + i);
    const row = rows + rowBytes * at;
    const itemCells: u32 = cells + CELL_BYTES * i;
    if (isListed) {
      noteItem(network, i, bounds + 8 * at, inputs);
    } else if (bounds !== 0) {
      spreadItem(bounds + 8 * at, itemCells, step, count);
      if (isNoisy) addNoise(network, itemCells, step, inputs, itemCells, step, itemsLeft - i);
    } else if (isNoisy) {
      addNoise(network, row, CELL_BYTES, inputs, itemCells, step, itemsLeft - i);
    } else {
      copyRow(row, itemCells, step, count);
    }
  }
}

/** Activations of every layer for the tile at hand, and the logits of the last. */
export function forward(network: u32, items: u32, isTraining: bool): void {
  const last = load<u32>(network, NETWORK_LAYERS) - 1;
  const step = stepOf(network);
  if (isTraining && load<u32>(network, NETWORK_DROPOUT_RANDOM) !== 0) dropUnits(network, items);
  let x = inputAddress;
  for (let l: u32 = 0; l <= last; l++) {
    const layer = layerAt(network, l);
    const z = load<u32>(layer, LAYER_ACTIVATIONS);
    if (l === 0 && isListed) {
      forwardSparse(network, layer, items, z, step);
    } else {
      const fours = items & ~3;
      if (fours !== 0) forwardByFours(layer, fours, x, z, step);
      for (let item = fours; item < items; item++) {
        const offset = CELL_BYTES * item;
        forwardItem(layer, x + offset, z + offset, step);
      }
    }
    if (l < last) {
      activate(layer, items, step);
      if (isTraining && load<u32>(layer, LAYER_DROP_BELOW) !== 0) applyGates(layer, items, step);
    }
    x = z;
  }
}

/** Signals of the layer below a layer, from those of its outputs. */
@inline
function signalsBelow(layer: u32, below: u32, items: u32, step: u32): void {
  const signals = load<u32>(layer, LAYER_SIGNALS);
  const sums = load<u32>(below, LAYER_SIGNALS);
  const even = items & ~1;
  if (even !== 0) backwardByTwos(layer, even, signals, sums, step);
  if (even < items) {
    const offset = CELL_BYTES * even;
    backwardItem(layer, signals + offset, sums + offset, step);
  }
  throughSlopes(below, items, step);
}

/**
 * Adds the products of a tile to the sums of a layer and, where the batch ends, updates it.
 *
 * @param x the inputs of the layer
 */
function learn(
  network: u32,
  layer: u32,
  items: u32,
  x: u32,
  hasEntries: bool,
  isFirst: bool,
  isLast: bool,
): void {
  const step = stepOf(network);
  const signals = load<u32>(layer, LAYER_SIGNALS);
  const isPlain = load<u32>(network, NETWORK_OPTIMIZER) === OPTIMIZER_SGD;
  const descends = isLast && isPlain;
  const isDeferred = load<u32>(network, NETWORK_DEFERS_UPDATES) !== 0;
  const constrains = isLast && !isDeferred && isConstrained(network, layer);
  const isByItem = items === 1 && isFirst && descends && !hasEntries;
  if (isByItem) {
    updateByItem(constrains, network, layer, x, step, signals, step);
  } else if (hasEntries) {
    listInputs(network, items, load<u32>(layer, LAYER_INPUTS));
    updateBySparseTile(network, layer, signals, step, isFirst, descends);
  } else {
    updateByTile(layer, items, x, signals, step, isFirst, descends);
  }
  updateBiases(layer, items, signals, step, isFirst, descends);
  if (isLast && !isPlain && !isDeferred) optimize(network, layer);
  if (constrains && !isByItem) constrain(network, layer);
}

/** The update of a layer that a batch has left to the host. */
export function updateDeferred(network: u32, layer: u32): void {
  optimize(network, layer);
  if (isConstrained(network, layer)) constrain(network, layer);
}

/**
 * Signals of every layer from those of the last, and the update where the batch ends.
 *
 * @param isFirst whether the tile begins the batch
 * @param isLast whether it ends the batch
 */
export function backward(network: u32, items: u32, isFirst: bool, isLast: bool): void {
  if (isLast && load<u32>(network, NETWORK_OPTIMIZER) === OPTIMIZER_ADAM) countUpdate(network);
  for (let l = load<u32>(network, NETWORK_LAYERS) - 1; l > 0; l--) {
    const layer = layerAt(network, l);
    const below = layerAt(network, l - 1);
    signalsBelow(layer, below, items, stepOf(network));
    const x = load<u32>(below, LAYER_ACTIVATIONS);
    learn(network, layer, items, x, false, isFirst, isLast);
  }
  learn(network, layerAt(network, 0), items, inputAddress, isListed, isFirst, isLast);
}
