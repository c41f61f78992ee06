/**
 * The first layer when most inputs are zero: only the others are visited. A product with zero adds
 * nothing to a sum, so the bits are those of forward.ts and steps.ts.
 *
 * The table has entries (value and place) item by item, for the weighted sums; those of a tile are
 * listed input by input too, for the steps.
 */
import {
  BLOCK_INPUTS,
  CELL_BYTES,
  ENTRY_BYTES,
  ENTRY_PLACE,
  LAYER_BIASES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_SHRINK,
  LAYER_WEIGHT_SUMS,
  LAYER_WEIGHTS,
  NETWORK_INPUT_ENTRIES,
  NETWORK_INPUT_STARTS,
  NETWORK_ITEM_STARTS,
  TABLE_ENTRY_BOUNDS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK, zeros } from "./cells";
import { updateCell } from "./steps";

/** Panels that are worked on at a time. */
const GROUP: u32 = 4;

@inline
function blocksOf(inputs: u32): u32 {
  return (inputs + BLOCK_INPUTS - 1) / BLOCK_INPUTS;
}

/**
 * Lists the inputs of rows that are not zero: entries, and where those of each row begin and end.
 * What was zero behind the last entry is zero again.
 *
 * @param table sparse, and `count` rows of it at its TABLE_ROWS
 * @param row number of the first of them
 * @param entry address of the first entry
 */
export function listRows(table: u32, row: u32, count: u32, entry: u32): void {
  const rowBytes = load<u32>(table, TABLE_ROW_BYTES);
  let value = load<u32>(table, TABLE_ROWS);
  let bounds: u32 = load<u32>(table, TABLE_ENTRY_BOUNDS) + 8 * row;
  for (; count > 0; count--, bounds += 8) {
    store<u32>(bounds, entry);
    const end = value + rowBytes;
    for (let place: u32 = 0; value < end; value += 8, place += CELL_BYTES) {
      const x = load<f64>(value);
      store<f64>(entry, x);
      store<u32>(entry, place, ENTRY_PLACE);
      entry += <u32>(x !== 0) * ENTRY_BYTES;
    }
    store<u32>(bounds, entry, 4);
  }
  v128.store(entry, zeros());
}

/** Notes where the entries of an item of the tile are, one block of inputs after the other. */
export function noteItem(network: u32, item: u32, bounds: u32, inputs: u32): void {
  const blocks = blocksOf(inputs);
  let start: u32 = load<u32>(network, NETWORK_ITEM_STARTS) + 4 * (blocks + 1) * item;
  let entry = load<u32>(bounds);
  const end = load<u32>(bounds, 4);
  store<u32>(start, entry);
  for (let block: u32 = 1; block < blocks; block++) {
    const limit = block * BLOCK_INPUTS * CELL_BYTES;
    while (entry < end && load<u32>(entry, ENTRY_PLACE) < limit) entry += ENTRY_BYTES;
    start += 4;
    store<u32>(start, entry);
  }
  store<u32>(start, end, 4);
}

/** Spreads the entries of an item among the cells of a tile, zeros between them. */
export function spreadItem(bounds: u32, cells: u32, step: u32, count: u32): void {
  const end = cells + step * count;
  for (let cell = cells; cell < end; cell += step) {
    v128.store(cell, zeros());
    v128.store(cell, zeros(), 16);
  }
  const lastEntry = load<u32>(bounds, 4);
  for (let entry = load<u32>(bounds); entry < lastEntry; entry += ENTRY_BYTES) {
    const input = load<u32>(entry, ENTRY_PLACE) / CELL_BYTES;
    store<f64>(cells + (input >> 2) * step + 8 * (input & 3), load<f64>(entry));
  }
}

/** Lists the same entries input by input, items in order; their place is that of their signals. */
export function listInputs(network: u32, items: u32, inputs: u32): void {
  const itemStarts = load<u32>(network, NETWORK_ITEM_STARTS);
  const toEnd = 4 * blocksOf(inputs);
  const endOfStarts = itemStarts + (toEnd + 4) * items;
  const starts = load<u32>(network, NETWORK_INPUT_STARTS);
  // Count into the slot after next, add up into beginnings, and let the filling move each one on.
  memory.fill(starts, 0, 4 * (inputs + 2));
  for (let start = itemStarts; start < endOfStarts; start += toEnd + 4) {
    const end = load<u32>(start + toEnd);
    for (let entry = load<u32>(start); entry < end; entry += ENTRY_BYTES) {
      const slot = starts + 8 + (load<u32>(entry, ENTRY_PLACE) >> 3);
      store<u32>(slot, load<u32>(slot) + ENTRY_BYTES);
    }
  }
  let sum = load<u32>(network, NETWORK_INPUT_ENTRIES);
  const endOfSlots = starts + 4 * (inputs + 2);
  for (let slot = starts; slot < endOfSlots; slot += 4) {
    sum += load<u32>(slot);
    store<u32>(slot, sum);
  }
  let place: u32 = 0;
  for (let start = itemStarts; start < endOfStarts; start += toEnd + 4, place += CELL_BYTES) {
    const end = load<u32>(start + toEnd);
    for (let entry = load<u32>(start); entry < end; entry += ENTRY_BYTES) {
      const slot = starts + 4 + (load<u32>(entry, ENTRY_PLACE) >> 3);
      const target = load<u32>(slot);
      store<u32>(slot, <u32>target + ENTRY_BYTES);
      store<f64>(target, load<f64>(entry));
      store<u32>(target, place, ENTRY_PLACE);
    }
  }
}

