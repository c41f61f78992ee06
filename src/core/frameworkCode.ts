/**
 * A network and its training as a short program for another tool. The programs expect the inputs,
 * scaled as they are here, in `x_train` (a float array with a row for each item) and in `y_train` the
 * classes (whole numbers from 0), or in a regression the targets, scaled as they are here. What a tool cannot do the same way is said at the top of the
 * program, never left out in silence.
 */
import type { TrainingConfig } from "./config.ts";
import { kerasCode } from "./frameworks/keras.ts";
import type { NetworkPlan } from "./frameworks/networkPlan.ts";
import { pytorchCode } from "./frameworks/pytorch.ts";
import { scikitLearnCode } from "./frameworks/scikitLearn.ts";

export const frameworks = {
  pytorch: { label: "PyTorch", write: pytorchCode },
  keras: { label: "Keras", write: kerasCode },
  scikitLearn: { label: "scikit-learn", write: scikitLearnCode },
} as const satisfies Record<string, { label: string; write: (network: NetworkPlan) => string }>;

export type FrameworkName = keyof typeof frameworks;

/** Why there is no program at all for a config; "" if there is one. */
export function codeObstacle({ l2, publishedSign, arithmetic }: TrainingConfig): string {
  if (publishedSign && l2 !== 0) {
    return "The published rule makes weights grow; no tool takes a penalty of negative strength.";
  }
  if (arithmetic === "float32") {
    return "Figure 1 is rounded to float32 at every step of its own program; no other tool rounds there. Train with one of the other choices of networks to copy it.";
  }
  return "";
}

/** The program, lines ended by newlines. Only where codeObstacle() finds none. */
export function frameworkCode(name: FrameworkName, plan: NetworkPlan): string {
  return frameworks[name].write(plan);
}
