/** A dataset as the panel's table and maps show it. */
import { classCounts, createDataset, joinRows } from "../core/datasets.ts";
import type { DatasetSpec } from "../core/experiment.ts";
import type { ItemTable } from "../core/items.ts";
import type { DataPreview } from "../protocol/messages.ts";

const MAX_PREVIEW_ROWS = 500;

/** @param source where the data comes from, in words */
export function previewData(spec: DatasetSpec, source: string): DataPreview {
  const { inputNames, classNames, train, test, fresh } = createDataset(spec);
  const rowsOf = (table: ItemTable) =>
    joinRows(table, classNames.length, Math.min(table.count, MAX_PREVIEW_ROWS));
  return {
    inputNames,
    classNames,
    trainItems: train.count,
    testItems: test.count,
    freshItems: fresh.count,
    trainClassCounts: classCounts(train, classNames.length),
    testClassCounts: classCounts(test, classNames.length),
    rows: rowsOf(train),
    testRows: rowsOf(test),
    source,
  };
}
