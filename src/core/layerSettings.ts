/** The settings of one layer, from the lists and factors of a config. */
import type { ActivationName, TrainingConfig } from "./config.ts";

/** @param layer of hidden units, from 0 at the inputs */
export function activationOf(
  { activations }: Pick<TrainingConfig, "activations">,
  layer: number,
): ActivationName {
  return activations.length === 1 ? activations[0] : activations[layer];
}

/**
 * Strengths of the penalties in a layer of weights, without the sign that the article's program
 * gave them.
 *
 * @param layer of weights, from 0 at the inputs
 */
export function penaltyOf(
  { l1, l2, penaltyScale }: Pick<TrainingConfig, "l1" | "l2" | "penaltyScale">,
  layer: number,
): { readonly l1: number; readonly l2: number } {
  const scale = penaltyScale.length === 0 ? 1 : penaltyScale[layer];
  return { l1: l1 * scale, l2: l2 * scale };
}

/**
 * Share of the units of a hidden layer that are dropped.
 *
 * @param layer of hidden units, from 0 at the inputs
 */
export function dropoutOf(
  { dropout, dropoutScale }: Pick<TrainingConfig, "dropout" | "dropoutScale">,
  layer: number,
): number {
  return dropoutScale.length === 0 ? dropout : dropout * dropoutScale[layer];
}
