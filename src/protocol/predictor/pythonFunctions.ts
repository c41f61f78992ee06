/** The functions of a generated Python module that do not depend on the file. */
import type { ColumnEncoding } from "../../core/columnEncoding.ts";

/** Joins lines: a template literal would have to escape backslashes. */
function lines(...text: readonly string[]): string {
  return text.join("\n");
}

/** From an item to its class; and the self-test. */
export const CLASS_FUNCTIONS: readonly string[] = [
  lines(
    "class Prediction(NamedTuple):",
    '    """The class with the largest probability, the first of equals; and the probabilities of all',
    '    classes, in the order of CLASS_NAMES."""',
    "",
    "    class_name: str",
    "    probabilities: list",
  ),
  lines(
    "def predict(item):",
    '    """Predicts the class of an item: a dict with an entry for each column of the table. Other',
    "    entries are ignored. Raises ValueError naming the column that is not there or whose value does",
    '    not fit, and TypeError if the item is no dict."""',
    "    probabilities = probabilities_of(inputs_of(item))",
    "    best = probabilities.index(max(probabilities))",
    "    return Prediction(CLASS_NAMES[best], probabilities)",
  ),
  lines(
    "def self_test():",
    '    """Holds the network against answers that were stored with its weights. Raises RuntimeError if',
    '    an answer differs."""',
    "    for i, (inputs, probabilities) in enumerate(SELF_TEST_ITEMS):",
    "        found = probabilities_of(inputs)",
    "        for k, expected in enumerate(probabilities):",
    "            if not abs(found[k] - expected) <= SELF_TEST_TOLERANCE:",
    '                place = f"item {i}, probability {k}"',
    "                raise RuntimeError(",
    '                    f"self-test, {place}: expected {expected}, got {found[k]}"',
    "                )",
  ),
  lines(
    "def probabilities_of(inputs):",
    '    """What the network makes of its inputs: a probability for each class. Raises ValueError if',
    '    its sums leave the range of floats."""',
    "    values = inputs",
    "    for activation, weights, biases in LAYERS:",
    "        values = activation(sums_of(values, weights, biases))",
    "    if not all(math.isfinite(value) for value in values):",
    '        raise ValueError("the values of this item are too large for the network")',
    "    return values",
  ),
];

/**
 * From an item to its number; and the self-test.
 *
 * @param unscale expression of the number in the unit of the table, from the scaled y
 */
export function numberFunctions(unscale: string): string[] {
  return [
    lines(
      "def predict(item):",
      '    """Predicts the number of an item, in the unit of the column TARGET_NAME. An item is a dict with',
      "    an entry for each column of the table; other entries are ignored. Raises ValueError naming the",
      '    column that is not there or whose value does not fit, and TypeError if the item is no dict."""',
      "    value = unscaled(output_of(inputs_of(item)))",
      "    if not math.isfinite(value):",
      '        raise ValueError("the values of this item are too large for the network")',
      "    return value",
    ),
    lines(
      "def self_test():",
      '    """Holds the network against answers that were stored with its weights. Raises RuntimeError if',
      '    an answer differs."""',
      "    for i, (inputs, expected) in enumerate(SELF_TEST_ITEMS):",
      "        found = output_of(inputs)",
      "        if not abs(found - expected) <= SELF_TEST_TOLERANCE:",
      '            raise RuntimeError(f"self-test, item {i}: expected {expected}, got {found}")',
    ),
    lines(
      "def output_of(inputs):",
      '    """What the network makes of its inputs: the number as it was scaled for the training."""',
      "    values = inputs",
      "    for activation, weights, biases in LAYERS:",
      "        values = activation(sums_of(values, weights, biases))",
      "    [output] = values",
      "    return output",
    ),
    lines(
      "def unscaled(y):",
      '    """The number in the unit of the table, from an output y of the network."""',
      `    return ${unscale}`,
    ),
  ];
}

/** The arithmetic of a layer. */
export const SUMS_OF = lines(
  "def sums_of(values, weights, biases):",
  '    """What reaches each unit j of a layer: the sum of x_i * w_ij over i, plus the bias b_j."""',
  "    sums = [0.0] * len(biases)",
  "    for x, row in zip(values, weights):",
  "        for j, weight in enumerate(row):",
  "            sums[j] += x * weight",
  "    return [z + bias for z, bias in zip(sums, biases)]",
);

