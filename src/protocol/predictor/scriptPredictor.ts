/** The predict function in TypeScript and in JavaScript: one module, written in two dialects. */
import type { ActivationName, OutputName } from "../../core/config.ts";
import type { WeightFile } from "../weightFileSchema.ts";
import type { Dialect } from "./dialect.ts";
import { javascript } from "./javascript.ts";
import {
  type Column,
  fillOf,
  headerLines,
  listText,
  numberText,
  scaleText,
  targetOf,
} from "./predictorText.ts";
import { classAnswers, numberAnswers } from "./scriptAnswers.ts";
import {
  type ActivationFunctionName,
  activationFunctions,
  columnFunctions,
  networkFunctions,
} from "./scriptFunctions.ts";
import { numbers, quoted } from "./scriptText.ts";
import { typescript } from "./typescript.ts";

/** Categories that a type lists; more of them are any text. */
const MAX_LISTED_CATEGORIES = 30;

export function typescriptPredictor(file: WeightFile): string {
  return scriptPredictor(file, typescript);
}

export function javascriptPredictor(file: WeightFile): string {
  return scriptPredictor(file, javascript);
}

function scriptPredictor(file: WeightFile, dialect: Dialect): string {
  const { inputs, layers, selfTest } = file;
  const target = targetOf(file);
  const answers = target === null ? classAnswers(file, dialect) : numberAnswers(target, dialect);
  const [testedName, testedType, testedDoc] = answers.tested;
  const kinds = new Set(inputs.map(({ kind }) => kind));
  const activations = layers.map((layer, l) =>
    activationName(layer.activation, l === layers.length - 1),
  );
  const parts = [
    headerLines(file)
      .map(line => `// ${line}`)
      .join("\n"),
    dialect.objectType({
      name: "Item",
      isExported: true,
      doc: ["What is known of an item: the columns of its table. Other members are ignored."],
      members: inputs.map(column => [keyText(column.name), columnType(column)] as const),
    }),
    ...answers.declarations,
    ...[...answers.functions, ...networkFunctions(dialect, target === null)].map(text =>
      dialect.functionText(text),
    ),
    dialect.functionText({
      name: "inputsOf",
      doc: ["The inputs of the network: one for each number and yes or no, one for each category."],
      parameters: [{ name: "item", type: "Item" }],
      returns: "number[]",
      body: ["  return [", ...inputs.map(columnCode), "  ];"],
    }),
    ...columnFunctions(kinds).map(text => dialect.functionText(text)),
    ...activationFunctions(new Set(activations)).map(text => dialect.functionText(text)),
    dialect.objectType({
      name: "Layer",
      doc: ["weights[i][j] leads from unit i of the layer before to unit j of this one."],
      members: [
        ["activation", "(sums: readonly number[]) => number[]"],
        ["weights", "readonly (readonly number[])[]"],
        ["biases", "readonly number[]"],
      ],
    }),
    dialect.constant({
      name: "layers",
      doc: [`From the inputs to the ${answers.end}: ${sizesText(file)}.`],
      type: "readonly Layer[]",
      value: block(layers.map((layer, l) => layerCode(layer, activations[l]))),
    }),
    dialect.objectType({
      name: "SelfTestItem",
      doc: [`Inputs of the network, and ${testedDoc}.`],
      members: [
        ["inputs", "readonly number[]"],
        [testedName, testedType],
      ],
    }),
    dialect.constant({
      name: "selfTestTolerance",
      doc: [answers.toleranceDoc],
      type: "number",
      value: numberText(selfTest.tolerance),
    }),
    dialect.constant({
      name: "selfTestItems",
      doc: ["Made-up items, already encoded."],
      type: "readonly SelfTestItem[]",
      value: block(selfTest.items.map(selfTestCode)),
    }),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The generated function of a layer; an output of one unit with sigmoid has two classes. */
function activationName(
  name: ActivationName | OutputName,
  isLast: boolean,
): ActivationFunctionName {
  if (name === "identity") return "linear";
  return isLast && name === "sigmoid" ? "sigmoidOfTwoClasses" : name;
}

function sizesText({ layers }: WeightFile): string {
  return [layers[0].inputs, ...layers.map(layer => layer.outputs)].join("-");
}

function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

function columnType(column: Column): string {
  return [...valueTypes(column), ...(fillOf(column) === undefined ? [] : ["null"])].join(" | ");
}

function valueTypes(column: Column): string[] {
  switch (column.kind) {
    case "number":
      return ["number"];
    case "category": {
      const { categories, unknown } = column;
      const isClosed = unknown === "error" && categories.length > 0;
      return isClosed && categories.length <= MAX_LISTED_CATEGORIES
        ? categories.map(quoted)
        : ["string"];
    }
    case "boolean": {
      const { zeros, ones } = booleanValues(column);
      return ["boolean", ...new Set([...zeros.slice(1), ...ones.slice(1)])];
    }
  }
}

/** What counts as 0 and as 1: the truth values, the words of the table, and digits as numbers. */
function booleanValues({ falseValue, trueValue }: Extract<Column, { kind: "boolean" }>) {
  const areDigits = falseValue === "0" && trueValue === "1";
  return {
    zeros: ["false", quoted(falseValue), ...(areDigits ? ["0"] : [])],
    ones: ["true", quoted(trueValue), ...(areDigits ? ["1"] : [])],
  };
}

/** The element or elements that a column has in the list of inputs. */
function columnCode(column: Column): string {
  const fill = fillOf(column);
  const last = fill === undefined ? [] : [typeof fill === "string" ? quoted(fill) : plain(fill)];
  const common = { before: "    ", after: ",", step: "  " };
  switch (column.kind) {
    case "number": {
      const scale = `x => ${scaleText(column.scaling, numberText)}`;
      const parts = ["item", quoted(column.name), scale, ...last];
      return listText(parts, { ...common, before: "    numberOf", brackets: ["(", ")"] });
    }
    case "category": {
      const categories = column.categories.map(quoted);
      return listText(categories, {
        ...common,
        before: `    ...oneHot(item, ${quoted(column.name)}, `,
        brackets: ["[", "]"],
        after: `, ${[quoted(column.unknown), ...last].join(", ")}),`,
      });
    }
    case "boolean": {
      const { zeros, ones } = booleanValues(column);
      const lists = [zeros, ones].map(values => `[${values.join(", ")}]`);
      const parts = ["item", quoted(column.name), ...lists, ...last];
      return listText(parts, { ...common, before: "    zeroOrOne", brackets: ["(", ")"] });
    }
  }
}

function plain(value: number | boolean): string {
  return typeof value === "number" ? numberText(value) : String(value);
}

function layerCode({ weights, biases }: WeightFile["layers"][number], activation: string): string {
  return [
    "  {",
    `    activation: ${activation},`,
    "    weights: [",
    ...weights.map(row => `      ${numbers(row)},`),
    "    ],",
    `    biases: ${numbers(biases)},`,
    "  },",
  ].join("\n");
}

function selfTestCode(item: WeightFile["selfTest"]["items"][number]): string {
  const { inputs, output, probabilities = [] } = item;
  const answer =
    output === undefined
      ? `probabilities: ${numbers(probabilities)}`
      : `output: ${numberText(output)}`;
  return ["  {", `    inputs: ${numbers(inputs)},`, `    ${answer},`, "  },"].join("\n");
}

function block(parts: readonly string[]): string {
  return parts.length === 0 ? "[]" : ["[", ...parts, "]"].join("\n");
}
