/** Checks a weight file, then trains its network again and compares to the last bit. */
import { isDeepStrictEqual } from "node:util";
import { type EngineName, engineOf } from "../core/config.ts";
import { createDataset } from "../core/datasets.ts";
import type { PointsSpec } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import { readPointsCsv } from "../core/pointsData.ts";
import { shareDataset } from "../core/plan.ts";
import { ValidationError } from "../protocol/validate.ts";
import type { ReadWeights } from "../protocol/weightFileReader.ts";
import type { WeightFile } from "../protocol/weightFileSchema.ts";
import type { TableDataset } from "../tabular/tableDataset.ts";
import { quoted, TableError } from "../tabular/tableError.ts";
import { defineCommand, type Line, type OptionSpecs } from "./commandLine.ts";
import { EXIT, usageError } from "./failure.ts";
import { plainText } from "./plainText.ts";
import { checkReplay, datasetSpecOf, replay, type Replay } from "./replay.ts";
import { pull, type Session } from "./session.ts";
import { remakeTableData } from "./tableData.ts";
import { inputError, loadTableFile, readBytes, readingFrom, sha256Of } from "./tableFile.ts";
import { dataFacts } from "../threads/dataFacts.ts";
import { readWeights } from "./weightsIn.ts";

const OPTIONS = {
  data: {
    kind: "value",
    placeholder: "FILE",
    help: "the table or the points that the weights were trained on",
  },
  "check-only": { kind: "flag", help: "read and check the file; do not train" },
  json: { kind: "flag", help: "print one JSON object and nothing else" },
} as const satisfies OptionSpecs;

type VerifyLine = Line<typeof OPTIONS>;

const TEXT = `Checks everything that a weight file says: members, shapes, counts, hash, self-test. Then trains
the network again from its config, seed and data, and compares the weights to the last bit.
Generated data is made again; a table, or points placed by hand, have to be given with --data.`;

/** What verification came to. As JSON, with command, version and file beside it. */
interface Verdict {
  readonly verdict: "checked" | "equal" | "different";
  /** A sentence; says what differs. */
  readonly text: string;
  readonly weightsSha256: string;
  readonly engine: { readonly file: EngineName; readonly here: EngineName };
  /** Whether the data is the same; null if it was not looked at. */
  readonly dataEqual: boolean | null;
  /** Null if the network was not trained again. */
  readonly replay: Replay | null;
}

export const verify = defineCommand({
  name: "verify",
  summary: "check a weight file, train it again and compare to the last bit",
  positionals: ["weights.json"],
  text: TEXT,
  options: OPTIONS,
  async run(line, session) {
    const [path] = line.positionals;
    const weights = await readWeights(path, session.signal);
    let verdict: Verdict;
    try {
      verdict = await judge(line, weights, session);
    } catch (error) {
      throw error instanceof ValidationError ? inputError(path, error.message) : error;
    }
    if (line.has("json")) {
      const whole = { command: "verify", version: session.version, file: path };
      await session.write(`${JSON.stringify({ ...whole, ...verdict })}\n`);
    } else {
      await session.write(plainText(`${path}: ${verdict.text}\n`));
    }
    return verdict.verdict === "different" ? EXIT.failed : EXIT.ok;
  },
});

async function judge(line: VerifyLine, weights: ReadWeights, session: Session): Promise<Verdict> {
  const { file, sizes } = weights;
  const facts = {
    weightsSha256: file.weightsSha256,
    engine: { file: file.training.engine, here: engineOf(file.training.config) },
  };
  if (line.has("check-only")) {
    const text = "members, shapes, hash and self-test are right; not trained again";
    return { ...facts, verdict: "checked", text, dataEqual: null, replay: null };
  }
  checkReplay(file, sizes);
  const data = await dataOf(line, file, session);
  if ("problem" in data) {
    return { ...facts, verdict: "different", text: data.problem, dataEqual: false, replay: null };
  }
  const found = await replay(weights, data.dataset, session);
  const { verdict, text } = compared(file, facts.engine.here, found);
  return { ...facts, verdict, text, dataEqual: true, replay: found };
}

