/**
 * From the bytes of a file that may come from anywhere to checked weights. Nothing in a file is
 * ever run, and whatever does not fit is refused with file, place, what was expected and what to
 * do.
 */
import { decodeUtf8, Utf8Error } from "../core/utf8.ts";
import { describeValue } from "./expectations.ts";
import { JsonError, parseJson } from "./json.ts";
import { parse, ValidationError } from "./validate.ts";
import { checkWeightFile, fileSizes, hashParameters } from "./weightFileCheck.ts";
import {
  WEIGHT_FILE_FORMAT,
  WEIGHT_FILE_MAJOR,
  type WeightFile,
  weightFileSchema,
} from "./weightFileSchema.ts";
import { runSelfTest } from "./weightFileSelfTest.ts";

/** Larger files are refused unread. */
export const MAX_WEIGHT_FILE_BYTES = 50 * 1024 * 1024;

/** More than any network of this program needs, and little enough to hold in memory. */
const LIMITS = { depth: 32, values: 4_000_000 };

const ADVICE = {
  damaged:
    "The file is damaged or was changed by hand. Restore it from a copy or export the weights again.",
  otherFile: "Choose a file that was saved with Export Weights to JSON.",
  newer: "Update the extension to read this file.",
  size: "Choose a weight file; none is as large as this.",
} as const;

/** A weight file that was refused; the message says everything in one line. */
export class WeightFileError extends ValidationError {
  readonly fileName: string;
  /** What the user can do. */
  readonly advice: string;

  /** @param field member, or line and character; empty for the file as a whole */
  constructor(fileName: string, field: string, problem: string, advice: string) {
    super(field, problem);
    this.name = "WeightFileError";
    this.fileName = fileName;
    this.advice = advice;
    const place = [fileName, field].filter(part => part !== "").join(": ");
    this.message = `${place}: ${problem}. ${advice}`;
  }
}

/** A file that has passed every check. */
export interface ReadWeights {
  /** Without the members that this version does not know. */
  readonly file: WeightFile;
  /** Units of every layer, inputs first. */
  readonly sizes: readonly number[];
  /** Weights and biases in the order of network.ts, bit for bit as they were written. */
  readonly parameters: Float64Array;
}

/**
 * Reads a weight file from its bytes. A byte order mark is accepted.
 *
 * @param fileName for messages
 * @throws {WeightFileError}
 */
export function readWeightBytes(bytes: Uint8Array, fileName: string): ReadWeights {
  checkWeightFileSize(bytes.length, fileName);
  let text: string;
  try {
    text = decodeUtf8(bytes);
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    const problem = "expected text in UTF-8, got something else";
    throw new WeightFileError(fileName, `byte ${error.offset}`, problem, ADVICE.damaged);
  }
  return readWeightFile(text, fileName);
}

/**
 * Refuses a file that is too large, before it is read into memory.
 *
 * @throws {WeightFileError}
 */
export function checkWeightFileSize(bytes: number, fileName: string): void {
  if (bytes <= MAX_WEIGHT_FILE_BYTES) return;
  const most = `expected at most ${MAX_WEIGHT_FILE_BYTES / 2 ** 20} MB`;
  const found = `got ${Math.ceil(bytes / 2 ** 20)} MB`;
  throw new WeightFileError(fileName, "", `${most}, ${found}`, ADVICE.size);
}

/**
 * Reads a weight file from its text: JSON, version, members, shapes, counts, hash, self-test.
 *
 * @param fileName for messages
 * @throws {WeightFileError}
 */
export function readWeightFile(text: string, fileName: string): ReadWeights {
  checkWeightFileSize(text.length, fileName);
  let content: unknown;
  try {
    content = parseJson(text.startsWith("\uFEFF") ? text.slice(1) : text, LIMITS);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const place = `line ${error.line}, character ${error.column}`;
    throw new WeightFileError(fileName, place, error.problem, ADVICE.damaged);
  }
  checkKind(content, fileName);
  try {
    return checkContent(content);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new WeightFileError(fileName, error.field, error.problem, ADVICE.damaged);
  }
}

function checkContent(content: unknown): ReadWeights {
  const file = parse(weightFileSchema, content, "");
  const parameters = checkWeightFile(file);
  const hash = hashParameters(parameters);
  if (hash !== file.weightsSha256) {
    throw new ValidationError(
      "weightsSha256",
      `expected ${hash}, the hash of the weights in the file, got ${file.weightsSha256}`,
    );
  }
  const sizes = fileSizes(file);
  runSelfTest(file.selfTest, parameters, sizes, file.training.config);
  return { file, sizes, parameters };
}

/** Format and version come first: a message about a member of another format would mislead. */
function checkKind(content: unknown, fileName: string): void {
  const { format, version } = memberValues(content, fileName);
  if (format !== WEIGHT_FILE_FORMAT) {
    const problem = `expected "${WEIGHT_FILE_FORMAT}", got ${describeValue(format)}`;
    throw new WeightFileError(fileName, "format", problem, ADVICE.otherFile);
  }
  const found = typeof version === "string" ? /^([0-9]{1,6})\.[0-9]{1,6}$/.exec(version) : null;
  if (found !== null && Number(found[1]) === WEIGHT_FILE_MAJOR) return;
  const problem = `expected version ${WEIGHT_FILE_MAJOR}.x, got ${describeValue(version)}`;
  const isNewer = found !== null && Number(found[1]) > WEIGHT_FILE_MAJOR;
  throw new WeightFileError(fileName, "version", problem, isNewer ? ADVICE.newer : ADVICE.damaged);
}

function memberValues(content: unknown, fileName: string): { format?: unknown; version?: unknown } {
  if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  const problem = `expected an object, got ${describeValue(content)}`;
  throw new WeightFileError(fileName, "", problem, ADVICE.otherFile);
}
