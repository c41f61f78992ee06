/** The predict function in Python, with nothing but its standard library. */
import type { WeightFile } from "../weightFileSchema.ts";
import {
  type Column,
  fillOf,
  headerLines,
  listText,
  numberText,
  quotedText,
  scaleText,
  targetOf,
  unscaleText,
} from "./predictorText.ts";
import {
  type ActivationFunctionName,
  activationFunctions,
  CLASS_FUNCTIONS,
  columnFunctions,
  numberFunctions,
  SUMS_OF,
} from "./pythonFunctions.ts";

export function pythonPredictor(file: WeightFile): string {
  const { inputs, layers, classes, selfTest } = file;
  const target = targetOf(file);
  const activations = layers.map((layer, l) => activationName(layer, l === layers.length - 1));
  const parts = [
    [
      ...headerLines(file).map(line => `# ${line}`),
      "",
      "import math",
      ...(inputs.some(({ kind }) => kind === "number") ? ["from numbers import Real"] : []),
      ...(target === null ? ["from typing import NamedTuple"] : []),
      "",
      ...(target === null
        ? ["# Names of the classes, in the order of the probabilities.", classNames(classes)]
        : [
            "# The column of the table whose numbers are predicted.",
            `TARGET_NAME = ${quoted(target.name)}`,
          ]),
    ].join("\n"),
    ...(target === null
      ? CLASS_FUNCTIONS
      : numberFunctions(unscaleText(target.scaling, pythonNumber))),
    SUMS_OF,
    [
      "def inputs_of(item):",
      '    """The inputs of the network: one for each number and yes or no, one for each category."""',
      "    return [",
      ...inputs.map(columnCode),
      "    ]",
    ].join("\n"),
    ...columnFunctions(new Set(inputs.map(({ kind }) => kind))),
    ...activationFunctions(new Set(activations)),
    [
      `# From the inputs to the ${target === null ? "classes" : "output"}: activation, weights and biases of each layer. weights[i][j]`,
      "# leads from unit i of the layer before to unit j of this one.",
      block(
        "LAYERS",
        layers.map((layer, l) => layerCode(layer, activations[l])),
      ),
    ].join("\n"),
    [
      `# The largest difference of ${target === null ? "a probability" : "an output"} that is still right.`,
      `SELF_TEST_TOLERANCE = ${pythonNumber(selfTest.tolerance)}`,
      "",
      `# Made-up items, already encoded, and the ${target === null ? "probabilities" : "output"} that the network gives.`,
      block("SELF_TEST_ITEMS", selfTest.items.map(selfTestCode)),
    ].join("\n"),
    [
      'if __name__ == "__main__":',
      "    self_test()",
      '    print(f"The self-test has passed: {len(SELF_TEST_ITEMS)} items.")',
    ].join("\n"),
  ];
  return `${parts.join("\n\n\n")}\n`;
}

function activationName(
  { activation }: WeightFile["layers"][number],
  isLast: boolean,
): ActivationFunctionName {
  if (activation === "leakyRelu") return "leaky_relu";
  if (activation === "identity") return "linear";
  return isLast && activation === "sigmoid" ? "sigmoid_of_two_classes" : activation;
}

function quoted(text: string): string {
  return quotedText(text, hex => `\\U${hex.padStart(8, "0")}`);
}

function classNames(classes: readonly string[]): string {
  return listText(classes.map(quoted), {
    before: "CLASS_NAMES = ",
    brackets: ["[", "]"],
    after: "",
    step: "    ",
  });
}

/** A literal of a float: Python would take digits alone for an int. */
function pythonNumber(value: number): string {
  const text = numberText(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function numbers(values: readonly number[]): string {
  return `[${values.map(pythonNumber).join(", ")}]`;
}

/** The element or elements that a column has in the list of inputs. */
function columnCode(column: Column): string {
  const fill = fillOf(column);
  const last = fill === undefined ? [] : [plain(fill)];
  const common = { after: ",", step: "    " };
  const name = quoted(column.name);
  switch (column.kind) {
    case "number": {
      const parts = ["item", name, `lambda x: ${scaleText(column.scaling, pythonNumber)}`, ...last];
      return listText(parts, { ...common, before: "        number_of", brackets: ["(", ")"] });
    }
    case "category":
      return listText(column.categories.map(quoted), {
        ...common,
        before: `        *one_hot(item, ${name}, `,
        brackets: ["[", "]"],
        after: `, ${[quoted(column.unknown), ...last].join(", ")}),`,
      });
    case "boolean": {
      const lists = [
        `[False, ${quoted(column.falseValue)}]`,
        `[True, ${quoted(column.trueValue)}]`,
      ];
      const parts = ["item", name, ...lists, ...last];
      return listText(parts, { ...common, before: "        zero_or_one", brackets: ["(", ")"] });
    }
  }
}

function plain(value: number | string | boolean): string {
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return quoted(value);
  return value ? "True" : "False";
}

function layerCode({ weights, biases }: WeightFile["layers"][number], activation: string): string {
  return [
    "    (",
    `        ${activation},`,
    "        [",
    ...weights.map(row => `            ${numbers(row)},`),
    "        ],",
    `        ${numbers(biases)},`,
    "    ),",
  ].join("\n");
}

function selfTestCode(item: WeightFile["selfTest"]["items"][number]): string {
  const { inputs, output, probabilities = [] } = item;
  const answer = output === undefined ? numbers(probabilities) : pythonNumber(output);
  return ["    (", `        ${numbers(inputs)},`, `        ${answer},`, "    ),"].join("\n");
}

function block(name: string, parts: readonly string[]): string {
  return parts.length === 0 ? `${name} = []` : [`${name} = [`, ...parts, "]"].join("\n");
}
