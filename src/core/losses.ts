/**
 * The loss functions over the outputs of a network: value, and derivative by the logits.
 *
 * In the formulas z are the logits of one item, o its outputs, t their targets. With softmax there
 * is an output for each class, and t is 1 for the item's class and 0 for the others. With sigmoid
 * there is a single output, the probability of class 1, and t is the item's class. With identity
 * there is a single output, o = z, and t is the number to be learned.
 */
import type { OutputName, TrainingConfig } from "./config.ts";
import type { Rounding } from "./rounding.ts";

/**
 * Writes the derivative of an item's loss by its logits into `signals`.
 *
 * @param label of the item, as ItemTable has it: a class, or the number to be learned
 */
export type LossSignals = (
  outputs: Float64Array,
  label: number,
  signals: Float64Array,
  round: Rounding,
) => void;

/** A loss over one kind of outputs. */
interface OutputLoss {
  /** Data loss of one item. Cross-entropy is in nats. */
  readonly value: (logits: Float64Array, outputs: Float64Array, label: number) => number;
  readonly signals: LossSignals;
}

/** A loss over some kinds of outputs. */
type Loss<Outputs extends OutputName> = Readonly<Record<Outputs, OutputLoss>>;

interface Losses {
  readonly squaredError: Loss<OutputName>;
  /** Over outputs that are no probabilities there is none. */
  readonly crossEntropy: Loss<Exclude<OutputName, "identity">>;
}

function target(output: number, label: number): number {
  return output === label ? 1 : 0;
}

/** Every loss on offer. */
export const losses: Losses = {
  /** L = 1/2 sum (t - o)^2 */
  squaredError: {
    softmax: {
      value(_logits, outputs, label) {
        let sum = 0;
        for (let k = 0; k < outputs.length; k++) {
          const difference = target(k, label) - outputs[k];
          sum += difference * difference;
        }
        return sum / 2;
      },
      /**
       * With do_m/dz_k = o_m ([m = k] - o_k):
       * dL/dz_k = o_k ((o_k - t_k) - sum_m o_m (o_m - t_m)).
       */
      signals(outputs, label, signals, round) {
        let mean = 0;
        for (let m = 0; m < outputs.length; m++) {
          mean += outputs[m] * (outputs[m] - target(m, label));
        }
        for (let k = 0; k < outputs.length; k++) {
          const o = outputs[k];
          signals[k] = round(o * (o - target(k, label) - mean));
        }
      },
    },
    sigmoid: {
      value: (_logits, [o], label) => ((label - o) * (label - o)) / 2,
      /** With do/dz = o (1 - o): dL/dz = o (1 - o) (o - t). */
      signals(outputs, label, signals, round) {
        const [o] = outputs;
        signals[0] = round(o * (1 - o) * (o - label));
      },
    },
    identity: {
      value: (_logits, [o], label) => ((label - o) * (label - o)) / 2,
      /** With do/dz = 1: dL/dz = o - t. */
      signals(outputs, label, signals, round) {
        signals[0] = round(outputs[0] - label);
      },
    },
  },

  /** L = -sum t ln o, and for a single output -(t ln o + (1 - t) ln (1 - o)). From the logits. */
  crossEntropy: {
    softmax: {
      /** ln sum_m exp(z_m) - z of the item's class, with the largest logit subtracted. */
      value(logits, _outputs, label) {
        let largest = logits[0];
        for (const z of logits) largest = Math.max(largest, z);
        let sum = 0;
        for (const z of logits) sum += Math.exp(z - largest);
        return Math.log(sum) - (logits[label] - largest);
      },
      /** dL/dz_k = o_k - t_k, as the targets sum to 1. */
      signals(outputs, label, signals, round) {
        for (let k = 0; k < outputs.length; k++) signals[k] = round(outputs[k] - target(k, label));
      },
    },
    sigmoid: {
      /** ln (1 + e^z) - t z, with e^-|z| in place of e^z. */
      value([z], _outputs, label) {
        return Math.log(1 + Math.exp(-Math.abs(z))) + (Math.max(z, 0) - label * z);
      },
      /** dL/dz = o - t */
      signals(outputs, label, signals, round) {
        signals[0] = round(outputs[0] - label);
      },
    },
  },
};

/**
 * The loss that a config asks for.
 *
 * @throws {RangeError} if there is none; configProblems.ts refuses such a config in words
 */
export function lossOf({ loss, output }: Pick<TrainingConfig, "loss" | "output">): OutputLoss {
  const over: Partial<Record<OutputName, OutputLoss>> = losses[loss];
  const found = over[output];
  if (found === undefined) throw new RangeError(`loss: there is no ${loss} over ${output}`);
  return found;
}

/**
 * The article's signals for squared error: dL/dz_k taken as (1 - o_k) o_k (o_k - t_k), the
 * diagonal of the softmax Jacobian alone. Not the gradient of any loss; a gradient check shows it.
 */
export const articleSignals: LossSignals = (outputs, label, signals, round) => {
  for (let k = 0; k < outputs.length; k++) {
    const o = outputs[k];
    signals[k] = round((1 - o) * o * round(o - target(k, label)));
  }
};

/**
 * The signals that a config asks for. A single output has no Jacobian to cut down, so the article's
 * derivative is the exact one there.
 *
 * @throws {RangeError} if the loss is none over such outputs
 */
export function chooseSignals(
  config: Pick<TrainingConfig, "loss" | "articleDerivative" | "output">,
): LossSignals {
  const isArticle =
    config.loss === "squaredError" && config.articleDerivative && config.output === "softmax";
  return isArticle ? articleSignals : lossOf(config).signals;
}
