/** The ways of weights through the epochs: which weights, which epochs, their values. No DOM. */
import type { LayerView } from "../../src/core/network.ts";
import type { RunRecording } from "../../src/core/recorder.ts";
import {
  axisPosition,
  epochAtPosition,
  type EpochRange,
  type ScaleKind,
} from "../charts/epochAxis.ts";
import type { WeightPlace } from "./networkLayout.ts";

/** Weights that are drawn. */
const MOST_LINES = 120;

/** Weights of some layers at some epochs. */
export interface Trajectories {
  /** In ascending order. */
  readonly epochs: readonly number[];
  /** For each weight its values at the epochs. */
  readonly values: readonly Float64Array[];
}

/**
 * The weights with the largest magnitudes, the largest first; of equals the first of the network.
 *
 * @param layer of weights, from 0 at the inputs; null for all
 */
export function largestWeights(
  layers: readonly LayerView[],
  layer: number | null,
  most = MOST_LINES,
): { readonly places: readonly WeightPlace[]; readonly total: number } {
  type Candidate = WeightPlace & { readonly size: number };
  let found: Candidate[] = [];
  let total = 0;
  let threshold = -1;
  // Networks may have a million weights: only a few candidates are ever sorted.
  const sift = () => {
    found.sort((a, b) => b.size - a.size);
    found = found.slice(0, most);
    if (found.length === most) threshold = found[most - 1].size;
  };
  layers.forEach(({ weights, outputs }, l) => {
    if (layer !== null && layer !== l) return;
    total += weights.length;
    for (let i = 0; i < weights.length; i++) {
      const size = Math.abs(weights[i]);
      if (!(size > threshold)) continue;
      found.push({ layer: l, from: Math.floor(i / outputs), to: i % outputs, size });
      if (found.length >= 8 * most) sift();
    }
  });
  sift();
  return { places: found.map(({ layer: l, from, to }) => ({ layer: l, from, to })), total };
}

/**
 * Epochs with recorded weights, about `count` of them spread evenly over a stretch of the axis, and
 * the ones on both sides of it, so that lines reach its ends.
 */
export function trajectoryEpochs(
  recording: RunRecording,
  { from, to }: EpochRange,
  kind: ScaleKind,
  count: number,
): number[] {
  const epochs: number[] = [];
  const [low, high] = [axisPosition(from, kind), axisPosition(to, kind)];
  for (let i = 0; i <= count; i++) {
    const wanted = epochAtPosition(low + ((high - low) * i) / count, kind);
    // Rounding of the ends of a log axis must not lose an epoch.
    const epoch = recording.snapshotAt(wanted + 1e-6)?.epoch;
    if (epoch !== undefined && epoch !== epochs.at(-1)) epochs.push(epoch);
  }
  return epochs;
}

/** Place of each weight among the parameters, in the order of network.ts. */
function offsetOf({ layer, from, to }: WeightPlace, sizes: readonly number[]): number {
  let start = 0;
  for (let l = 0; l < layer; l++) start += (sizes[l] + 1) * sizes[l + 1];
  return start + from * sizes[layer + 1] + to;
}

/** @param epochs with recorded weights */
export function trajectories(
  recording: RunRecording,
  sizes: readonly number[],
  places: readonly WeightPlace[],
  epochs: readonly number[],
): Trajectories {
  const offsets = places.map(place => offsetOf(place, sizes));
  const values = places.map(() => new Float64Array(epochs.length));
  epochs.forEach((epoch, i) => {
    const parameters = recording.snapshotAt(epoch)?.parameters;
    offsets.forEach((offset, line) => {
      values[line][i] = parameters === undefined ? Number.NaN : parameters[offset];
    });
  });
  return { epochs, values };
}

/** The line that is nearest to a value at an epoch; -1 if there is none within a distance. */
export function nearestLine(
  { epochs, values }: Trajectories,
  epoch: number,
  value: number,
  within: number,
): number {
  const after = epochs.findIndex(other => other >= epoch);
  const right = after < 0 ? epochs.length - 1 : after;
  const left = Math.max(0, right - 1);
  if (right < 0 || epoch > epochs[right]) return -1;
  const way = epochs[right] - epochs[left];
  const share = way > 0 ? (epoch - epochs[left]) / way : 0;
  let nearest = -1;
  let least = within;
  values.forEach((line, i) => {
    const distance = Math.abs(line[left] + share * (line[right] - line[left]) - value);
    if (distance > least) return;
    least = distance;
    nearest = i;
  });
  return nearest;
}
