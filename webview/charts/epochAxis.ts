/** The axis of epochs that all charts share: its scale, the stretch that is shown. No DOM. */

export type ScaleKind = "linear" | "log";

/** A stretch of epochs; its ends need not be whole. */
export interface EpochRange {
  readonly from: number;
  readonly to: number;
}

/** The shortest stretch that can be zoomed to, in epochs. */
const MIN_SPAN = 2;

/**
 * Place of an epoch on an axis, in units that are equal everywhere on it. A log axis has the
 * logarithm of epoch + 1, so that epoch 0 has a place too.
 */
export function axisPosition(epoch: number, kind: ScaleKind): number {
  return kind === "log" ? Math.log1p(epoch) : epoch;
}

/** The epoch at a place of an axis. */
export function epochAtPosition(position: number, kind: ScaleKind): number {
  return kind === "log" ? Math.expm1(position) : position;
}

/**
 * The stretch that is shown.
 *
 * @param zoom what was zoomed to; null for all
 * @param end the last epoch of the axis
 */
export function visibleRange(zoom: EpochRange | null, end: number): EpochRange {
  if (zoom === null) return { from: 0, to: end };
  const span = Math.min(end, Math.max(MIN_SPAN, zoom.to - zoom.from));
  const from = Math.max(0, Math.min(zoom.from, end - span));
  return { from, to: from + span };
}

/** A stretch between two places of the axis; null if it is all of it. */
function rangeBetween(low: number, high: number, end: number, kind: ScaleKind): EpochRange | null {
  const last = axisPosition(end, kind);
  const span = high - low;
  const start = Math.max(0, Math.min(low, last - span));
  const from = epochAtPosition(start, kind);
  const to = epochAtPosition(Math.min(last, start + span), kind);
  if (from <= 1e-6 * end && to >= end * (1 - 1e-6)) return null;
  return visibleRange({ from, to }, end);
}

/**
 * Zooms by a factor, greater than 1 to come nearer; the epoch `at` keeps its place.
 *
 * @returns null if everything is shown then
 */
export function zoomRange(
  range: EpochRange,
  end: number,
  factor: number,
  at: number,
  kind: ScaleKind,
): EpochRange | null {
  const low = axisPosition(range.from, kind);
  const high = axisPosition(range.to, kind);
  const centre = Math.max(low, Math.min(high, axisPosition(at, kind)));
  return rangeBetween(
    centre - (centre - low) / factor,
    centre + (high - centre) / factor,
    end,
    kind,
  );
}

/** Moves the stretch by a share of its length: to later epochs, or with a negative share back. */
export function panRange(
  range: EpochRange,
  end: number,
  share: number,
  kind: ScaleKind,
): EpochRange | null {
  const low = axisPosition(range.from, kind);
  const high = axisPosition(range.to, kind);
  const way = share * (high - low);
  const last = axisPosition(end, kind);
  const start = Math.max(0, Math.min(low + way, last - (high - low)));
  return rangeBetween(start, start + (high - low), end, kind);
}

/** The smallest of 1, 2, 5, 10, 20, 50 ... that is at least so much. */
function roundStep(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= least) return digit * power;
  }
}

function linearTicks({ from, to }: EpochRange, most: number): number[] {
  const step = roundStep((to - from) / most);
  const ticks: number[] = [];
  for (let epoch = Math.ceil(from / step) * step; epoch <= to; epoch += step) ticks.push(epoch);
  return ticks;
}

/** Epochs to be labelled: round ones, at most about so many. */
export function epochTicks(range: EpochRange, kind: ScaleKind, most: number): number[] {
  if (kind === "linear") return linearTicks(range, most);
  const ticksOf = (digits: readonly number[]) => {
    const ticks = range.from <= 0 ? [0] : [];
    for (let power = 1; power <= range.to; power *= 10) {
      for (const digit of digits) {
        const epoch = digit * power;
        if (epoch >= range.from && epoch <= range.to) ticks.push(epoch);
      }
    }
    return ticks;
  };
  const sparse = ticksOf([1]);
  const dense = ticksOf([1, 2, 5]);
  if (dense.length <= most && dense.length > 2) return dense;
  return sparse.length > 2 ? sparse : linearTicks(range, most);
}
