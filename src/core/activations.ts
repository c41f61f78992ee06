/** The activation functions of hidden layers, each with its derivative. */
import type { ActivationName } from "./config.ts";

export interface Activation {
  /** a = f(z) */
  readonly value: (preActivation: number) => number;
  /**
   * f'(z), given z and a = f(z). Both, because the article writes the derivative of tanh as
   * (1 - a)(1 + a) and its figure can be reproduced to the bit only in that form.
   */
  readonly derivative: (preActivation: number, activation: number) => number;
}

/** Slope of leaky ReLU below zero. @see Maas, Hannun and Ng (2013) */
export const LEAK = 0.01;

/** 1 / (1 + e^-z), without overflow on either side. */
export function sigmoid(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** Every activation on offer. At their kink, ReLU and leaky ReLU have the slope of the left side. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  tanh: {
    value: z => Math.tanh(z),
    derivative: (_z, a) => (1 - a) * (1 + a),
  },
  relu: {
    value: z => (z > 0 || Number.isNaN(z) ? z : 0),
    derivative: z => (z > 0 ? 1 : 0),
  },
  leakyRelu: {
    value: z => (z > 0 ? z : LEAK * z),
    derivative: z => (z > 0 ? 1 : LEAK),
  },
  sigmoid: {
    value: sigmoid,
    derivative: (_z, a) => a * (1 - a),
  },
  linear: {
    value: z => z,
    derivative: () => 1,
  },
};
