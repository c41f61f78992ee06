/** The numbers of a chart as CSV: every recorded epoch of the lines that are drawn. No DOM. */
import type { Line } from "./lines.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";

/** A cell of CSV, in quotes where it has to be. */
export function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * One row for each epoch that any of the lines has, in full precision: the shortest digits that read
 * back to the same number. A cell is empty where a run has not recorded the epoch.
 *
 * @param note what all values are about, as a layer of weights; "" for nothing
 */
export function chartCsv(
  { axis }: ChartSpec,
  lines: readonly Line[],
  context: SeriesContext,
  note: string,
): string {
  const unit = note === "" ? axis : `${axis}, ${note}`;
  const head = lines.map(({ variantLabel, series }) =>
    csvCell(`${variantLabel}: ${series.label} (${unit})`),
  );
  const rows = lines.map(() => 0);
  const text = [["epoch", ...head].join(",")];
  for (;;) {
    let epoch = Number.POSITIVE_INFINITY;
    lines.forEach(({ recording }, i) => {
      if (rows[i] < recording.length) epoch = Math.min(epoch, recording.metric(rows[i], "epoch"));
    });
    if (epoch === Number.POSITIVE_INFINITY) break;
    const cells = lines.map(({ recording, valueAt }, i) => {
      const row = rows[i];
      if (row >= recording.length || recording.metric(row, "epoch") !== epoch) return "";
      rows[i]++;
      return String(valueAt(row, context));
    });
    text.push([epoch, ...cells].join(","));
  }
  return `${text.join("\n")}\n`;
}
