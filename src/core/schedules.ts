/** How the learning rate changes from epoch to epoch. */
import type { ScheduleName, TrainingConfig } from "./config.ts";
import { cosine } from "./trigonometry.ts";

export interface Schedule {
  /**
   * What the learning rate of the config is multiplied by.
   *
   * @param epoch from 1
   */
  readonly factor: (
    epoch: number,
    config: Pick<TrainingConfig, "epochs" | "scheduleEvery" | "scheduleFactor">,
  ) => number;
}

/** base^exponent for a whole exponent, by squaring: the language does not say what ** gives. */
function power(base: number, exponent: number): number {
  let product = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product *= square;
    square *= square;
  }
  return product;
}

/** Every schedule on offer. Made of exact operations: the same factor on every engine. */
export const schedules: Readonly<Record<ScheduleName, Schedule>> = {
  constant: { factor: () => 1 },
  /** scheduleFactor ^ floor((epoch - 1) / scheduleEvery) */
  step: {
    factor: (epoch, { scheduleEvery, scheduleFactor }) =>
      power(scheduleFactor, Math.floor((epoch - 1) / scheduleEvery)),
  },
  /** (1 + cos(pi (epoch - 1) / epochs)) / 2. @see Loshchilov and Hutter (2017), without restarts */
  cosine: {
    factor: (epoch, { epochs }) => (1 + cosine((Math.PI * (epoch - 1)) / epochs)) / 2,
  },
};

/**
 * By name. A name that came by message is a string of its own, equal to that of the property but
 * not the same: looked up as a property, every epoch, it has the engine's compiler begin anew each
 * time.
 */
const scheduleNamed = new Map<string, Schedule>(Object.entries(schedules));

/**
 * The learning rate of an epoch.
 *
 * @param epoch from 1
 */
export function learningRateAt(
  config: Pick<
    TrainingConfig,
    "learningRate" | "schedule" | "epochs" | "scheduleEvery" | "scheduleFactor"
  >,
  epoch: number,
): number {
  const { factor } = scheduleNamed.get(config.schedule) ?? schedules[config.schedule];
  return config.learningRate * factor(epoch, config);
}
