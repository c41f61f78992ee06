/**
 * What a generated TypeScript or JavaScript module answers, a class or a number, and what of it
 * depends on that.
 */
import type { WeightFile } from "../weightFileSchema.ts";
import type { Dialect, FunctionText, ParameterText } from "./dialect.ts";
import { numberText, type Target, unscaleText } from "./predictorText.ts";
import { listLiteral, quoted } from "./scriptText.ts";

const ITEM: ParameterText = { name: "item", type: "Item" };
const INPUTS: ParameterText = { name: "inputs", type: "readonly number[]" };

const TOO_LARGE =
  '  throw new RangeError("the values of this item are too large for the network");';

export interface Answers {
  /** Constants and types that stand behind the type of an item. */
  readonly declarations: readonly string[];
  /** From an item to its answer, and the self-test. */
  readonly functions: readonly FunctionText[];
  /** What the layers lead to. */
  readonly end: string;
  /** Member of a self-test item that has the answer: its name, its type, and what it is. */
  readonly tested: readonly [name: string, type: string, doc: string];
  readonly toleranceDoc: string;
}

const SELF_TEST = {
  name: "selfTest",
  isExported: true,
  doc: ["Holds the network against answers that were stored with its weights."],
  throws: ["Error", "if an answer differs"],
  parameters: [],
  returns: "void",
} as const satisfies Partial<FunctionText>;

export function classAnswers({ classes }: WeightFile, dialect: Dialect): Answers {
  const { known } = dialect;
  return {
    declarations: [
      dialect.constant({
        name: "classNames",
        isExported: true,
        doc: ["Names of the classes, in the order of the probabilities."],
        type: "const",
        value: listLiteral(classes.map(quoted)),
      }),
      dialect.typeName("ClassName", "(typeof classNames)[number]"),
      dialect.objectType({
        name: "Prediction",
        isExported: true,
        doc: [
          "The class with the largest probability, the first of equals; and the probabilities of all",
          "classes, in the order of classNames.",
        ],
        members: [
          ["className", "ClassName"],
          ["probabilities", "readonly number[]"],
        ],
      }),
    ],
    functions: [
      {
        name: "predict",
        isExported: true,
        doc: ["Predicts the class of an item."],
        throws: ["TypeError", "naming the column that is not there or whose value does not fit"],
        parameters: [ITEM],
        returns: "Prediction",
        body: [
          "  const probabilities = probabilitiesOf(inputsOf(item));",
          "  const best = probabilities.indexOf(largestOf(probabilities));",
          `  return { className: classNames[best]${known}, probabilities };`,
        ],
      },
      {
        ...SELF_TEST,
        body: [
          "  selfTestItems.forEach(({ inputs, probabilities }, i) => {",
          "    const found = probabilitiesOf(inputs);",
          "    probabilities.forEach((expected, k) => {",
          `      if (Math.abs(found[k]${known} - expected) <= selfTestTolerance) return;`,
          "      const place = `item ${i}, probability ${k}`;",
          "      throw new Error(`self-test, ${place}: expected ${expected}, got ${found[k]}`);",
          "    });",
          "  });",
        ],
      },
      {
        name: "probabilitiesOf",
        doc: ["What the network makes of its inputs: a probability for each class."],
        throws: ["RangeError", "if the sums of the network leave the range of numbers"],
        parameters: [INPUTS],
        returns: "readonly number[]",
        body: [
          "  let values = inputs;",
          "  for (const layer of layers) values = layer.activation(sumsOf(values, layer));",
          "  if (values.every(value => Number.isFinite(value))) return values;",
          TOO_LARGE,
        ],
      },
    ],
    end: "classes",
    tested: ["probabilities", "readonly number[]", "the probabilities that it gives"],
    toleranceDoc: "The largest difference of a probability that is still right.",
  };
}

export function numberAnswers({ name, scaling }: Target, dialect: Dialect): Answers {
  return {
    declarations: [
      dialect.constant({
        name: "targetName",
        isExported: true,
        doc: ["The column of the table whose numbers are predicted."],
        type: "const",
        value: quoted(name),
      }),
    ],
    functions: [
      {
        name: "predict",
        isExported: true,
        doc: ["Predicts the number of an item, in the unit of the column targetName."],
        throws: ["TypeError", "naming the column that is not there or whose value does not fit"],
        parameters: [ITEM],
        returns: "number",
        body: [
          "  const value = unscaled(outputOf(inputsOf(item)));",
          "  if (Number.isFinite(value)) return value;",
          TOO_LARGE,
        ],
      },
      {
        ...SELF_TEST,
        body: [
          "  selfTestItems.forEach(({ inputs, output }, i) => {",
          "    const found = outputOf(inputs);",
          "    if (Math.abs(found - output) <= selfTestTolerance) return;",
          "    throw new Error(`self-test, item ${i}: expected ${output}, got ${found}`);",
          "  });",
        ],
      },
      {
        name: "outputOf",
        doc: [
          "What the network makes of its inputs: the number as it was scaled for the training.",
        ],
        parameters: [INPUTS],
        returns: "number",
        body: [
          "  let values = inputs;",
          "  for (const layer of layers) values = layer.activation(sumsOf(values, layer));",
          `  return values[0]${dialect.known};`,
        ],
      },
      {
        name: "unscaled",
        doc: ["The number in the unit of the table, from an output y of the network."],
        parameters: [{ name: "y", type: "number" }],
        returns: "number",
        body: [`  return ${unscaleText(scaling, numberText)};`],
      },
    ],
    end: "output",
    tested: ["output", "number", "the output that it gives"],
    toleranceDoc: "The largest difference of an output that is still right.",
  };
}
