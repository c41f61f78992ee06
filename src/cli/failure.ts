/** How a command ends, and what is said when it could not do what was asked. */
import { ValidationError } from "../protocol/validate.ts";
import { WeightFileError } from "../protocol/weightFileReader.ts";

/** Exit codes; docs/command-line.md explains them to people. */
export const EXIT = {
  ok: 0,
  /** Something failed, or what was compared differs. */
  failed: 1,
  /** Options or arguments that make no sense. */
  usage: 2,
  /** A file that cannot be read or used. */
  input: 3,
  /** A file that cannot be written, or is there already. */
  output: 4,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What ends a command; the message is one line that says everything. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}

export function usageError(message: string): CliError {
  return new CliError(EXIT.usage, message);
}

/** The exit code and the line for whatever was thrown. */
export function failureOf(error: unknown): { exitCode: ExitCode; message: string } {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { exitCode: exitCodeOf(error), message };
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof WeightFileError) return EXIT.input;
  return error instanceof ValidationError ? EXIT.usage : EXIT.failed;
}

const SYSTEM_REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "expected a file, got a folder"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EACCES", "access is not allowed"],
  ["EPERM", "access is not allowed"],
  ["ENOSPC", "the disk is full"],
  ["ERR_FS_FILE_TOO_LARGE", "expected at most 2 GB, got more"],
]);

/** Why the system refused a file, in words. */
export function systemReason(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return SYSTEM_REASONS.get(code) ?? message;
}
