/** What is drawn of a network, and where: units in columns, weights between them. No DOM. */
import type { LayerView } from "../../src/core/network.ts";

/** Units of a layer that are drawn. */
const MOST_UNITS = 24;

/** Weights that are drawn. */
const MOST_EDGES = 2000;

/** Distance of two units of a layer, in pixels. */
const LEAST_STEP = 16;
const LARGEST_STEP = 36;
/** A column is about so tall if that lets units stand apart. */
const COLUMN_HEIGHT = 400;
const LARGEST_RADIUS = 9;
/** Room for the names of the layers. */
const HEAD = 34;
const FOOT = 10;
const LARGEST_MARGIN = 120;

/** A unit of a network; layer 0 are the inputs. */
export interface Unit {
  readonly layer: number;
  readonly unit: number;
}

/** A weight by its place: of layer `layer` of weights, from 0 at the inputs. */
export interface WeightPlace {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

export interface Edge extends WeightPlace {
  readonly weight: number;
  /** Of the largest magnitude that its layer has had in any network, 0 to 1. */
  readonly share: number;
}

interface Column {
  readonly x: number;
  /** Numbers of the units, from the top. */
  readonly units: readonly number[];
  readonly ys: readonly number[];
  /** Units that are not drawn. */
  readonly left: number;
}

/** Places in pixels. */
export interface NetworkPicture {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Room for names on both sides. */
  readonly margin: number;
  readonly columns: readonly Column[];
}

/** Units of every layer, inputs first. */
export function unitCounts(layers: readonly LayerView[]): number[] {
  return [layers[0].inputs, ...layers.map(({ outputs }) => outputs)];
}

/**
 * The units that are drawn, for each layer in order: all of a small layer, of a large one those with
 * the largest weights, by the sum of squares of all weights into and out of a unit.
 */
export function drawnUnits(layers: readonly LayerView[], most = MOST_UNITS): number[][] {
  return unitCounts(layers).map((count, layer) => {
    const all = Array.from({ length: count }, (_, unit) => unit);
    if (count <= most) return all;
    const sums = new Float64Array(count);
    if (layer > 0) {
      const { weights, outputs } = layers[layer - 1];
      for (let i = 0; i < weights.length; i++) sums[i % outputs] += weights[i] ** 2;
    }
    if (layer < layers.length) {
      const { weights, outputs } = layers[layer];
      for (let i = 0; i < weights.length; i++) sums[Math.floor(i / outputs)] += weights[i] ** 2;
    }
    return all
      .sort((a, b) => sums[b] - sums[a] || a - b)
      .slice(0, most)
      .sort((a, b) => a - b);
  });
}

/**
 * The weights between drawn units that are not exactly zero, the largest last; the largest ones if
 * there are more than `most`.
 *
 * @param ranges largest magnitude of each layer of weights
 */
export function drawnEdges(
  layers: readonly LayerView[],
  units: readonly (readonly number[])[],
  ranges: readonly number[],
  most = MOST_EDGES,
): { readonly edges: readonly Edge[]; readonly left: number } {
  const edges: Edge[] = [];
  layers.forEach(({ weights, outputs }, layer) => {
    for (const from of units[layer]) {
      for (const to of units[layer + 1]) {
        const weight = weights[from * outputs + to];
        if (weight === 0) continue;
        const share = ranges[layer] > 0 ? Math.min(1, Math.abs(weight) / ranges[layer]) : 0;
        edges.push({ layer, from, to, weight, share });
      }
    }
  });
  edges.sort((a, b) => a.share - b.share);
  const left = Math.max(0, edges.length - most);
  return { edges: left > 0 ? edges.slice(left) : edges, left };
}

/**
 * @param units drawn units of every layer
 * @param counts all units of every layer
 * @param width in pixels
 */
export function placeUnits(
  units: readonly (readonly number[])[],
  counts: readonly number[],
  width: number,
): NetworkPicture {
  const tallest = Math.max(...units.map(column => column.length));
  const step = Math.max(LEAST_STEP, Math.min(LARGEST_STEP, COLUMN_HEIGHT / tallest));
  const radius = Math.min(LARGEST_RADIUS, step * 0.4);
  const height = HEAD + tallest * step + FOOT;
  const margin = Math.min(LARGEST_MARGIN, width * 0.22);
  const way = width - 2 * margin;
  const middle = HEAD + (tallest * step) / 2;
  const columns = units.map((column, layer) => ({
    x: margin + (way * layer) / (units.length - 1),
    units: column,
    ys: column.map((_, i) => middle + (i - (column.length - 1) / 2) * step),
    left: counts[layer] - column.length,
  }));
  return { width, height, radius, margin, columns };
}

/** The unit under a point, or close by; null if there is none. */
export function unitAt({ columns, radius }: NetworkPicture, x: number, y: number): Unit | null {
  let found: Unit | null = null;
  let nearest = radius + 7;
  columns.forEach((column, layer) => {
    column.ys.forEach((height, i) => {
      const distance = Math.hypot(column.x - x, height - y);
      if (distance >= nearest) return;
      nearest = distance;
      found = { layer, unit: column.units[i] };
    });
  });
  return found;
}

/** Where a unit is drawn; null if it is not. */
export function placeOf(
  { columns }: NetworkPicture,
  { layer, unit }: Unit,
): { readonly x: number; readonly y: number } | null {
  if (layer >= columns.length) return null;
  const { x, units, ys } = columns[layer];
  const index = units.indexOf(unit);
  return index < 0 ? null : { x, y: ys[index] };
}

/** The unit that a key leads to; undefined for keys that lead nowhere. */
export function moveUnit(picture: NetworkPicture, from: Unit, key: string): Unit | undefined {
  const { columns } = picture;
  const column = columns[from.layer];
  const index = column.units.indexOf(from.unit);
  const within = (i: number): Unit => ({
    layer: from.layer,
    unit: column.units[Math.max(0, Math.min(column.units.length - 1, i))],
  });
  const across = (layer: number): Unit => {
    if (layer < 0 || layer >= columns.length) return from;
    const { units, ys } = columns[layer];
    const distances = ys.map(y => Math.abs(y - column.ys[index]));
    return { layer, unit: units[distances.indexOf(Math.min(...distances))] };
  };
  const moves: Readonly<Record<string, () => Unit>> = {
    ArrowUp: () => within(index - 1),
    ArrowDown: () => within(index + 1),
    ArrowLeft: () => across(from.layer - 1),
    ArrowRight: () => across(from.layer + 1),
    Home: () => within(0),
    End: () => within(Infinity),
  };
  return Object.hasOwn(moves, key) ? moves[key]() : undefined;
}
