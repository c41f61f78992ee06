/** The functions of a generated TypeScript or JavaScript module that do not depend on the file. */
import type { ColumnEncoding } from "../../core/columnEncoding.ts";
import type { Dialect, FunctionText, ParameterText } from "./dialect.ts";

const SUMS: ParameterText = { name: "sums", type: "readonly number[]" };
const ITEM: ParameterText = { name: "item", type: "Item" };
const COLUMN: ParameterText = { name: "column", type: "keyof Item" };

/**
 * The arithmetic of the network.
 *
 * @param hasClasses whether the largest of probabilities is looked for
 */
export function networkFunctions({ known }: Dialect, hasClasses: boolean): FunctionText[] {
  return [
    {
      name: "sumsOf",
      doc: [
        "What reaches each unit j of a layer: the sum of x_i * w_ij over i, plus the bias b_j.",
      ],
      parameters: [
        { name: "values", type: "readonly number[]" },
        { name: "layer", type: "Layer" },
      ],
      returns: "number[]",
      body: [
        "  const { weights, biases } = layer;",
        "  return biases.map(",
        `    (bias, j) => values.reduce((sum, x, i) => sum + x * weights[i]${known}[j]${known}, 0) + bias,`,
        "  );",
      ],
    },
    ...(hasClasses ? [LARGEST_OF] : []),
  ];
}

const LARGEST_OF: FunctionText = {
  name: "largestOf",
  doc: ["The largest number of a list."],
  parameters: [{ name: "values", type: "readonly number[]" }],
  returns: "number",
  body: ["  return values.reduce((largest, value) => (value > largest ? value : largest));"],
};

/** Those that read the columns of an item, as far as there are columns of their kind. */
export function columnFunctions(kinds: ReadonlySet<ColumnEncoding["kind"]>): FunctionText[] {
  const readers = (["number", "category", "boolean"] as const).filter(kind => kinds.has(kind));
  const hasWords = kinds.has("category") || kinds.has("boolean");
  return [
    ...readers.map(kind => COLUMN_FUNCTIONS[kind]),
    VALUE_OF,
    ...(hasWords ? [LIST_OF] : []),
    SHOWN,
  ];
}

const COLUMN_FUNCTIONS: Readonly<Record<ColumnEncoding["kind"], FunctionText>> = {
  number: {
    name: "numberOf",
    doc: ["A number as the network sees it; whenNull takes the place of a missing one."],
    parameters: [
      ITEM,
      COLUMN,
      { name: "scale", type: "(x: number) => number" },
      { name: "whenNull", type: "number", isOptional: true },
    ],
    returns: "number",
    body: [
      "  const value = valueOf(item, column) ?? whenNull ?? null;",
      '  if (typeof value !== "number" || !Number.isFinite(value)) {',
      "    throw new TypeError(",
      "      `column ${shown(column)}: expected a finite number, got ${shown(value)}`,",
      "    );",
      "  }",
      "  const input = scale(value);",
      "  if (Number.isFinite(input)) return input;",
      "  throw new TypeError(`column ${shown(column)}: ${value} is too large to be scaled`);",
    ],
  },
  category: {
    name: "oneHot",
    doc: [
      "1 for the category of the item, 0 for the others. Another category gives zeros or is an",
      "error; whenNull takes the place of a missing one.",
    ],
    parameters: [
      ITEM,
      COLUMN,
      { name: "categories", type: "readonly string[]" },
      { name: "unknown", type: '"zeros" | "error"' },
      { name: "whenNull", type: "string", isOptional: true },
    ],
    returns: "number[]",
    body: [
      "  const value = valueOf(item, column) ?? whenNull ?? null;",
      "  const inputs = categories.map(category => (category === value ? 1 : 0));",
      '  const isAccepted = unknown === "zeros" && typeof value === "string";',
      "  if (isAccepted || inputs.includes(1)) return inputs;",
      '  const expected = `${unknown === "zeros" ? "text such as" : "one of"} ${listOf(categories)}`;',
      "  throw new TypeError(`column ${shown(column)}: expected ${expected}, got ${shown(value)}`);",
    ],
  },
  boolean: {
    name: "zeroOrOne",
    doc: ["0 for no and 1 for yes; whenNull takes the place of a missing value."],
    parameters: [
      ITEM,
      COLUMN,
      { name: "zeros", type: "readonly unknown[]" },
      { name: "ones", type: "readonly unknown[]" },
      { name: "whenNull", type: "boolean", isOptional: true },
    ],
    returns: "number",
    body: [
      "  const value = valueOf(item, column) ?? whenNull ?? null;",
      "  if (ones.includes(value)) return 1;",
      "  if (zeros.includes(value)) return 0;",
      "  const expected = `one of ${listOf([...zeros, ...ones])}`;",
      "  throw new TypeError(`column ${shown(column)}: expected ${expected}, got ${shown(value)}`);",
    ],
  },
};

