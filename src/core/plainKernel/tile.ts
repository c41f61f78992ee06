/** One tile of items on its way through the network and back, as in src/kernel/tile.ts. */
import {
  CELL_BYTES,
  ENTRY_BYTES,
  ENTRY_PLACE,
  OPTIMIZER_ADAM,
  OPTIMIZER_SGD,
} from "../kernelLayout.ts";
import { next32 } from "../mersenneTwister.ts";
import { nextGaussian } from "../ziggurat.ts";
import { activate, applyGates, throughSlopes } from "./activations.ts";
import { backwardItem } from "./backward.ts";
import { constrain } from "./constraints.ts";
import { forwardItem, forwardTwoItems } from "./forward.ts";
import { countUpdate, optimize } from "./optimizers.ts";
import type { Plan } from "./plan.ts";
import { updateBiases, updateByItem, updateByTile } from "./steps.ts";

/** Number of the row of a table at a position of a sequence; without one, of the table itself. */
export function rowAt(
  { firstItem }: Plan,
  sequence: Uint32Array | undefined,
  position: number,
): number {
  return (sequence ? sequence[position] : position) - firstItem;
}

/** Copies a row of inputs into the cells of a tile. */
function copyRow({ f, tileItems, rowValues }: Plan, row: number, cells: number): void {
  for (let value = 0; value < rowValues; value += 4) {
    const cell = cells + value * tileItems;
    f[cell] = f[row + value];
    f[cell + 1] = f[row + value + 1];
    f[cell + 2] = f[row + value + 2];
    f[cell + 3] = f[row + value + 3];
  }
}

/** Spreads the entries of an item among the cells of a tile, zeros between them. */
function spreadItem(plan: Plan, firstEntry: number, lastEntry: number, cells: number): void {
  const { f, integers, tileItems, rowValues } = plan;
  for (let value = 0; value < rowValues; value += 4) {
    const cell = cells + value * tileItems;
    f.fill(0, cell, cell + 4);
  }
  for (let entry = firstEntry; entry < lastEntry; entry += ENTRY_BYTES) {
    const input = integers[(entry + ENTRY_PLACE) / 4] / CELL_BYTES;
    f[cells + (input & ~3) * tileItems + (input & 3)] = f[entry / 8];
  }
}

/**
 * Brings the inputs of a tile to where the first layer reads them.
 *
 * @param sequence numbers of the items; without it they follow one another
 * @param isTraining whether noise may be added
 * @returns where that is
 */
export function gather(
  plan: Plan,
  sequence: Uint32Array | undefined,
  first: number,
  items: number,
  isTraining: boolean,
): number {
  const { f, layers, tileItems, inputCells, rows, rowValues, entryBounds } = plan;
  const { jitter, jittering } = plan;
  const isNoisy = isTraining && jittering !== undefined;
  if (entryBounds === undefined && tileItems === 1 && !isNoisy) {
    return rows + rowValues * rowAt(plan, sequence, first);
  }
  const [{ inputs }] = layers;
  for (let i = 0; i < items; i++) {
    const at = rowAt(plan, sequence, first + i);
    const cells = inputCells + 4 * i;
    if (entryBounds) spreadItem(plan, entryBounds[2 * at], entryBounds[2 * at + 1], cells);
    else copyRow(plan, rows + rowValues * at, cells);
    if (!isNoisy) continue;
    for (let input = 0; input < inputs; input++) {
      f[cells + (input & ~3) * tileItems + (input & 3)] += jitter * nextGaussian(jittering);
    }
  }
  return inputCells;
}

/** Draws the gates of a tile: item by item, layer by layer, unit by unit. */
function dropUnits({ f, layers, tileItems, dropping }: Plan, items: number): void {
  if (!dropping) return;
  const step = 4 * tileItems;
  for (let item = 0; item < items; item++) {
    for (let l = 0; l < layers.length - 1; l++) {
      const { outputs, gates, dropBelow, keptScale } = layers[l];
      if (dropBelow === 0) continue;
      for (let j = 0; j < outputs; j++) {
        const at = gates + (j >> 2) * step + 4 * item + (j & 3);
        f[at] = next32(dropping) < dropBelow ? 0 : keptScale;
      }
    }
  }
}

/** Activations of every layer for the tile at hand, and the logits of the last. */
export function forward(plan: Plan, inputs: number, items: number, isTraining: boolean): void {
  const { f, layers, tileItems } = plan;
  const step = 4 * tileItems;
  if (isTraining) dropUnits(plan, items);
  let x = inputs;
  for (let l = 0; l < layers.length; l++) {
    const layer = layers[l];
    const z = layer.activations;
    let item = 0;
    for (; item + 2 <= items; item += 2) {
      forwardTwoItems(f, layer, x + 4 * item, step, z + 4 * item, step);
    }
    if (item < items) forwardItem(f, layer, x + 4 * item, step, z + 4 * item, step);
    if (l + 1 < layers.length) {
      activate(f, layer, items, step);
      if (isTraining && layer.dropBelow !== 0) applyGates(f, layer, items, step);
    }
    x = z;
  }
}

/** Signals of every layer from those of the last, and the update where the batch ends. */
export function backward(
  plan: Plan,
  inputs: number,
  items: number,
  isFirst: boolean,
  isLast: boolean,
): void {
  const { f, layers, tileItems, optimizer } = plan;
  const step = 4 * tileItems;
  const isPlain = optimizer === OPTIMIZER_SGD;
  const descends = isLast && isPlain;
  if (isLast && optimizer === OPTIMIZER_ADAM) countUpdate(plan);
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l];
    const { signals } = layer;
    const x = l === 0 ? inputs : layers[l - 1].activations;
    if (l > 0) {
      const below = layers[l - 1];
      for (let at = 0; at < 4 * items; at += 4) {
        backwardItem(f, layer, signals + at, below.signals + at, step);
      }
      throughSlopes(f, below, items, step);
    }
    if (items === 1 && isFirst && descends) updateByItem(f, layer, x, step, signals, step);
    else updateByTile(f, layer, items, x, signals, step, isFirst, descends);
    updateBiases(f, layer, items, signals, step, isFirst, descends);
    if (isLast && !plan.defersUpdates) finishUpdate(plan, l);
  }
}

/** What comes after the sums of a batch, but for plain gradient descent itself. */
export function finishUpdate(plan: Plan, layer: number): void {
  const { f, layers, optimizer, maxNorm } = plan;
  if (optimizer !== OPTIMIZER_SGD) optimize(plan, layers[layer]);
  constrain(f, layers[layer], maxNorm);
}
