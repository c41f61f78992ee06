/** The config of a run: a starting point, a JSON file, and settings from the command line. */
import type { TrainingConfig } from "../core/config.ts";
import { decodeUtf8, Utf8Error } from "../core/utf8.ts";
import { describeValue } from "../protocol/expectations.ts";
import { JsonError, parseJson } from "../protocol/json.ts";
import { parseConfig, ValidationError } from "../protocol/validate.ts";
import { typedNumber } from "./commandLine.ts";
import { type CliError, usageError } from "./failure.ts";
import { suggestion } from "./nearest.ts";
import { inputError, readBytes } from "./tableFile.ts";

/** A config has some forty members; a file with more than this is something else. */
const LIMITS = { depth: 4, values: 1000 };

export interface ChosenConfig {
  readonly config: TrainingConfig;
  /** Members that were given, in the file or on the command line. */
  readonly given: ReadonlySet<string>;
  /** What to throw where a member does not fit the data. */
  readonly refuse: (error: ValidationError) => CliError;
}

/**
 * @param path of a JSON file with any members of a config
 * @param settings as `member=value`; they win over the file
 * @throws {CliError} naming file or option, member, what was expected and what came
 */
export async function chooseConfig(
  base: TrainingConfig,
  path: string | undefined,
  settings: readonly string[],
  signal: AbortSignal,
): Promise<ChosenConfig> {
  const fromFile = path === undefined ? {} : await readMembers(path, base, signal);
  const fromLine = Object.fromEntries(settings.map(setting => readSetting(setting, base)));
  const refuse = ({ field, problem }: ValidationError): CliError => {
    const [member] = field.split(".");
    if (Object.hasOwn(fromLine, member)) return usageError(`--set ${field}: ${problem}`);
    return path !== undefined && Object.hasOwn(fromFile, member)
      ? inputError(path, `${field}: ${problem}`)
      : usageError(`${field}: ${problem}`);
  };
  try {
    const config = parseConfig({ ...base, ...fromFile, ...fromLine }, "");
    const given = new Set([...Object.keys(fromFile), ...Object.keys(fromLine)]);
    return { config, given, refuse };
  } catch (error) {
    throw error instanceof ValidationError ? refuse(error) : error;
  }
}

async function readMembers(
  path: string,
  base: TrainingConfig,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const { bytes } = await readBytes(path, signal);
  let content: unknown;
  try {
    const text = decodeUtf8(bytes);
    content = parseJson(text.startsWith("\uFEFF") ? text.slice(1) : text, LIMITS);
  } catch (error) {
    if (error instanceof Utf8Error)
      throw inputError(path, "expected JSON in UTF-8, got other bytes.");
    if (error instanceof JsonError) throw inputError(path, error.message);
    throw error;
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw inputError(path, `expected an object of settings, got ${describeValue(content)}`);
  }
  for (const name of Object.keys(content)) {
    if (Object.hasOwn(base, name)) continue;
    throw inputError(path, `${name}: ${unknownMember(name, base)}`);
  }
  return { ...content };
}

function unknownMember(name: string, base: TrainingConfig): string {
  return `there is no such setting${suggestion(name, Object.keys(base)) || "; see docs/command-line.md"}`;
}

/** `l2=0.01`, `hiddenLayers=16,8`, `hiddenLayers=none`, `optimizer=adam`. */
function readSetting(setting: string, base: TrainingConfig): [string, unknown] {
  const [name, ...rest] = setting.split("=");
  const text = rest.join("=").trim();
  if (rest.length === 0) {
    throw usageError(`--set: expected member=value, got ${JSON.stringify(setting)}`);
  }
  if (!Object.hasOwn(base, name)) throw usageError(`--set ${name}: ${unknownMember(name, base)}`);
  if (!Array.isArray(base[name as keyof TrainingConfig])) return [name, typedScalar(text)];
  return [name, text === "none" || text === "" ? [] : text.split(",").map(typedScalar)];
}

function typedScalar(text: string): unknown {
  const word = text.trim();
  return word === "true" || word === "false" ? word === "true" : typedNumber(word);
}
