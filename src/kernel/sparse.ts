/**
 * The first layer when most inputs are zero: only the others are visited. A product with zero adds
 * nothing to a sum, so the bits are those of forward.ts and steps.ts.
 *
 * A tile's entries (value and place) are listed twice: item by item for the weighted sums, input
 * by input for the steps.
 */
import {
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
  NETWORK_ITEM_ENTRIES,
  NETWORK_ITEM_STARTS,
} from "../core/kernelLayout";
import { addProduct, WEIGHT_BLOCK, zeros } from "./cells";
import { updateCell } from "./steps";

/** Panels that are worked on at a time. */
const GROUP: u32 = 4;

/** Begins the lists of a new tile. */
export function clearEntries(network: u32): void {
  const starts = load<u32>(network, NETWORK_ITEM_STARTS);
  store<u32>(starts, load<u32>(network, NETWORK_ITEM_ENTRIES));
}

/** Lists the inputs of an item that are not zero; their place is that of their weights. */
export function listItem(network: u32, item: u32, row: u32, inputs: u32): void {
  const start = load<u32>(network, NETWORK_ITEM_STARTS) + 4 * item;
  let entry = load<u32>(start);
  const end = row + 8 * inputs;
  let place: u32 = 0;
  for (; row < end; row += 8, place += CELL_BYTES) {
    const value = load<f64>(row);
    store<f64>(entry, value);
    store<u32>(entry, place, ENTRY_PLACE);
    entry += <u32>(value !== 0) * ENTRY_BYTES;
  }
  store<u32>(start, entry, 4);
}

/** Lists the same entries input by input, items in order; their place is that of their signals. */
export function listInputs(network: u32, items: u32, inputs: u32): void {
  const itemStarts = load<u32>(network, NETWORK_ITEM_STARTS);
  const starts = load<u32>(network, NETWORK_INPUT_STARTS);
  const first = load<u32>(itemStarts);
  const last = load<u32>(itemStarts + 4 * items);
  // Count into the slot after next, add up into beginnings, and let the filling move each one on.
  memory.fill(starts, 0, 4 * (inputs + 2));
  for (let entry = first; entry < last; entry += ENTRY_BYTES) {
    const slot = starts + 8 + (load<u32>(entry, ENTRY_PLACE) >> 3);
    store<u32>(slot, load<u32>(slot) + ENTRY_BYTES);
  }
  let sum = load<u32>(network, NETWORK_INPUT_ENTRIES);
  const end = starts + 4 * (inputs + 2);
  for (let slot = starts; slot < end; slot += 4) {
    sum += load<u32>(slot);
    store<u32>(slot, sum);
  }
  for (let item: u32 = 0; item < items; item++) {
    const itemEnd = load<u32>(itemStarts + 4 * item, 4);
    for (
      let entry = load<u32>(itemStarts + 4 * item);
      entry < itemEnd;
      entry += ENTRY_BYTES
    ) {
      const slot = starts + 4 + (load<u32>(entry, ENTRY_PLACE) >> 3);
      const target = load<u32>(slot);
      store<u32>(slot, <u32>target + ENTRY_BYTES);
      store<f64>(target, load<f64>(entry));
      store<u32>(target, <u32>(item * CELL_BYTES), ENTRY_PLACE);
    }
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
  const panelBytes = load<u32>(layer, LAYER_INPUT_CELLS) * WEIGHT_BLOCK;
  const starts = load<u32>(network, NETWORK_ITEM_STARTS);
  let weights = load<u32>(layer, LAYER_WEIGHTS);
  let biases = load<u32>(layer, LAYER_BIASES);
  let panels = load<u32>(layer, LAYER_OUTPUT_CELLS);
  for (; panels >= GROUP; panels -= GROUP) {
    for (let item: u32 = 0; item < items; item++) {
      let a0 = zeros();
      let a1 = zeros();
      let b0 = zeros();
      let b1 = zeros();
      let c0 = zeros();
      let c1 = zeros();
      let d0 = zeros();
      let d1 = zeros();
      const end = load<u32>(starts + 4 * item, 4);
      for (
        let entry = load<u32>(starts + 4 * item);
        entry < end;
        entry += ENTRY_BYTES
      ) {
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
      let at = z + CELL_BYTES * item;
      v128.store(at, f64x2.add(a0, v128.load(biases)));
      v128.store(at, f64x2.add(a1, v128.load(biases, 16)), 16);
      at += zStep;
      v128.store(at, f64x2.add(b0, v128.load(biases, 32)));
      v128.store(at, f64x2.add(b1, v128.load(biases, 48)), 16);
      at += zStep;
      v128.store(at, f64x2.add(c0, v128.load(biases, 64)));
      v128.store(at, f64x2.add(c1, v128.load(biases, 80)), 16);
      at += zStep;
      v128.store(at, f64x2.add(d0, v128.load(biases, 96)));
      v128.store(at, f64x2.add(d1, v128.load(biases, 112)), 16);
    }
    z += GROUP * zStep;
    weights += GROUP * panelBytes;
    biases += GROUP * CELL_BYTES;
  }
  for (; panels > 0; panels--) {
    for (let item: u32 = 0; item < items; item++) {
      let a0 = zeros();
      let a1 = zeros();
      const end = load<u32>(starts + 4 * item, 4);
      for (
        let entry = load<u32>(starts + 4 * item);
        entry < end;
        entry += ENTRY_BYTES
      ) {
        const x = v128.load64_splat(entry);
        const w: u32 = weights + load<u32>(entry, ENTRY_PLACE);
        a0 = addProduct(a0, x, v128.load(w));
        a1 = addProduct(a1, x, v128.load(w, 16));
      }
      const at = z + CELL_BYTES * item;
      v128.store(at, f64x2.add(a0, v128.load(biases)));
      v128.store(at, f64x2.add(a1, v128.load(biases, 16)), 16);
    }
    z += zStep;
    weights += panelBytes;
    biases += CELL_BYTES;
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
