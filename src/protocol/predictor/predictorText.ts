/**
 * What the generated predict functions of all languages share: what they say of their origin, and
 * how names and numbers of a file are written so that they can be nothing else in a program.
 */
import type { WeightFile } from "../weightFileSchema.ts";

export type Column = WeightFile["inputs"][number];
export type Target = NonNullable<WeightFile["target"]>;
type Scaling = Target["scaling"];

const LINE_WIDTH = 100;

/**
 * Refuses what a predict function could not tell apart, or could not compute.
 *
 * @param file that a reader has accepted
 * @throws {TypeError} naming the member; no file that this program wrote has such a member
 */
export function checkPredictable({ inputs }: WeightFile): void {
  checkDifferent(
    inputs.map(({ name }) => name),
    i => `inputs.${i}.name`,
  );
  for (const [i, column] of inputs.entries()) {
    if (column.kind === "category") {
      checkDifferent(column.categories, k => `inputs.${i}.categories.${k}`);
    }
    if (column.kind !== "number" || column.scaling.method !== "zScore") continue;
    if (column.scaling.deviation !== 0) continue;
    throw new TypeError(`inputs.${i}.scaling.deviation: expected another number than 0`);
  }
}

function checkDifferent(names: readonly string[], fieldOf: (index: number) => string): void {
  const seen = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const other = seen.get(name);
    if (other !== undefined) {
      const found = `got ${JSON.stringify(name)}, as in ${fieldOf(other)}`;
      throw new TypeError(`${fieldOf(i)}: expected a name of its own, ${found}`);
    }
    seen.set(name, i);
  }
}

/** What the number is that a network predicts; null where it is a class. */
export function targetOf({ target }: WeightFile): Target | null {
  return target ?? null;
}

/** Lines of the comment at the top, without comment marks. */
export function headerLines({ program, task, weightsSha256 }: WeightFile): string[] {
  const version = /^[\w.+-]{1,40}$/.test(program.version) ? ` ${program.version}` : "";
  return [
    `Predicts with a network that Regularization Playground${version} trained. Generated from its`,
    "weight file: generate it again rather than change it by hand.",
    `Task: ${task}. SHA-256 of the weights and biases:`,
    weightsSha256,
  ];
}

/** A number of the file; a file has no -0, whatever wrote it. */
export function numberText(value: number): string {
  return String(value + 0);
}

/**
 * A text as a JSON string in which every character can be seen: controls, blanks other than the
 * space, marks that change the direction of text and surrogates without a partner are escaped.
 *
 * @param escapeAstral how a code point above U+FFFF is escaped
 */
export function quotedText(text: string, escapeAstral: (hex: string) => string): string {
  return JSON.stringify(text).replace(/[\u007f\p{Cc}\p{Cf}\p{Co}\p{Z}]/gu, character => {
    if (character === " ") return character;
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? escapeAstral(hex) : `\\u${hex.padStart(4, "0")}`;
  });
}

/**
 * What the network sees of a number x: an expression, the same in all languages.
 *
 * @param write writes a number
 */
export function scaleText(scaling: Scaling, write: (value: number) => string): string {
  const minus = (value: number) => minusText(value, write);
  switch (scaling.method) {
    case "none":
      return "x";
    case "zScore":
      return `(x ${minus(scaling.mean)}) / ${write(scaling.deviation)}`;
    case "minMax": {
      const { min, max } = scaling;
      if (min === max) return `x ${minus(min)}`;
      return `(x ${minus(min)}) / (${write(max)} ${minus(min)})`;
    }
  }
}

/**
 * The number in the unit of the table, from a scaled y: an expression, the same in all languages.
 *
 * @param write writes a number
 */
export function unscaleText(scaling: Scaling, write: (value: number) => string): string {
  switch (scaling.method) {
    case "none":
      return "y";
    case "zScore":
      return `${write(scaling.mean)} + ${write(scaling.deviation)} * y`;
    case "minMax": {
      const { min, max } = scaling;
      if (min === max) return `${write(min)} + y`;
      return `${write(min)} + (${write(max)} ${minusText(min, write)}) * y`;
    }
  }
}

/** A subtraction without two signs in a row. */
function minusText(value: number, write: (value: number) => string): string {
  return value < 0 ? `+ ${write(-value)}` : `- ${write(value)}`;
}

/** What takes the place of a missing value; undefined if nothing does. */
export function fillOf(column: Column): number | string | boolean | undefined {
  if (column.missing.method !== "fill") return undefined;
  if (column.kind !== "category") return column.missing.value;
  // As for tables: a value that is no category fills nothing in.
  const { value } = column.missing;
  return column.categories.includes(value) ? value : undefined;
}

/** How a list is laid out. */
export interface ListLayout {
  /** What stands on the line before the list, indented. */
  readonly before: string;
  readonly brackets: readonly [open: string, close: string];
  /** What stands behind the list. */
  readonly after: string;
  /** What a part on a line of its own is indented by, beyond `before`. */
  readonly step: string;
}

/** A list on one line if it is short enough, else each part on its own. */
export function listText(
  parts: readonly string[],
  { before, brackets: [open, close], after, step }: ListLayout,
): string {
  const line = `${before}${open}${parts.join(", ")}${close}${after}`;
  if (line.length <= LINE_WIDTH) return line;
  const indent = /^ */.exec(before)?.[0] ?? "";
  const lines = parts.map(part => `${indent}${step}${part},`);
  return [`${before}${open}`, ...lines, `${indent}${close}${after}`].join("\n");
}
