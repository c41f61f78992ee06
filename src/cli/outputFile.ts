/** Files that a command writes: as a whole or not at all, and never over another without being told. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, copyFile, link, open, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CliError, EXIT, systemReason } from "./failure.ts";

/**
 * Makes sure that a file can be written, before work begins that would be lost.
 *
 * @throws {CliError}
 */
export async function checkOutput(path: string, force: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw refusal(path, "expected a file, got a folder");
  if (found !== undefined && !force) throw exists(path);
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refusal(path, code === "ENOENT" ? "there is no such folder" : systemReason(error));
  }
}

/**
 * Writes a file beside its place and then moves it there. Whatever happens on the way, there is
 * either the whole file or what was there before.
 *
 * @param force whether to replace a file that is there
 * @param parts the text, in pieces
 * @throws {CliError} if it is there and must not be replaced, or cannot be written; whatever `parts`
 * throws
 */
export async function writeFileAtomically(
  path: string,
  force: boolean,
  parts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx").catch((error: unknown) => {
      throw refusal(path, systemReason(error));
    });
    try {
      for await (const part of parts) {
        await file.writeFile(part).catch((error: unknown) => {
          throw refusal(path, systemReason(error));
        });
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await move(temporary, path, force);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** A link, unlike a rename, never replaces what came into its place in the meantime. */
async function move(temporary: string, path: string, force: boolean): Promise<void> {
  try {
    if (force) await rename(temporary, path);
    else
      await link(temporary, path).catch(() => copyFile(temporary, path, constants.COPYFILE_EXCL));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "EEXIST" ? exists(path) : refusal(path, systemReason(error));
  }
}

function exists(path: string): CliError {
  return refusal(
    path,
    "the file is there already. Choose another name, or replace it with --force",
  );
}

function refusal(path: string, reason: string): CliError {
  return new CliError(EXIT.output, `${path}: ${reason}.`);
}
