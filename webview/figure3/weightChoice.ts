/** Which weight the equations are about. */
import { layerViews } from "../../src/core/network.ts";
import type { PanelMemory } from "../memory.ts";
import type { Shown, ShownRun } from "../shown.ts";

/** A weight of a run. */
export interface ChosenWeight {
  readonly run: ShownRun;
  /** Of weights, from 0 at the inputs. */
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

/** The run with a penalty, if there is one: it has more to show. */
export function penalizedRun(runs: readonly ShownRun[]): ShownRun {
  return runs.find(({ summary }) => summary.config.l2 !== 0) ?? runs[0];
}

/** What was chosen, brought within the networks that are shown; undefined without any. */
export function chosenWeight(shown: Shown, memory: PanelMemory): ChosenWeight | undefined {
  const { runs } = shown;
  if (runs.length === 0) return undefined;
  const { variant, layer, from, to } = memory.weight;
  const run = runs.find(({ summary }) => summary.id === variant) ?? penalizedRun(runs);
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const l = within(layer, run.layers.length);
  const { inputs, outputs } = run.layers[l];
  return { run, layer: l, from: within(from, inputs), to: within(to, outputs) };
}

/** The weight itself. */
export function weightValue({ run, layer, from, to }: ChosenWeight): number {
  const { weights, outputs } = run.layers[layer];
  return weights[from * outputs + to];
}

/** Norm of all weights that lead into the unit of a weight. */
export function unitNorm({ run, layer, to }: ChosenWeight): number {
  const { weights, inputs, outputs } = run.layers[layer];
  let sum = 0;
  for (let i = 0; i < inputs; i++) sum += weights[i * outputs + to] ** 2;
  return Math.sqrt(sum);
}

/** The number of a weight among all parameters, in the order of network.ts. */
export function weightIn({ run, layer, from, to }: ChosenWeight, parameters: Float64Array): number {
  const { weights, outputs } = layerViews(parameters, run.summary.sizes)[layer];
  return weights[from * outputs + to];
}