/** Adds the products of the entries of some inputs, for four panels, to the sums of an item. */
@inline
function addToGroup(first: u32, end: u32, weights: u32, panelBytes: u32, z: u32, zStep: u32): void {
  const z1 = z + zStep;
  const z2 = z1 + zStep;
  const z3 = z2 + zStep;
  let a0 = v128.load(z);
  let a1 = v128.load(z, 16);
  let b0 = v128.load(z1);
  let b1 = v128.load(z1, 16);
  let c0 = v128.load(z2);
  let c1 = v128.load(z2, 16);
  let d0 = v128.load(z3);
  let d1 = v128.load(z3, 16);
  for (let entry = first; entry < end; entry += ENTRY_BYTES) {
    const x = v128.load64_splat(entry);
    let w: u32 = weights + load<u32>(entry, ENTRY_PLACE);
    a0 = addProduct(a0, x, v128.load(w));
    a1 = addProduct(a1, x, v128.load(w, 16));
    w += panelBytes;
    b0 = addProduct(b0, x, v128.load(w));
    b1 = addProduct(b1, x, v128.load(w, 16));
    w += panelBytes;
    c0 = addProduct(c0, x, v128.load(w));
    c1 = addProduct(c1, x, v128.load(w, 16));
    w += panelBytes;
    d0 = addProduct(d0, x, v128.load(w));
    d1 = addProduct(d1, x, v128.load(w, 16));
  }
  v128.store(z, a0);
  v128.store(z, a1, 16);
  v128.store(z1, b0);
  v128.store(z1, b1, 16);
  v128.store(z2, c0);
  v128.store(z2, c1, 16);
  v128.store(z3, d0);
  v128.store(z3, d1, 16);
}

/** The same for one panel. */
@inline
function addToPanel(first: u32, end: u32, weights: u32, z: u32): void {
  let a0 = v128.load(z);
  let a1 = v128.load(z, 16);
  for (let entry = first; entry < end; entry += ENTRY_BYTES) {
    const x = v128.load64_splat(entry);
    const w: u32 = weights + load<u32>(entry, ENTRY_PLACE);
    a0 = addProduct(a0, x, v128.load(w));
    a1 = addProduct(a1, x, v128.load(w, 16));
  }
  v128.store(z, a0);
  v128.store(z, a1, 16);
}

/** Adds the products of a block of inputs to the weighted sums of all items. */
@inline
function addBlock(
  layer: u32,
  starts: u32,
  startStep: u32,
  items: u32,
  z: u32,
  zStep: u32,
): void {
  const panelBytes = load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK;
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  for (; panels >= GROUP; panels -= GROUP) {
    let start = starts;
    const end = z + CELL_BYTES * items;
    for (let sum = z; sum < end; sum += CELL_BYTES, start += startStep) {
      addToGroup(load<u32>(start), load<u32>(start, 4), weights, panelBytes, sum, zStep);
    }
    weights += GROUP * panelBytes;
    z += GROUP * zStep;
  }
  for (; panels > 0; panels--) {
    let start = starts;
    const end = z + CELL_BYTES * items;
    for (let sum = z; sum < end; sum += CELL_BYTES, start += startStep) {
      addToPanel(load<u32>(start), load<u32>(start, 4), weights, sum);
    }
    weights += panelBytes;
    z += zStep;
  }
}

/** z = x W + b for the listed items. */
export function forwardSparse(
  network: u32,
  layer: u32,
  items: u32,
  z: u32,
  zStep: u32,
): void {
  const cells = load<u32>(layer, LAYER_OUTPUT_CELLS);
  const end = z + zStep * cells;
  for (let sums = z; sums < end; sums += zStep) memory.fill(sums, 0, CELL_BYTES * items);
  const blocks = blocksOf(load<u32>(layer, LAYER_INPUTS));
  const starts = load<u32>(network, NETWORK_ITEM_STARTS);
  for (let block: u32 = 0; block < blocks; block++) {
    addBlock(layer, starts + 4 * block, 4 * (blocks + 1), items, z, zStep);
  }
  let biases = load<u32>(layer, LAYER_BIASES);
  for (let sums = z; sums < end; sums += zStep, biases += CELL_BYTES) {
    const bias0 = v128.load(biases);
    const bias1 = v128.load(biases, 16);
    const last = sums + CELL_BYTES * items;
    for (let sum = sums; sum < last; sum += CELL_BYTES) {
      v128.store(sum, f64x2.add(v128.load(sum), bias0));
      v128.store(sum, f64x2.add(v128.load(sum, 16), bias1), 16);
    }
  }
}

