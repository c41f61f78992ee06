/** Early stopping: which epoch is best by validation loss, and when to wait no longer. */
import type { TrainingConfig } from "./config.ts";

/** What one more epoch comes to. */
export interface Judgement {
  /** Whether no earlier epoch had so small a loss; of equals the earlier one is best. */
  readonly isBest: boolean;
  /** Whether the patience is used up. */
  readonly isOver: boolean;
}

/**
 * Looks at the validation loss of every epoch. The best epoch is the one with the smallest loss, by
 * however little. The patience counts the epochs since the loss last fell below the smallest one
 * before it by more than `minDelta`.
 *
 * @see Prechelt, "Early Stopping - But When?" (1998)
 */
export class EarlyStopping {
  readonly #patience: number;
  readonly #minDelta: number;
  #smallest = Number.POSITIVE_INFINITY;
  #waited = 0;

  /** With a patience of 0 it never is over. */
  constructor({ patience, minDelta }: Pick<TrainingConfig, "patience" | "minDelta">) {
    this.#patience = patience;
    this.#minDelta = minDelta;
  }

  look(validationLoss: number): Judgement {
    const isBest = validationLoss < this.#smallest;
    // The first loss of all falls below infinity by more than any difference.
    const counts = this.#smallest - validationLoss > this.#minDelta;
    this.#waited = counts ? 0 : this.#waited + 1;
    if (isBest) this.#smallest = validationLoss;
    return { isBest, isOver: this.#patience > 0 && this.#waited >= this.#patience };
  }
}

/** A run that may stop early is judged at its best epoch, any other at its last. */
export function isJudgedAtBest(config: Pick<TrainingConfig, "patience">): boolean {
  return config.patience > 0;
}
