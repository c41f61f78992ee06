/** How the learning rate changes from epoch to epoch. */
import { type ScheduleName, scheduleLabels, type TrainingConfig } from "./config.ts";
import { cosine } from "./trigonometry.ts";

export interface Schedule {
  readonly label: string;
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

/** Every schedule on offer. Made of exact operations: the same factor on every engine. */
export const schedules: Readonly<Record<ScheduleName, Schedule>> = {
  constant: { label: scheduleLabels.constant, factor: () => 1 },
  /** scheduleFactor ^ floor((epoch - 1) / scheduleEvery) */
  step: {
    label: scheduleLabels.step,
    factor(epoch, { scheduleEvery, scheduleFactor }) {
      let factor = 1;
      // Beyond this many steps any factor below 1 that is on offer has come to next to nothing.
      const steps = Math.min(Math.floor((epoch - 1) / scheduleEvery), 100_000);
      for (let step = 0; step < steps; step++) factor *= scheduleFactor;
      return factor;
    },
  },
  /** (1 + cos(pi (epoch - 1) / epochs)) / 2. @see Loshchilov and Hutter (2017), without restarts */
  cosine: {
    label: scheduleLabels.cosine,
    factor: (epoch, { epochs }) => (1 + cosine((Math.PI * (epoch - 1)) / epochs)) / 2,
  },
};

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
  return config.learningRate * schedules[config.schedule].factor(epoch, config);
}
