/** Strengths that do something else than what one hopes for, in a sentence. No DOM. */
import type { TrainingConfig } from "../../src/core/config.ts";
import type { OwnSettings } from "../../src/core/ownVariants.ts";
import { guardRail, leftAfterEpoch } from "../guardRails.ts";

/** A weight of which one epoch leaves less than this is not kept small but erased. */
const ERASED = 0.01;

/**
 * @param config of the variant
 * @param trainItems items of an epoch
 * @returns "" where there is nothing to warn of
 */
export function variantWarning(
  config: TrainingConfig,
  { l2 = 0, decay = 0 }: OwnSettings,
  trainItems: number,
): string {
  if (l2 > 0) {
    const rail = guardRail({ ...config, l2 }, "custom", trainItems);
    if (rail.danger !== "none") return rail.text;
  }
  const updates = Math.ceil(trainItems / Math.min(config.batchSize, Math.max(1, trainItems)));
  const left = leftAfterEpoch(decay, updates);
  return decay > 0 && left < ERASED
    ? "Takes nearly all of a weight within one epoch: such a decay erases the network."
    : "";
}
