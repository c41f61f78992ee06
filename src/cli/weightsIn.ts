/** Weight files as a command reads them. */
import { readWeightBytes, type ReadWeights } from "../protocol/weightFileReader.ts";
import { readBytes } from "./tableFile.ts";

/**
 * Reads a weight file and checks all that it says: shapes, counts, hash, self-test.
 *
 * @throws {CliError} if it cannot be read
 * @throws {WeightFileError} naming the member that is wrong
 */
export async function readWeights(path: string, signal: AbortSignal): Promise<ReadWeights> {
  const { bytes } = await readBytes(path, signal);
  return readWeightBytes(bytes, path);
}
