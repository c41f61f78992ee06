/** The making of a dataset from its description, and what can be said of its tables. */
import { createArticleDataset } from "./articleData.ts";
import type { DatasetSpec, PlaneSpec, PointsSpec, TwoInputSpec } from "./experiment.ts";
import { createFigure2Dataset } from "./figure2Data.ts";
import { classesOf, type Dataset, emptyTable, inputCountOf, type ItemTable } from "./items.ts";
import { pointsTable } from "./pointsData.ts";
import { createTwoInputItems } from "./twoInputData.ts";

/**
 * Makes the dataset of a description. The same description gives the same bits.
 *
 * @throws {Error} for a table: its rows are not in its description
 */
export function createDataset(spec: DatasetSpec): Dataset {
  switch (spec.kind) {
    case "article":
      return createArticleDataset(spec);
    case "twoInput":
    case "figure2":
      return createPlaneDataset(spec);
    case "points":
      return createPointsDataset(spec);
    case "table":
      throw new Error(`the rows of ${spec.fileName} are not part of the experiment`);
  }
}

function createPlaneDataset(spec: PlaneSpec): Dataset {
  return spec.kind === "figure2" ? createFigure2Dataset(spec) : createTwoInputDataset(spec);
}

/** The points in place of the training items of what they began as. */
function createPointsDataset({ base, points }: PointsSpec): Dataset {
  return { ...createPlaneDataset(base), train: pointsTable(points) };
}

function createTwoInputDataset(spec: TwoInputSpec): Dataset {
  const { kind, shape, inputNoise, labelNoise } = spec;
  const make = (count: number, seed: number): ItemTable => {
    if (count === 0) return emptyTable();
    const items = createTwoInputItems({ kind, shape, items: count, inputNoise, labelNoise, seed });
    return { count, ...items };
  };
  return {
    inputNames: ["x", "y"],
    classNames: ["class 0", "class 1"],
    train: make(spec.trainItems, spec.trainSeed),
    validation: make(spec.validationItems, spec.validationSeed),
    test: make(spec.testItems, spec.testSeed),
    fresh: make(spec.freshItems, spec.freshSeed),
  };
}

/** Items of each class; none in a regression. */
export function classCounts(table: ItemTable, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of classesOf(table) ?? []) counts[label]++;
  return counts;
}

/**
 * Inputs and targets of each item side by side; shape [rows, inputs + targets]. The targets are
 * one-hot, or in a regression the number alone.
 *
 * @param classCount 0 in a regression
 * @param rows how many, from the first
 */
export function joinRows(table: ItemTable, classCount: number, rows = table.count): Float64Array {
  const inputCount = inputCountOf(table);
  const isRegression = classesOf(table) === undefined;
  const width = inputCount + (isRegression ? 1 : classCount);
  const joined = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const start = row * inputCount;
    joined.set(table.inputs.subarray(start, start + inputCount), row * width);
    if (isRegression) joined[row * width + inputCount] = table.labels[row];
    else joined[row * width + inputCount + table.labels[row]] = 1;
  }
  return joined;
}

/**
 * A table as the bytes that are hashed: rows of inputs and targets as joinRows() has them, each value
 * rounded to float32, little-endian.
 */
export function tableBytes(table: ItemTable, classCount: number): Uint8Array {
  const values = joinRows(table, classCount);
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true);
  return new Uint8Array(view.buffer);
}
