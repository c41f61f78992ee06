/** The making of a dataset from its description, and what can be said of its tables. */
import { createArticleDataset } from "./articleData.ts";
import type { DatasetSpec } from "./experiment.ts";
import type { Dataset, ItemTable } from "./items.ts";

/** Makes the dataset of a description. The same description gives the same bits. */
export function createDataset(spec: DatasetSpec): Dataset {
  switch (spec.kind) {
    case "article":
      return createArticleDataset(spec);
  }
}

/** Items of each class. */
export function classCounts(table: ItemTable, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of table.labels) counts[label]++;
  return counts;
}

/**
 * A table as the bytes that are hashed: rows of inputs and targets, each value rounded to
 * float32, little-endian.
 */
export function tableBytes(table: ItemTable): Uint8Array {
  const { count } = table;
  const inputCount = count === 0 ? 0 : table.inputs.length / count;
  const classCount = count === 0 ? 0 : table.targets.length / count;
  const width = inputCount + classCount;
  const view = new DataView(new ArrayBuffer(4 * width * count));
  for (let item = 0; item < count; item++) {
    for (let i = 0; i < width; i++) {
      const value =
        i < inputCount
          ? table.inputs[item * inputCount + i]
          : table.targets[item * classCount + i - inputCount];
      view.setFloat32(4 * (item * width + i), value, true);
    }
  }
  return new Uint8Array(view.buffer);
}
