/** JSON for people and for diffs: few lines, but every matrix row on a line of its own. */

/** Longest line that holds a whole value or a part of a list; matrix rows may be longer. */
const LINE_WIDTH = 100;
const INDENT = "  ";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Formats plain data as JSON with two spaces of indentation and a new line at the end.
 *
 * A value stands on one line if it fits and holds no matrix. A matrix has one row on each line. A
 * longer list of numbers or texts is filled up line by line, anything else has one member a line.
 * Members keep their order. Numbers have the fewest digits that read back to the same float64.
 *
 * @throws {RangeError} for a number that is not finite
 */
export function formatJson(value: Json): string {
  return `${format(value, "", 0)}\n`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isComposite(value: Json): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null;
}

function isMatrix(value: Json): boolean {
  return isList(value) && value.length > 0 && value.every(isList);
}

function holdsMatrix(value: Json): boolean {
  if (!isComposite(value)) return false;
  return isMatrix(value) || Object.values(value).some(holdsMatrix);
}

/**
 * @param indent of the line on which the value begins
 * @param used characters that stand before and behind it on its line
 */
function format(value: Json, indent: string, used: number): string {
  if (!isComposite(value)) return formatScalar(value);
  if (!holdsMatrix(value)) {
    const line = formatLine(value);
    if (used + line.length <= LINE_WIDTH) return line;
  }
  const inner = indent + INDENT;
  if (isList(value)) return formatList(value, indent, inner);
  const lines = Object.entries(value).map(([key, member]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + format(member, inner, start.length + 1);
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function formatList(values: readonly Json[], indent: string, inner: string): string {
  let lines: string[];
  if (isMatrix(values)) lines = values.map(row => inner + formatLine(row));
  else if (values.some(isComposite)) {
    lines = values.map(item => inner + format(item, inner, inner.length + 1));
  } else lines = fillLines(values, inner);
  return `[\n${lines.join(",\n")}\n${indent}]`;
}

/** As many items on each line as fit, and at least one. */
function fillLines(values: readonly Json[], inner: string): string[] {
  const lines: string[] = [];
  let items: string[] = [];
  let length = inner.length;
  for (const value of values) {
    const item = formatLine(value);
    if (items.length > 0 && length + item.length + 1 > LINE_WIDTH) {
      lines.push(inner + items.join(", "));
      items = [];
      length = inner.length;
    }
    items.push(item);
    length += item.length + 2;
  }
  lines.push(inner + items.join(", "));
  return lines;
}

function formatLine(value: Json): string {
  if (!isComposite(value)) return formatScalar(value);
  if (isList(value)) return `[${value.map(formatLine).join(", ")}]`;
  const parts = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${formatLine(member)}`,
  );
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function formatScalar(value: string | number | boolean | null): string {
  if (typeof value !== "number") return JSON.stringify(value);
  if (!Number.isFinite(value)) throw new RangeError(`JSON has no ${value}`);
  return String(value);
}
