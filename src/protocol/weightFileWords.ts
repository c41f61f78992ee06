/** What a weight file says in words and equations: the rule of an update, the random streams. */
import type { OptimizerName, TrainingConfig } from "../core/config.ts";
import { type StreamName, streamNames } from "../core/random.ts";
import type { WeightFile } from "./weightFileSchema.ts";

/** Equations of each optimizer for a gradient g; `step` is taken away from the parameter. */
const steps: Readonly<Record<OptimizerName, string>> = {
  sgd: "step = learningRate * g",
  momentum: "v = momentum * v + g, step = learningRate * v",
  nesterov: "v = momentum * v + g, step = learningRate * (g + momentum * v)",
  adam: adam(),
  adamw: adam(),
};

function adam(): string {
  return (
    "m = beta1 * m + (1 - beta1) * g, s = beta2 * s + (1 - beta2) * g^2, step = learningRate * " +
    "(m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)"
  );
}

/** The update of a config as equations; what is off is left out. */
export function updateRule(config: TrainingConfig): WeightFile["training"]["rule"] {
  const { optimizer, l1, l2, decay, maxNorm, publishedSign } = config;
  const isDecoupled = optimizer === "adamw" && l2 !== 0;
  const sign = publishedSign ? "-" : "+";
  const gradient = l2 === 0 || isDecoupled ? "gradient" : `gradient ${sign} l2 * w`;
  const kept = decay === 0 ? "w" : "(1 - decay) * w";
  const pulled = isDecoupled ? `${kept} - learningRate * l2 * w` : kept;
  const after = [
    ...(l1 === 0 ? [] : ["w = sign(w) * max(|w| - learningRate * l1, 0)"]),
    ...(maxNorm === 0 ? [] : ["w = w * min(1, maxNorm / norm of the weights into its unit)"]),
  ];
  return {
    weights: [`g = ${gradient}`, steps[optimizer], `w = ${pulled} - step`, ...after].join("; "),
    biases: ["g = gradient", steps[optimizer], "b = b - step"].join("; "),
  };
}

/** The seeds of the streams; see Random.stream for where the separate ones come from. */
export function describeRandom({ seed, streams }: TrainingConfig): WeightFile["random"] {
  const separate = (name: StreamName) => ({
    purposes: [name],
    seed: String(BigInt(seed) + BigInt(streamNames.indexOf(name) + 1) * 2n ** 64n),
  });
  return {
    generator: "MT19937, init_by_array, as CPython's random.Random",
    mode: streams,
    seed,
    streams: [
      ...(streams === "shared"
        ? [{ purposes: ["init", "order"], seed: String(seed) }]
        : [separate("init"), separate("order")]),
      separate("dropout"),
      separate("jitter"),
    ],
  };
}
