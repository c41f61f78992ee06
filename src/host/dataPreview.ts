/** A dataset as the panel's table and maps show it. */
import { classCounts, createDataset, joinRows } from "../core/datasets.ts";
import type { DatasetSpec } from "../core/experiment.ts";
import type { Dataset, ItemTable } from "../core/items.ts";
import { targetVariances } from "../core/regression.ts";
import { POINT_COUNT } from "../core/pointsData.ts";
import type { DataPreview } from "../protocol/messages.ts";

const MAX_PREVIEW_ROWS = 500;
/** All that can be moved by hand, of points in a plane. */
const MAX_PREVIEW_POINTS = POINT_COUNT.max;
/** Of rows together: a table may have thousands of inputs. */
const MAX_PREVIEW_NUMBERS = 200_000;

/**
 * @param source where the data comes from, in words
 * @param dataset of the description, where it is there already
 */
export function previewData(
  spec: DatasetSpec,
  source: string,
  dataset: Dataset = createDataset(spec),
): DataPreview {
  const { inputNames, classNames, train, validation, test, fresh } = dataset;
  const variances = targetVariances(dataset);
  const width = inputNames.length + Math.max(1, classNames.length);
  const mostRows = Math.min(
    inputNames.length === 2 ? MAX_PREVIEW_POINTS : MAX_PREVIEW_ROWS,
    Math.ceil(MAX_PREVIEW_NUMBERS / width),
  );
  const rowsOf = (table: ItemTable) =>
    joinRows(table, classNames.length, Math.min(table.count, mostRows));
  return {
    inputNames,
    classNames,
    regression:
      variances !== null && spec.kind === "table" && spec.targetScaling !== null
        ? { target: spec.target, scaling: spec.targetScaling, variances }
        : null,
    trainItems: train.count,
    validationItems: validation.count,
    testItems: test.count,
    freshItems: fresh.count,
    trainClassCounts: classCounts(train, classNames.length),
    testClassCounts: classCounts(test, classNames.length),
    rows: rowsOf(train),
    testRows: rowsOf(test),
    source,
  };
}
