/** The activation functions of hidden layers, each with its derivative. */

export interface Activation {
  readonly label: string;
  /** a = f(z) */
  readonly value: (preActivation: number) => number;
  /**
   * f'(z), given z and a = f(z). Both, because the article writes the derivative of tanh as
   * (1 - a)(1 + a) and its figure can be reproduced to the bit only in that form.
   */
  readonly derivative: (preActivation: number, activation: number) => number;
}

/** Every activation on offer. */
export const activations = {
  tanh: {
    label: "tanh",
    value: z => Math.tanh(z),
    derivative: (_z, a) => (1 - a) * (1 + a),
  },
} as const satisfies Record<string, Activation>;
