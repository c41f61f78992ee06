/** How texts and numbers of a file are written in TypeScript and JavaScript. */
import { listText, numberText, quotedText } from "./predictorText.ts";

/** `*` and `/` must not meet: they would end a comment. */
export function quoted(text: string): string {
  return quotedText(text, hex => `\\u{${hex}}`).replaceAll("*/", "*\\/");
}

/** On one line. */
export function numbers(values: readonly number[]): string {
  return `[${values.map(numberText).join(", ")}]`;
}

/** A list at the start of a line. */
export function listLiteral(parts: readonly string[]): string {
  return listText(parts, { before: "", brackets: ["[", "]"], after: "", step: "  " });
}