/** Ends the sums of a cell of weights: updates it by them, or keeps them. */
@inline
function settle(
  weights: u32,
  sums: u32,
  step0: v128,
  step1: v128,
  descends: bool,
  shrink: v128,
): void {
  if (descends) {
    updateCell(weights, step0, step1, shrink);
  } else {
    v128.store(sums, step0);
    v128.store(sums, step1, 16);
  }
}

/** As updateByTile() of steps.ts, for the listed items. */
export function updateBySparseTile(
  network: u32,
  layer: u32,
  signals: u32,
  step: u32,
  isFirst: bool,
  descends: bool,
): void {
  const inputs = load<u32>(layer, LAYER_INPUTS);
  const panelBytes = load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK;
  const starts = load<u32>(network, NETWORK_INPUT_STARTS);
  const shrink = v128.load64_splat(layer, LAYER_SHRINK);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let sums = load<u32>(layer, LAYER_WEIGHT_SUMS);
  let panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  for (; panels >= GROUP; panels -= GROUP) {
    const signals1 = signals + step;
    const signals2 = signals1 + step;
    const signals3 = signals2 + step;
    for (let input: u32 = 0; input < inputs; input++) {
      const g = sums + CELL_BYTES * input;
      const w = weights + CELL_BYTES * input;
      let a0 = zeros();
      let a1 = zeros();
      let b0 = zeros();
      let b1 = zeros();
      let c0 = zeros();
      let c1 = zeros();
      let d0 = zeros();
      let d1 = zeros();
      if (!isFirst) {
        a0 = v128.load(g);
        a1 = v128.load(g, 16);
        b0 = v128.load(g + panelBytes);
        b1 = v128.load(g + panelBytes, 16);
        c0 = v128.load(g + 2 * panelBytes);
        c1 = v128.load(g + 2 * panelBytes, 16);
        d0 = v128.load(g + 3 * panelBytes);
        d1 = v128.load(g + 3 * panelBytes, 16);
      }
      const end = load<u32>(starts + 4 * input, 4);
      for (
        let entry = load<u32>(starts + 4 * input);
        entry < end;
        entry += ENTRY_BYTES
      ) {
        const x = v128.load64_splat(entry);
        const place = load<u32>(entry, ENTRY_PLACE);
        a0 = addProduct(a0, x, v128.load(signals + place));
        a1 = addProduct(a1, x, v128.load(signals + place, 16));
        b0 = addProduct(b0, x, v128.load(signals1 + place));
        b1 = addProduct(b1, x, v128.load(signals1 + place, 16));
        c0 = addProduct(c0, x, v128.load(signals2 + place));
        c1 = addProduct(c1, x, v128.load(signals2 + place, 16));
        d0 = addProduct(d0, x, v128.load(signals3 + place));
        d1 = addProduct(d1, x, v128.load(signals3 + place, 16));
      }
      settle(w, g, a0, a1, descends, shrink);
      settle(w + panelBytes, g + panelBytes, b0, b1, descends, shrink);
      settle(w + 2 * panelBytes, g + 2 * panelBytes, c0, c1, descends, shrink);
      settle(w + 3 * panelBytes, g + 3 * panelBytes, d0, d1, descends, shrink);
    }
    signals += GROUP * step;
    weights += GROUP * panelBytes;
    sums += GROUP * panelBytes;
  }
  for (; panels > 0; panels--) {
    for (let input: u32 = 0; input < inputs; input++) {
      const g = sums + CELL_BYTES * input;
      let a0 = zeros();
      let a1 = zeros();
      if (!isFirst) {
        a0 = v128.load(g);
        a1 = v128.load(g, 16);
      }
      const end = load<u32>(starts + 4 * input, 4);
      for (
        let entry = load<u32>(starts + 4 * input);
        entry < end;
        entry += ENTRY_BYTES
      ) {
        const x = v128.load64_splat(entry);
        const s: u32 = signals + load<u32>(entry, ENTRY_PLACE);
        a0 = addProduct(a0, x, v128.load(s));
        a1 = addProduct(a1, x, v128.load(s, 16));
      }
      settle(weights + CELL_BYTES * input, g, a0, a1, descends, shrink);
    }
    signals += step;
    weights += panelBytes;
    sums += panelBytes;
  }
}
