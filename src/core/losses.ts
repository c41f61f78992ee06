/**
 * The loss functions over softmax probabilities: value and derivative by the logits.
 *
 * In the formulas o are the probabilities, t the targets (one-hot, so they sum to 1) and z the
 * logits of one item.
 */
import { lossLabels, type LossName, type TrainingConfig } from "./config.ts";
import type { Rounding } from "./rounding.ts";

export interface Loss {
  readonly label: string;
  /** Data loss of one item. Cross-entropy is in nats. */
  readonly value: (
    logits: Float64Array,
    probabilities: Float64Array,
    targets: Float64Array,
    offset: number,
  ) => number;
  /** Writes the derivative of the item's loss by its logits into `signals`. */
  readonly signals: (
    probabilities: Float64Array,
    targets: Float64Array,
    offset: number,
    signals: Float64Array,
    round: Rounding,
  ) => void;
}

/** Every loss on offer. `targets` is a matrix; `offset` is where the item's row begins. */
export const losses: Readonly<Record<LossName, Loss>> = {
  /** L = 1/2 sum (t - o)^2 */
  squaredError: {
    label: lossLabels.squaredError,
    value(_logits, probabilities, targets, offset) {
      let sum = 0;
      for (let k = 0; k < probabilities.length; k++) {
        const difference = targets[offset + k] - probabilities[k];
        sum += difference * difference;
      }
      return sum / 2;
    },
    /**
     * With do_m/dz_k = o_m ([m = k] - o_k):
     * dL/dz_k = o_k ((o_k - t_k) - sum_m o_m (o_m - t_m)).
     */
    signals(probabilities, targets, offset, signals, round) {
      let mean = 0;
      for (let m = 0; m < probabilities.length; m++) {
        mean += probabilities[m] * (probabilities[m] - targets[offset + m]);
      }
      for (let k = 0; k < probabilities.length; k++) {
        const o = probabilities[k];
        signals[k] = round(o * (o - targets[offset + k] - mean));
      }
    },
  },

  /** L = -sum t ln o, from the logits with their maximum subtracted. */
  crossEntropy: {
    label: lossLabels.crossEntropy,
    value(logits, _probabilities, targets, offset) {
      let largest = logits[0];
      for (const z of logits) largest = Math.max(largest, z);
      let sum = 0;
      for (const z of logits) sum += Math.exp(z - largest);
      const logSum = Math.log(sum);
      let loss = 0;
      for (let k = 0; k < logits.length; k++) {
        const t = targets[offset + k];
        if (t !== 0) loss -= t * (logits[k] - largest - logSum);
      }
      return loss;
    },
    /** dL/dz_k = o_k - t_k, as the targets sum to 1. */
    signals(probabilities, targets, offset, signals, round) {
      for (let k = 0; k < probabilities.length; k++) {
        signals[k] = round(probabilities[k] - targets[offset + k]);
      }
    },
  },
};

/**
 * The article's signals for squared error: dL/dz_k taken as (1 - o_k) o_k (o_k - t_k), the
 * diagonal of the softmax Jacobian alone. Not the gradient of any loss; a gradient check shows it.
 */
export function articleSignals(
  probabilities: Float64Array,
  targets: Float64Array,
  offset: number,
  signals: Float64Array,
  round: Rounding,
): void {
  for (let k = 0; k < probabilities.length; k++) {
    const o = probabilities[k];
    signals[k] = round((1 - o) * o * round(o - targets[offset + k]));
  }
}

/** The signals that a config asks for. */
export function chooseSignals(
  config: Pick<TrainingConfig, "loss" | "articleDerivative">,
): Loss["signals"] {
  const isArticle = config.loss === "squaredError" && config.articleDerivative;
  return isArticle ? articleSignals : losses[config.loss].signals;
}
