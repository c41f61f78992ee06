/** Weights to compare: of one layer or of all, and the range they have had. Never biases. */
import type { RunRecording } from "../../src/core/recorder.ts";
import { networkWeightSize } from "../../src/core/weightStats.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { niceCeiling } from "../format.ts";

/** All weights of a run at the shown epoch; of one layer if `layer` is not null. */
export function weightsOf(run: ShownRun, layer: number | null): Float64Array {
  const layers = layer === null ? run.layers : run.layers.slice(layer, layer + 1);
  const all = new Float64Array(layers.reduce((count, { weights }) => count + weights.length, 0));
  let position = 0;
  for (const { weights } of layers) {
    all.set(weights, position);
    position += weights.length;
  }
  return all;
}

interface RecordedMaxima {
  readonly length: number;
  readonly lastEpoch: number;
  /** Of all weights, then of each layer's. */
  readonly maxima: readonly number[];
}

/** Of recordings as they were when they were last looked through. */
const knownMaxima = new WeakMap<RunRecording, RecordedMaxima>();

/** Largest magnitude that a recording holds of all weights, then of each layer's. */
function recordedMaxima(recording: RunRecording, layers: number): readonly number[] {
  const { length } = recording;
  const lastEpoch = recording.lastEpoch();
  const known = knownMaxima.get(recording);
  if (known?.length === length && known.lastEpoch === lastEpoch) return known.maxima;
  const maxima = new Array<number>(layers + 1).fill(0);
  for (let row = 0; row < length; row++) {
    maxima[0] = Math.max(maxima[0], recording.metric(row, "maxAbs"));
    for (let layer = 0; layer < layers; layer++) {
      const value = recording.layerMetric(row, layer, "maxAbs");
      maxima[layer + 1] = Math.max(maxima[layer + 1], value);
    }
  }
  knownMaxima.set(recording, { length, lastEpoch, maxima });
  return maxima;
}

/**
 * Largest magnitude recorded so far, at any epoch of any of the runs, and that of the update that is
 * shown: within an epoch weights may be larger than at its ends.
 */
export function largestSoFar(runs: readonly ShownRun[], layer: number | null): number {
  let largest = 0;
  for (const { recording, slow, layers } of runs) {
    if (slow !== null) {
      const shown = layer === null ? layers : layers.slice(layer, layer + 1);
      largest = Math.max(largest, networkWeightSize(shown).maxAbs);
    }
    const recorded = recordedMaxima(recording, layers.length)[layer === null ? 0 : layer + 1];
    largest = Math.max(largest, recorded);
  }
  return largest;
}

/** Half width of a scale on which every weight of every epoch has its place. */
export function weightRange(runs: readonly ShownRun[], layer: number | null): number {
  return niceCeiling(largestSoFar(runs, layer));
}

/** Layers of weights that all runs have. */
export function layerCount(shown: Shown): number {
  return shown.runs.reduce((count, run) => Math.min(count, run.layers.length), Infinity);
}

/** Units of a layer in words; 0 are the inputs, the last the outputs. */
export function unitGroup(layer: number, layers: number): string {
  if (layer === 0) return "inputs";
  if (layer === layers) return "outputs";
  return layers === 2 ? "hidden units" : `hidden layer ${layer}`;
}

/** A layer of weights in words. */
export function layerName(layer: number, layers: number): string {
  return `${unitGroup(layer, layers)} → ${unitGroup(layer + 1, layers)}`;
}
