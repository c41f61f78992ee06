/** What `train` learns from: a preset's generated data, or a table. */
import { stat } from "node:fs/promises";
import type { TrainingConfig } from "../core/config.ts";
import { encodedWidth, inputCount } from "../core/columnEncoding.ts";
import { createDataset } from "../core/datasets.ts";
import { type DatasetSpec, datasetShape } from "../core/experiment.ts";
import type { Dataset } from "../core/items.ts";
import { shareDataset } from "../core/plan.ts";
import { presets, type PresetName, tableConfig } from "../core/presets.ts";
import type { TableFile } from "../tabular/tableDataset.ts";
import { counted, quoted } from "../tabular/tableError.ts";
import { inputError } from "./tableFile.ts";
import { suggestion } from "./nearest.ts";
import { numberText } from "./scores.ts";
import { pull, type Session } from "./session.ts";
import { makeTableData, type TableData, type TableOptions } from "./tableData.ts";
import {
  excludedRowsReport,
  excludedRowsText,
  formatText,
  inFile,
  loadTableFile,
  readBytes,
} from "./tableFile.ts";
import type { LoadOptions } from "../tabular/readTable.ts";

export interface TrainData {
  readonly spec: DatasetSpec;
  readonly dataset: Dataset;
  /** What to begin with. */
  readonly config: TrainingConfig;
  /** What was found and guessed, for people. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  /** The same as data. */
  readonly report: object;
}

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

export function presetData(name: PresetName): TrainData {
  const { dataset: spec, config, label, description } = presets[name];
  const { trainItems, validationItems, testItems, freshItems } = datasetShape(spec);
  return {
    spec,
    dataset: shareDataset(createDataset(spec)),
    config,
    lines: [
      `${name}: ${label}. ${description}`,
      `Items: ${trainItems} train, ${validationItems} validation, ${testItems} test, ${freshItems} fresh`,
    ],
    warnings: [],
    report: { kind: "preset", preset: name, spec },
  };
}

/**
 * Reads a table; its text and its columns are gone when this returns.
 *
 * @throws {CliError} with file, line and character
 */
export async function tableTrainData(
  path: string,
  reading: LoadOptions,
  choice: TableOptions,
  session: Session,
): Promise<TrainData> {
  await checkThere(path);
  const { data, lines, report } = await readTableData(path, reading, choice, session);
  return {
    spec: data.spec,
    dataset: shareDataset(data.dataset),
    config: tableConfig(data.spec),
    lines,
    warnings: data.warnings,
    report,
  };
}

/** A name that is no file may be a preset's, mistyped. */
async function checkThere(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return;
  const names = Object.keys(presets);
  const meant = suggestion(path, names);
  throw inputError(
    path,
    `there is no such file, and no such preset (${names.join(", ")})${meant}.`,
  );
}

async function readTableData(
  path: string,
  reading: LoadOptions,
  choice: TableOptions,
  session: Session,
) {
  const file = await loadTableFile(await readBytes(path, session.signal), reading, session);
  const { progress, signal } = session;
  const data = await inFile(path, () =>
    pull(makeTableData(file, choice), signal, share => progress.show("preparing", share)),
  );
  progress.clear();
  return { data, lines: tableLines(file, data), report: tableReport(file, data) };
}

function tableLines({ table, fileName }: TableFile, data: TableData): string[] {
  const { spec, targetReason } = data;
  const guessed = targetReason === null ? "" : ` (guessed: ${targetReason})`;
  const inputs = spec.inputs.map(encoding => {
    const width = encodedWidth(encoding);
    const how = encoding.kind === "number" ? encoding.scaling.method : counted(width, "input");
    return `${quoted(encoding.name)} ${encoding.kind}${encoding.kind === "boolean" ? "" : ` (${how})`}`;
  });
  const { trainItems, validationItems, testItems, split } = spec;
  return [
    `${fileName}: ${formatText(table)}`,
    `Target: ${quoted(spec.target)}${guessed}, ${targetText(data)}`,
    `Inputs: ${counted(inputCount(spec.inputs), "input")} of ${counted(inputs.length, "column")}: ${inputs.join(", ")}`,
    ...data.excludedColumns.map(({ name, reason }) => `Left out column ${quoted(name)}: ${reason}`),
    ...excludedRowsText(data.excludedRows).map(line => line.replace(/^l/, "L")),
    `Items: ${trainItems} train, ${validationItems} validation, ${testItems} test ` +
      `(${split.stratified ? "stratified, " : ""}split seed ${split.seed})`,
  ];
}

function targetText({ classes, numbers }: TableData): string {
  if (numbers !== null) {
    const [min, max, mean] = [numbers.min, numbers.max, numbers.mean].map(numberText);
    return `numbers from ${min} to ${max}, mean ${mean}`;
  }
  const shown = classes.slice(0, 12).map(({ name, items }) => `${quoted(name)} ${items}`);
  const more = classes.length > shown.length ? ", ..." : "";
  return `${classes.length} classes: ${shown.join(", ")}${more}`;
}

function tableReport({ table, fileName, fileSha256 }: TableFile, data: TableData) {
  const { spec } = data;
  const { delimiter, decimalComma, header, encoding } = table.format;
  return {
    kind: "table",
    fileName,
    fileSha256,
    rows: table.rowCount,
    format: { delimiter, decimalComma, header, encoding },
    target: {
      name: spec.target,
      guessed: data.targetReason,
      task: data.numbers === null ? "classification" : "regression",
      numbers: data.numbers,
    },
    classes: data.classes,
    inputs: spec.inputs,
    excludedColumns: data.excludedColumns,
    excludedRows: excludedRowsReport(data.excludedRows),
    split: {
      ...spec.split,
      trainItems: spec.trainItems,
      validationItems: spec.validationItems,
      testItems: spec.testItems,
    },
  };
}