const VALUE_OF: FunctionText = {
  name: "valueOf",
  doc: ["What stands in a column of an item. An empty text is no value, as in a table."],
  parameters: [ITEM, COLUMN],
  returns: "unknown",
  body: [
    '  if (typeof item !== "object" || item === null) {',
    "    throw new TypeError(`expected an item with its columns as members, got ${shown(item)}`);",
    "  }",
    "  if (!Object.prototype.hasOwnProperty.call(item, column)) {",
    "    throw new TypeError(`the item has no column ${shown(column)}`);",
    "  }",
    '  return Object.is(item[column], "") ? null : item[column];',
  ],
};

const LIST_OF: FunctionText = {
  name: "listOf",
  doc: ["The first few values of a list, for a message."],
  parameters: [{ name: "values", type: "readonly unknown[]" }],
  returns: "string",
  body: ['  return values.slice(0, 8).map(shown).join(", ") + (values.length > 8 ? ", ..." : "");'],
};

const SHOWN: FunctionText = {
  name: "shown",
  doc: ["A value for a message."],
  parameters: [{ name: "value", type: "unknown" }],
  returns: "string",
  body: [
    '  if (typeof value === "string") return JSON.stringify(value);',
    '  return typeof value === "object" && value !== null ? "an object" : String(value);',
  ],
};

/** Names of the generated activation functions. */
export type ActivationFunctionName = keyof typeof ACTIVATIONS;

const ACTIVATIONS = {
  tanh: {
    doc: ["The hyperbolic tangent of each sum."],
    body: ["  return sums.map(z => Math.tanh(z));"],
  },
  relu: {
    doc: ["ReLU: each sum, or 0 if it is below."],
    body: ["  return sums.map(z => (z <= 0 ? 0 : z));"],
  },
  leakyRelu: {
    doc: ["Leaky ReLU: each sum, or a hundredth of it below 0."],
    body: ["  return sums.map(z => (z > 0 ? z : 0.01 * z));"],
  },
  sigmoid: {
    doc: ["1 / (1 + e^-z) of each sum z, written so that the power cannot overflow."],
    body: [
      "  return sums.map(z => {",
      "    const power = Math.exp(-Math.abs(z));",
      "    return z < 0 ? power / (1 + power) : 1 / (1 + power);",
      "  });",
    ],
  },
  linear: {
    doc: ["The sums as they are."],
    body: ["  return [...sums];"],
  },
  softmax: {
    doc: [
      "Probabilities that are proportional to e^z. The largest sum is subtracted from all, which",
      "changes nothing but that the powers cannot overflow.",
    ],
    body: [
      "  const largest = largestOf(sums);",
      "  const powers = sums.map(z => Math.exp(z - largest));",
      "  const total = powers.reduce((sum, power) => sum + power, 0);",
      "  return powers.map(power => power / total);",
    ],
  },
  sigmoidOfTwoClasses: {
    doc: ["The probabilities of both classes, from the sum z that speaks for the second."],
    body: ["  return sigmoid(sums).flatMap(probability => [1 - probability, probability]);"],
  },
} as const;

/** The activation functions that are used, in a fixed order. */
export function activationFunctions(used: ReadonlySet<ActivationFunctionName>): FunctionText[] {
  const needed = new Set(used);
  if (needed.has("sigmoidOfTwoClasses")) needed.add("sigmoid");
  return Object.entries(ACTIVATIONS)
    .filter(([name]) => needed.has(name as ActivationFunctionName))
    .map(([name, { doc, body }]) => ({
      name,
      doc,
      parameters: [SUMS],
      returns: "number[]",
      body,
    }));
}
