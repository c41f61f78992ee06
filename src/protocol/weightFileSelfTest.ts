/** The self-test of a weight file: made-up inputs with the answers of the network. */
import { activationOf } from "../core/layerSettings.ts";
import { layerViews, predict, type UnitKinds } from "../core/network.ts";
import { ValidationError } from "./validate.ts";
import type { WeightFile } from "./weightFileSchema.ts";

type SelfTest = WeightFile["selfTest"];

/**
 * Largest magnitudes of the inputs of each test item. Zero shows the biases alone, small values
 * the steep part of tanh, the largest the whole range of the article's data.
 */
const AMPLITUDES = [0, 0.5, 2, 8];

/** Steps of the golden ratio spread over 0..1 without a pattern, and need no random numbers. */
const GOLDEN_STEP = (Math.sqrt(5) - 1) / 2;

/** Tolerances on offer: readable, and the same digits on every machine. */
const TOLERANCES = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/** Inputs of one item: shape [count], from -amplitude to +amplitude, two decimals. */
function testInputs(item: number, amplitude: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const position = ((item * count + i + 1) * GOLDEN_STEP) % 1;
    // Adding 0 turns -0 into 0, as everywhere in the file.
    return Math.round(100 * amplitude * (2 * position - 1)) / 100 + 0;
  });
}

/**
 * How far apart two correct programs may be in an answer: they may add in another order and
 * differ in the last bits of exp and tanh.
 *
 * Through a layer z = W a + b an error of at most e_i in a_i becomes at most sum |w_ij| e_i, plus
 * the rounding of the sum; no activation makes an error larger, nor do softmax and sigmoid. What
 * ReLU and the linear ones let through is as large as their sums.
 */
function errorBound(
  parameters: Float64Array,
  sizes: readonly number[],
  inputs: Float64Array,
  kinds: UnitKinds,
): number {
  let magnitudes: ArrayLike<number> = inputs.map(Math.abs);
  let errors: ArrayLike<number> = new Float64Array(inputs.length);
  const layers = layerViews(parameters, sizes);
  for (const [l, layer] of layers.entries()) {
    const isHidden = l < layers.length - 1;
    const outputs = kinds.output === "identity" ? "linear" : "sigmoid";
    const activation = isHidden ? activationOf(kinds, l) : outputs;
    const isBounded = activation === "tanh" || activation === "sigmoid";
    const above = new Float64Array(layer.outputs).fill(1);
    const rounding = 2 * (layer.inputs + 2) * Number.EPSILON;
    const next = new Float64Array(layer.outputs);
    for (let j = 0; j < layer.outputs; j++) {
      let passed = 0;
      let sum = Math.abs(layer.biases[j]);
      for (let i = 0; i < layer.inputs; i++) {
        const weight = Math.abs(layer.weights[i * layer.outputs + j]);
        passed += weight * errors[i];
        sum += weight * magnitudes[i];
      }
      const error = passed + rounding * sum + 4 * Number.EPSILON;
      next[j] = isBounded ? Math.min(2, error) : error;
      if (!isBounded) above[j] = sum;
    }
    errors = next;
    magnitudes = above;
  }
  return Math.max(...Array.from(errors));
}

/**
 * Makes the self-test of a network. Items whose sums leave the range of float64 are left out; a
 * network of enormous weights may keep none.
 */
export function createSelfTest(
  parameters: Float64Array,
  sizes: readonly number[],
  kinds: UnitKinds,
): SelfTest {
  let bound = 0;
  const items: SelfTest["items"] = [];
  for (const [k, amplitude] of AMPLITUDES.entries()) {
    const inputs = testInputs(k, amplitude, sizes[0]);
    const answers = Array.from(predict(parameters, sizes, inputs, kinds));
    if (!answers.every(Number.isFinite)) continue;
    bound = Math.max(bound, errorBound(parameters, sizes, inputs, kinds));
    items.push({
      inputs: Array.from(inputs),
      // Adding 0 turns -0 into 0; no probability is that.
      ...(kinds.output === "identity" ? { output: answers[0] + 0 } : { probabilities: answers }),
    });
  }
  const tolerance = TOLERANCES.find(candidate => candidate >= bound) ?? 1;
  return { arithmetic: "float64", tolerance, items };
}

/** What a test item expects: a probability for each class, or the one output. */
function selfTestAnswers({ probabilities, output }: SelfTest["items"][number]): readonly number[] {
  return probabilities ?? (output === undefined ? [] : [output]);
}

/**
 * Runs the self-test of a file whose shapes are checked.
 *
 * @throws {ValidationError} naming the first answer that differs
 */
export function runSelfTest(
  { tolerance, items }: SelfTest,
  parameters: Float64Array,
  sizes: readonly number[],
  kinds: UnitKinds,
): void {
  for (const [i, item] of items.entries()) {
    const found = predict(parameters, sizes, Float64Array.from(item.inputs), kinds);
    for (const [k, expected] of selfTestAnswers(item).entries()) {
      if (Math.abs(found[k] - expected) <= tolerance) continue;
      const member = item.probabilities === undefined ? "output" : `probabilities.${k}`;
      throw new ValidationError(
        `selfTest.items.${i}.${member}`,
        `expected ${found[k]}, which is what the weights give, got ${expected}`,
      );
    }
  }
}
