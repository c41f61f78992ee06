/** What TypeScript and JavaScript write differently: types, in the code or in comments. */

/** A parameter of a generated function. */
export interface ParameterText {
  readonly name: string;
  /** In TypeScript. */
  readonly type: string;
  readonly isOptional?: true;
}

/** A generated function. */
export interface FunctionText {
  readonly name: string;
  readonly isExported?: true;
  /** Lines of its comment. */
  readonly doc: readonly string[];
  /** An error that it throws, in words; its type first. */
  readonly throws?: readonly [type: string, when: string];
  readonly parameters: readonly ParameterText[];
  readonly returns: string;
  /** Lines, indented as within the function. */
  readonly body: readonly string[];
}

/** A generated type of objects. */
interface ObjectTypeText {
  readonly name: string;
  readonly isExported?: true;
  readonly doc: readonly string[];
  /** A key, quoted if need be, and its type. */
  readonly members: readonly (readonly [key: string, type: string])[];
}

/** A generated constant. */
interface ConstantText {
  readonly name: string;
  readonly isExported?: true;
  readonly doc: readonly string[];
  /** `const` for the narrowest type. */
  readonly type: string;
  readonly value: string;
}

export interface Dialect {
  functionText(text: FunctionText): string;
  objectType(text: ObjectTypeText): string;
  /** A name for a type. */
  typeName(name: string, type: string): string;
  constant(text: ConstantText): string;
  /** Behind an element of a list that is known to be there. */
  readonly known: string;
}

/** A comment; a single line stays one. */
export function comment(lines: readonly string[]): string {
  if (lines.length === 1) return `/** ${lines[0]} */`;
  return ["/**", ...lines.map(line => ` * ${line}`.trimEnd()), " */"].join("\n");
}

export function exportMark(text: { readonly isExported?: true }): string {
  return text.isExported === true ? "export " : "";
}

export function throwsLines({ throws }: FunctionText): string[] {
  return throws === undefined ? [] : [`@throws {${throws[0]}} ${throws[1]}`];
}

/** Lines of a comment in two blocks, with a line between them if both have lines. */
export function blocks(first: readonly string[], second: readonly string[]): string[] {
  return second.length === 0 ? [...first] : [...first, "", ...second];
}
