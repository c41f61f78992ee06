/** Commands, their options and their help; from words on a command line to checked values. */
import { parseArgs } from "node:util";
import type { Bounds } from "../core/config.ts";
import { numberWithin, parse } from "../protocol/validate.ts";
import { type ExitCode, usageError } from "./failure.ts";
import { suggestion } from "./nearest.ts";
import type { Session } from "./session.ts";

/** What the package calls its program. */
export const PROGRAM = "regularization-playground";

interface Flag {
  readonly kind: "flag";
  readonly help: string;
}

interface Value {
  /** A list is an option that may be given several times. */
  readonly kind: "value" | "list";
  /** Stands for the value in the help. */
  readonly placeholder: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, Flag | Value>>;

type OptionsOf<S extends OptionSpecs, K extends (Flag | Value)["kind"]> = {
  [N in keyof S]: S[N]["kind"] extends K ? N : never;
}[keyof S] &
  string;

/** What a command was told. */
export class Line<S extends OptionSpecs> {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.#values = values;
  }

  has(name: keyof S & string): boolean {
    return this.#values.has(name);
  }

  text(name: OptionsOf<S, "value">): string | undefined {
    return this.#values.get(name)?.[0];
  }

  list(name: OptionsOf<S, "list">): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /**
   * @returns undefined if the option was not given
   * @throws {ValidationError} naming the option
   */
  number(name: OptionsOf<S, "value">, bounds: Bounds): number | undefined {
    const text = this.text(name);
    return text === undefined
      ? undefined
      : parse(numberWithin(bounds), typedNumber(text), `--${name}`);
  }

  /** One of a few words. */
  choice<T extends string>(name: OptionsOf<S, "value">, words: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const word = words.find(candidate => candidate === text);
    if (word !== undefined) return word;
    const found = JSON.stringify(text);
    throw usageError(`--${name}: expected one of ${words.join(", ")}, got ${found}`);
  }
}

/** A number as typed; what is not one stays text, so that a refusal can show it. */
export function typedNumber(text: string): unknown {
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  run(args: readonly string[], session: Session): Promise<ExitCode>;
}

interface Description<S extends OptionSpecs> {
  readonly name: string;
  readonly summary: string;
  /** Placeholders of the arguments; all of them are needed. */
  readonly positionals: readonly string[];
  /** What the help says between usage and options. */
  readonly text: string;
  readonly options: S;
  readonly run: (line: Line<S>, session: Session) => Promise<ExitCode>;
}

export function defineCommand<S extends OptionSpecs>(description: Description<S>): Command {
  const { name, summary, run } = description;
  return {
    name,
    summary,
    help: helpOf(description),
    run: (args, session) => run(parseLine(description, args), session),
  };
}

const HELP_COLUMN = 26;

function helpOf({ name, text, positionals, options }: Omit<Description<OptionSpecs>, "run">) {
  const specs: OptionSpecs = { ...options, help: HELP };
  const lines = Object.entries(specs).map(([option, spec]) => {
    const left = spec.kind === "flag" ? `--${option}` : `--${option} ${spec.placeholder}`;
    const gap = left.length + 2 < HELP_COLUMN ? "" : `\n${" ".repeat(HELP_COLUMN + 1)}`;
    return `  ${left.padEnd(HELP_COLUMN - 2)}${gap} ${spec.help}`;
  });
  const usage = [PROGRAM, name, ...positionals.map(word => `<${word}>`), "[options]"].join(" ");
  return `Usage: ${usage}\n\n${text}\n\nOptions:\n${lines.join("\n")}`;
}

const HELP: Flag = { kind: "flag", help: "print this" };

/** @throws {CliError} naming what is wrong, and the option that may have been meant */
function parseLine<S extends OptionSpecs>(
  { name, positionals: wanted, options }: Description<S>,
  args: readonly string[],
): Line<S> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([option, { kind }]) => [
        option,
        { type: kind === "flag" ? "boolean" : "string" } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    const see = `See ${PROGRAM} ${name} --help.`;
    if (spec === undefined) {
      const meant = suggestion(token.name, Object.keys(options), "--");
      throw usageError(`there is no option ${token.rawName}${meant || "."} ${see}`);
    }
    values.set(token.name, [...(values.get(token.name) ?? []), valueOf(token, spec, see)]);
    if (spec.kind === "value" && (values.get(token.name)?.length ?? 0) > 1) {
      throw usageError(`--${token.name}: expected it once, got it again`);
    }
  }
  checkPositionals(name, wanted, positionals);
  return new Line(positionals, values);
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf({ rawName, value, inlineValue }: OptionToken, spec: Flag | Value, see: string) {
  if (spec.kind === "flag") {
    if (value === undefined) return "";
    throw usageError(`${rawName}: expected no value, got ${JSON.stringify(value)}. ${see}`);
  }
  if (value === undefined || (inlineValue !== true && value.startsWith("--"))) {
    throw usageError(`${rawName}: expected a value (${spec.placeholder}), got none. ${see}`);
  }
  return value;
}

function checkPositionals(name: string, wanted: readonly string[], found: readonly string[]): void {
  if (found.length === wanted.length) return;
  const see = `See ${PROGRAM} ${name} --help.`;
  if (found.length < wanted.length) {
    throw usageError(`${name}: expected <${wanted[found.length]}>, got nothing. ${see}`);
  }
  const extra = JSON.stringify(found[wanted.length]);
  const usual = wanted.length === 0 ? "no argument" : wanted.map(word => `<${word}>`).join(" ");
  throw usageError(`${name}: expected ${usual}, got ${extra} too. ${see}`);
}
