/** The numbers of one line, grown with its recording, and the points to draw of them. No DOM. */
import type { EpochRange } from "./epochAxis.ts";
import type { SeriesContext } from "./index.ts";
import type { Line } from "./lines.ts";

/** Where values have their places, in pixels. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly xOf: (epoch: number) => number;
  readonly epochAt: (x: number) => number;
  /** NaN for a value that has no place, as zero on a log axis. */
  readonly yOf: (value: number) => number;
}

/** Every recorded epoch of a line with the height it is drawn at. */
export class Trace {
  length = 0;
  epochs = new Float64Array(64);
  heights = new Float64Array(64);
  #smoothed: Float64Array | undefined;
  #smoothedBy = 0;

  /** Takes over what was recorded since; starts anew if the recording was thinned meanwhile. */
  take({ recording, heightAt }: Line, context: SeriesContext): void {
    const last = this.length - 1;
    const isSame =
      last < recording.length &&
      (last < 0 || recording.metric(last, "epoch") === this.epochs[last]);
    if (!isSame) this.length = 0;
    if (this.length === recording.length) return;
    if (recording.length > this.epochs.length) this.#grow(recording.length);
    for (let row = this.length; row < recording.length; row++) {
      this.epochs[row] = recording.metric(row, "epoch");
      this.heights[row] = heightAt(row, context);
    }
    this.length = recording.length;
    this.#smoothed = undefined;
  }

  #grow(least: number): void {
    const capacity = Math.max(least, 2 * this.epochs.length);
    const grown = [this.epochs, this.heights].map(old => {
      const array = new Float64Array(capacity);
      array.set(old.subarray(0, this.length));
      return array;
    });
    [this.epochs, this.heights] = grown;
  }

  /** The heights, smoothed over so many epochs; as they are for 0. */
  smoothed(epochs: number): Float64Array {
    if (epochs === 0) return this.heights;
    if (this.#smoothed === undefined || this.#smoothedBy !== epochs) {
      this.#smoothed = movingMean(this.epochs, this.heights, this.length, epochs);
      this.#smoothedBy = epochs;
    }
    return this.#smoothed;
  }

  /** The last row at or before an epoch; -1 if there is none. */
  rowAt(epoch: number): number {
    return countUpTo(this.epochs, this.length, epoch) - 1;
  }
}

/** How many of the first `length` numbers, which ascend, are at most `value`. */
function countUpTo(ascending: Float64Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The centred moving mean: at each epoch the mean of what was recorded at most half a window away,
 * and no further to one side than the recording goes to the other, so that ends are not bent. Where
 * a number is not finite, so is the mean.
 *
 * @param window length in epochs
 */
export function movingMean(
  epochs: Float64Array,
  values: Float64Array,
  length: number,
  window: number,
): Float64Array {
  const means = new Float64Array(length);
  const [start, end] = [epochs[0], epochs[length - 1]];
  let sum = 0;
  let first = 0;
  let next = 0;
  for (let row = 0; row < length; row++) {
    const epoch = epochs[row];
    const reach = Math.min((window - 1) / 2, epoch - start, end - epoch);
    while (next < length && epochs[next] <= epoch + reach) sum += values[next++];
    while (next > 0 && epochs[next - 1] > epoch + reach) sum -= values[--next];
    while (epochs[first] < epoch - reach) sum -= values[first++];
    while (first > 0 && epochs[first - 1] >= epoch - reach) sum += values[--first];
    // What is not finite would stay in the sum for ever.
    if (!Number.isFinite(sum)) {
      sum = 0;
      for (let i = first; i < next; i++) sum += values[i];
    }
    means[row] = next - first === 1 ? values[row] : sum / (next - first);
  }
  return means;
}

/** The rows that are seen, and one to either side where lines come in and go out. */
function visibleRows(
  { epochs, length }: Trace,
  { from, to }: EpochRange,
): {
  first: number;
  end: number;
} {
  const first = Math.max(0, countUpTo(epochs, length, from) - 1);
  const end = Math.min(length, countUpTo(epochs, length, to) + 1);
  return { first, end };
}

/**
 * The line to draw: every row that is seen, or where there are more rows than pixels, of each column
 * of pixels the first, the lowest, the highest and the last. No peak is lost, however many rows.
 *
 * @returns x and y of every point in turn; NaN where the line is broken
 */
export function outline(trace: Trace, heights: Float64Array, plot: Plot): Float64Array {
  const { epochs } = trace;
  const range = { from: plot.epochAt(plot.left), to: plot.epochAt(plot.right) };
  const { first, end } = visibleRows(trace, range);
  const columns = Math.max(1, Math.ceil(plot.right - plot.left));
  if (end - first <= 3 * columns) {
    const points = new Float64Array(2 * Math.max(0, end - first));
    for (let row = first, i = 0; row < end; row++, i += 2) {
      points[i] = plot.xOf(epochs[row]);
      points[i + 1] = plot.yOf(heights[row]);
    }
    return points;
  }
  const points = new Float64Array(8 * (columns + 2));
  let count = 0;
  let last = -1;
  const add = (row: number) => {
    if (row === last) return;
    points[count++] = plot.xOf(epochs[row]);
    points[count++] = plot.yOf(heights[row]);
    last = row;
  };
  for (let row = first, column = 0; row < end; column++) {
    // Right of the plot there is only the row where lines go out.
    const until = column > columns ? Number.POSITIVE_INFINITY : plot.epochAt(plot.left + column);
    let next = row;
    let low = row;
    let high = row;
    for (; next < end && epochs[next] < until; next++) {
      if (heights[next] < heights[low] || Number.isNaN(heights[low])) low = next;
      if (heights[next] > heights[high] || Number.isNaN(heights[high])) high = next;
    }
    if (next === row) continue;
    add(row);
    add(Math.min(low, high));
    add(Math.max(low, high));
    add(next - 1);
    row = next;
  }
  return points.slice(0, count);
}

/** Least and largest height that is seen and has a place; undefined if none has. */
export function heightExtent(
  traces: readonly Trace[],
  range: EpochRange,
  isPositive: boolean,
): { low: number; high: number } | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const trace of traces) {
    const { heights } = trace;
    const { first, end } = visibleRows(trace, range);
    for (let row = first; row < end; row++) {
      const height = heights[row];
      if (!Number.isFinite(height) || (isPositive && height <= 0)) continue;
      if (height < low) low = height;
      if (height > high) high = height;
    }
  }
  return low <= high ? { low, high } : undefined;
}
