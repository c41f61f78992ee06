/** The axis of a dot plot: from values to pixels, with round marks. */

export interface DotScale {
  readonly isLog: boolean;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Values that lie further apart than this are easier to tell by their ratios. */
const LOG_RATIO = 12;

/** @param values finite, at least one */
export function dotScale(values: readonly number[], tickCount: number): DotScale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least > 0 && most / least > LOG_RATIO) {
    const [low, high] = [least / 1.15, most * 1.15];
    const decades = Math.log10(high / low);
    const digits = decades > 4 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const digit of digits) {
        const tick = digit * 10 ** power;
        if (tick >= low && tick <= high) ticks.push(tick);
      }
    }
    return { isLog: true, low, high, ticks };
  }
  return linearScale(least, most, tickCount);
}

/** The same for values whose differences alone count. */
export function linearScale(least: number, most: number, tickCount: number): DotScale {
  const span = most - least || Math.abs(most) || 1;
  const [low, high] = [least - 0.06 * span, most + 0.06 * span];
  const step = roundStep((high - low) / tickCount);
  const ticks = multiples(step, low, high);
  // One mark alone is no scale.
  const fine = ticks.length > 1 ? ticks : multiples(roundStep(step / 3), low, high);
  return { isLog: false, low, high, ticks: fine };
}

function multiples(step: number, low: number, high: number): number[] {
  const found: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(i * step);
  return found;
}

/** The smallest of 1, 2, 5, 10, 20 ... and their parts that is at least so much. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find(candidate => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** @returns from 0 at the low end to 1 at the high end */
export function place({ isLog, low, high }: DotScale, value: number): number {
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