/** The data of the file, or in what it differs. */
async function dataOf(
  line: VerifyLine,
  file: WeightFile,
  session: Session,
): Promise<{ dataset: Dataset } | { problem: string }> {
  const spec = datasetSpecOf(file);
  const path = line.text("data");
  if (spec.kind === "points") return placedPoints(path, spec, file, session);
  if (spec.kind !== "table") {
    if (path !== undefined) {
      throw usageError("--data: these weights were trained on generated data, which needs no file");
    }
    const dataset = createDataset(spec);
    const parts = otherParts(dataset, file);
    return parts.length === 0
      ? { dataset: shareDataset(dataset) }
      : { problem: `different: the data made again is not the same (${parts.join(", ")})` };
  }
  if (path === undefined) {
    throw usageError(
      `--data: expected the table ${quoted(spec.fileName)} that the weights were trained on, got ` +
        "nothing. Give it, or --check-only",
    );
  }
  const bytes = await readBytes(path, session.signal);
  const fileSha256 = sha256Of(bytes);
  if (fileSha256 !== spec.fileSha256) {
    return {
      problem:
        `different: ${path} is not the file that the weights were trained on (SHA-256 ` +
        `${fileSha256} in place of ${spec.fileSha256})`,
    };
  }
  const found = await loadTableFile(bytes, readingFrom(spec.format), session);
  let made: TableDataset;
  try {
    made = await pull(remakeTableData(found, spec), session.signal);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    return { problem: `different: data.spec does not fit ${path}: ${error.message}` };
  }
  const { inputs, classNames, targetScaling } = made.spec;
  const parts = otherParts(made.dataset, file);
  const stored = [spec.inputs, spec.classNames, spec.targetScaling];
  if (!isDeepStrictEqual([inputs, classNames, targetScaling], stored)) parts.push("encodings");
  return parts.length === 0
    ? { dataset: shareDataset(made.dataset) }
    : {
        problem:
          `different: ${path} is the same file, but what data.spec makes of it is not the same ` +
          `(${parts.join(", ")})`,
      };
}

/** Points that were placed by hand, from the text that the panel copies. */
async function placedPoints(
  path: string | undefined,
  spec: PointsSpec,
  file: WeightFile,
  session: Session,
): Promise<{ dataset: Dataset } | { problem: string }> {
  if (path === undefined) {
    throw usageError(
      `--data: the ${spec.trainItems} training items were placed by hand and are not in the file. ` +
        'Give them as a CSV file ("Copy points" in the panel), or --check-only',
    );
  }
  const { bytes } = await readBytes(path, session.signal);
  let points: number[];
  try {
    points = readPointsCsv(Buffer.from(bytes).toString("utf8"), file.classes);
  } catch (error) {
    throw error instanceof RangeError ? inputError(path, error.message) : error;
  }
  const dataset = createDataset({ ...spec, points, trainItems: points.length / 3 });
  const parts = otherParts(dataset, file);
  return parts.length === 0
    ? { dataset: shareDataset(dataset) }
    : {
        problem:
          `different: the points in ${path} are not those that the weights were trained on ` +
          `(${parts.join(", ")})`,
      };
}

/** Parts of the data whose hash is not that of the file. */
function otherParts(dataset: Dataset, { data }: WeightFile): string[] {
  const { sha256 } = dataFacts(dataset);
  return (["train", "validation", "test"] as const).filter(
    part => sha256[part] !== data.sha256[part],
  );
}

function compared(
  { training, metrics }: WeightFile,
  here: EngineName,
  found: Replay,
): Pick<Verdict, "verdict" | "text"> {
  const { parameters, differing, largestDifference, differingMetrics, epoch } = found;
  const where = `${training.epoch} epochs`;
  if (epoch < training.epoch) {
    return {
      verdict: "different",
      text: `different: trained again, the network ends after ${epoch} epochs, not ${training.epoch}`,
    };
  }
  if (differing > 0) {
    const numbers = `${differing} of ${parameters} weights and biases differ, at most by ${largestDifference}`;
    const engines =
      training.engine === here && here !== "reference"
        ? ""
        : `. The file's were computed by "${training.engine}", these by "${here}"; the last bits may differ between them`;
    return { verdict: "different", text: `different after ${where}: ${numbers}${engines}` };
  }
  if (differingMetrics.length > 0) {
    return {
      verdict: "different",
      text:
        `different: the weights are equal to the last bit, but metrics.last of epoch ` +
        `${metrics.last.epoch} says other numbers: ${differingMetrics.join(", ")}`,
    };
  }
  return {
    verdict: "equal",
    text: `equal to the last bit: ${parameters} weights and biases after ${where}, trained again`,
  };
}