const COLUMN_FUNCTIONS: Readonly<Record<ColumnEncoding["kind"], string>> = {
  number: lines(
    "# The largest float; a comparison with it is false for nan too.",
    "LARGEST = 1.7976931348623157e308",
    "",
    "",
    "def number_of(item, column, scale, when_none=None):",
    '    """A number as the network sees it; when_none takes the place of a missing one."""',
    "    value = value_of(item, column, when_none)",
    "    is_number = isinstance(value, Real) and not isinstance(value, bool)",
    "    if not is_number or not abs(value) <= LARGEST:",
    '        raise ValueError(f"column {column!r}: expected a finite number, got {value!r}")',
    "    scaled = scale(float(value))",
    "    if not abs(scaled) <= LARGEST:",
    '        raise ValueError(f"column {column!r}: {value!r} is too large to be scaled")',
    "    return scaled",
  ),
  category: lines(
    "def one_hot(item, column, categories, unknown, when_none=None):",
    '    """1 for the category of the item, 0 for the others. Another category gives zeros or is an',
    '    error; when_none takes the place of a missing one."""',
    "    value = value_of(item, column, when_none)",
    "    if isinstance(value, str):",
    "        inputs = [1.0 if category == value else 0.0 for category in categories]",
    '        if unknown == "zeros" or 1.0 in inputs:',
    "            return inputs",
    '    expected = "text such as" if unknown == "zeros" else "one of"',
    "    raise ValueError(",
    '        f"column {column!r}: expected {expected} {list_of(categories)}, got {value!r}"',
    "    )",
  ),
  boolean: lines(
    "def zero_or_one(item, column, zeros, ones, when_none=None):",
    '    """0 for no and 1 for yes; when_none takes the place of a missing value."""',
    "    value = value_of(item, column, when_none)",
    "    if value in ones:",
    "        return 1.0",
    "    if value in zeros:",
    "        return 0.0",
    "    raise ValueError(",
    '        f"column {column!r}: expected one of {list_of(zeros + ones)}, got {value!r}"',
    "    )",
  ),
};

const VALUE_OF = lines(
  "def value_of(item, column, when_none):",
  '    """What stands in a column of an item. An empty text is no value, as in a table."""',
  "    if not isinstance(item, dict):",
  '        raise TypeError(f"expected a dict with an entry for each column, got {item!r}")',
  "    if column not in item:",
  '        raise ValueError(f"the item has no column {column!r}")',
  "    value = item[column]",
  '    return when_none if value is None or value == "" else value',
);

const LIST_OF = lines(
  "def list_of(values):",
  '    """The first few values of a list, for a message."""',
  '    return ", ".join(repr(value) for value in values[:8]) + (", ..." if len(values) > 8 else "")',
);

/** Those that read the columns of an item, as far as there are columns of their kind. */
export function columnFunctions(kinds: ReadonlySet<ColumnEncoding["kind"]>): string[] {
  const readers = (["number", "category", "boolean"] as const).filter(kind => kinds.has(kind));
  const hasWords = kinds.has("category") || kinds.has("boolean");
  return [...readers.map(kind => COLUMN_FUNCTIONS[kind]), VALUE_OF, ...(hasWords ? [LIST_OF] : [])];
}

const ACTIVATIONS = {
  tanh: lines(
    "def tanh(sums):",
    '    """The hyperbolic tangent of each sum."""',
    "    return [math.tanh(z) for z in sums]",
  ),
  relu: lines(
    "def relu(sums):",
    '    """ReLU: each sum, or 0 if it is below."""',
    "    return [0.0 if z <= 0 else z for z in sums]",
  ),
  leaky_relu: lines(
    "def leaky_relu(sums):",
    '    """Leaky ReLU: each sum, or a hundredth of it below 0."""',
    "    return [z if z > 0 else 0.01 * z for z in sums]",
  ),
  sigmoid: lines(
    "def sigmoid(sums):",
    '    """1 / (1 + e^-z) of each sum z, written so that the power cannot overflow."""',
    "    powers = [math.exp(-abs(z)) for z in sums]",
    "    return [",
    "        power / (1 + power) if z < 0 else 1 / (1 + power) for z, power in zip(sums, powers)",
    "    ]",
  ),
  linear: lines("def linear(sums):", '    """The sums as they are."""', "    return sums"),
  softmax: lines(
    "def softmax(sums):",
    '    """Probabilities that are proportional to e^z. The largest sum is subtracted from all, which',
    '    changes nothing but that the powers cannot overflow."""',
    "    largest = max(sums)",
    "    powers = [math.exp(z - largest) for z in sums]",
    "    total = sum(powers)",
    "    return [power / total for power in powers]",
  ),
  sigmoid_of_two_classes: lines(
    "def sigmoid_of_two_classes(sums):",
    '    """The probabilities of both classes, from the sum that speaks for the second."""',
    "    [probability] = sigmoid(sums)",
    "    return [1 - probability, probability]",
  ),
} as const;

/** Names of the generated activation functions. */
export type ActivationFunctionName = keyof typeof ACTIVATIONS;

/** The activation functions that are used, in a fixed order. */
export function activationFunctions(used: ReadonlySet<ActivationFunctionName>): string[] {
  const needed = new Set(used);
  if (needed.has("sigmoid_of_two_classes")) needed.add("sigmoid");
  return Object.entries(ACTIVATIONS)
    .filter(([name]) => needed.has(name as ActivationFunctionName))
    .map(([, text]) => text);
}
