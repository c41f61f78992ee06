/**
 * Reads JSON that may come from anywhere: exactly the JSON grammar, with limits, with the place of
 * what is wrong, and with every member as plain data, `__proto__` included.
 *
 * JSON.parse is not enough here. Its messages have no place in some engines, it takes the last of
 * two equal members where another reader takes the first, and it has no limits.
 */

export interface JsonLimits {
  /** Arrays and objects inside one another. */
  readonly depth: number;
  /** Values of all kinds, counted everywhere. */
  readonly values: number;
}

/** Text that is not JSON, or too much of it. */
export class JsonError extends SyntaxError {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The sentence without the place. */
  readonly problem: string;

  constructor(text: string, position: number, problem: string) {
    const before = text.slice(0, position).split("\n");
    const line = before.length;
    const column = before[line - 1].length + 1;
    super(`line ${line}, character ${column}: ${problem}`);
    this.name = "JsonError";
    this.line = line;
    this.column = column;
    this.problem = problem;
  }
}

/**
 * @returns arrays, strings, numbers, booleans, null, and objects without a prototype
 * @throws {JsonError}
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  return new Parser(text, limits).document();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Recursive descent; the depth limit keeps it away from the end of the stack. */
class Parser {
  readonly #text: string;
  readonly #limits: JsonLimits;
  #position = 0;
  #depth = 0;
  #values = 0;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  document(): unknown {
    const value = this.#value();
    this.#skipSpace();
    if (this.#position < this.#text.length) throw this.#unexpected("the end of the file");
    return value;
  }

  #value(): unknown {
    this.#skipSpace();
    if (++this.#values > this.#limits.values) {
      throw this.#error(`expected at most ${this.#limits.values} values, got more`);
    }
    switch (this.#text[this.#position]) {
      case "{":
        return this.#object();
      case "[":
        return this.#array();
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #object(): Record<string, unknown> {
    // Without a prototype `__proto__` is a member like any other.
    const result = Object.create(null) as Record<string, unknown>;
    this.#enter();
    if (this.#leave("}")) return result;
    do {
      this.#skipSpace();
      if (this.#text.charCodeAt(this.#position) !== QUOTE) throw this.#unexpected("a member");
      const start = this.#position;
      const key = this.#string();
      if (key in result) {
        throw new JsonError(this.#text, start, "expected each member once, got one again");
      }
      this.#skipSpace();
      this.#take(":", "a colon");
      result[key] = this.#value();
    } while (this.#another("}"));
    return result;
  }

  #array(): unknown[] {
    const result: unknown[] = [];
    this.#enter();
    if (this.#leave("]")) return result;
    do result.push(this.#value());
    while (this.#another("]"));
    return result;
  }

  #enter(): void {
    if (++this.#depth > this.#limits.depth) {
      throw this.#error(`expected at most ${this.#limits.depth} levels of brackets, got more`);
    }
    this.#position++;
  }

  /** Takes a closing bracket if it comes next. */
  #leave(bracket: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#position] !== bracket) return false;
    this.#position++;
    this.#depth--;
    return true;
  }

  /** Whether a comma follows; else takes the closing bracket. */
  #another(bracket: string): boolean {
    if (this.#leave(bracket)) return false;
    this.#take(",", `a comma or ${bracket}`);
    return true;
  }

  #take(sign: string, name: string): void {
    if (this.#text[this.#position] !== sign) throw this.#unexpected(name);
    this.#position++;
  }

  #string(): string {
    const text = this.#text;
    const parts: string[] = [];
    let start = ++this.#position;
    for (;;) {
      const code = text.charCodeAt(this.#position);
      if (code === QUOTE) {
        parts.push(text.slice(start, this.#position++));
        return parts.join("");
      }
      // charCodeAt is NaN at the end, which is not >= anything.
      if (!(code >= FIRST_PRINTABLE)) throw this.#unexpected("the end of a string");
      if (code !== BACKSLASH) {
        this.#position++;
        continue;
      }
      parts.push(text.slice(start, this.#position), this.#escape());
      start = this.#position;
    }
  }

  #escape(): string {
    const text = this.#text;
    const letter = text[this.#position + 1] ?? "";
    const sign = ESCAPES.get(letter);
    if (sign !== undefined) {
      this.#position += 2;
      return sign;
    }
    const digits = text.slice(this.#position + 2, this.#position + 6);
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#unexpected("an escape");
    this.#position += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #word<T>(word: string, value: T): T {
    for (const letter of word) this.#take(letter, word);
    return value;
  }

  #number(): number {
    const start = this.#position;
    if (this.#text[this.#position] === "-") this.#position++;
    const isNegative = this.#position > start;
    if (this.#text[this.#position] === "0") this.#position++;
    else if (this.#digits() === 0) throw this.#unexpected(isNegative ? "a digit" : "a value");
    if (this.#text[this.#position] === ".") {
      this.#position++;
      if (this.#digits() === 0) throw this.#unexpected("a digit");
    }
    if (/^[eE]$/.test(this.#text[this.#position] ?? "")) {
      this.#position++;
      if (/^[+-]$/.test(this.#text[this.#position] ?? "")) this.#position++;
      if (this.#digits() === 0) throw this.#unexpected("a digit");
    }
    return Number(this.#text.slice(start, this.#position));
  }

  /** Passes digits and counts them. */
  #digits(): number {
    const start = this.#position;
    for (;;) {
      const code = this.#text.charCodeAt(this.#position);
      if (!(code >= 0x30 && code <= 0x39)) return this.#position - start;
      this.#position++;
    }
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#position++;
    }
  }

  #unexpected(expected: string): JsonError {
    const position = this.#position;
    const letter = this.#text.codePointAt(position);
    const found = letter === undefined ? "the end of the file" : describeLetter(letter);
    return new JsonError(this.#text, position, `expected ${expected}, got ${found}`);
  }

  #error(problem: string): JsonError {
    return new JsonError(this.#text, this.#position, problem);
  }
}

function describeLetter(code: number): string {
  if (code < FIRST_PRINTABLE) return code === 0x0a ? "a new line" : `character ${code}`;
  return JSON.stringify(String.fromCodePoint(code));
}
