/** The settings of the extension: where the controls start. Knows nothing of vscode. */
import { ARTICLE_CONFIG, DEFAULT_SPEED, type TrainingConfig } from "../core/config.ts";
import { parseConfigChanges, parseSpeed, ValidationError } from "../protocol/validate.ts";
import type { Controls } from "./controls.ts";

export const SETTINGS_SECTION = "regularizationPlayground";

/** The member of the config behind each setting for a training default. */
export const configSettings = {
  lambda: "l2",
  learningRate: "learningRate",
  epochs: "epochs",
  hiddenLayers: "hiddenLayers",
  batchSize: "batchSize",
  loss: "loss",
  articleDerivative: "articleDerivative",
  initRange: "initRange",
  seed: "seed",
} as const satisfies Record<string, keyof TrainingConfig>;

export const SPEED_SETTING = "speed";
export const FOLDER_SETTING = "weightsFolder";

/** A setting whose value can not be used. */
export interface SettingProblem {
  /** With the section, as in a settings file. */
  readonly setting: string;
  /** As `expected a number from 0 to 10, got "x"`. */
  readonly problem: string;
  /** What is used in its place, as in a settings file. */
  readonly used: string;
}

export interface ReadSettings {
  readonly controls: Pick<Controls, "config" | "speed">;
  readonly problems: readonly SettingProblem[];
}

/** @param get the value of a setting, unchecked; undefined where it has none */
export function readSettings(get: (name: string) => unknown): ReadSettings {
  const problems: SettingProblem[] = [];
  /** Reads one setting; `use` throws a ValidationError on a wrong value. */
  const read = (name: string, byDefault: unknown, use: (value: unknown) => void) => {
    const value = get(name);
    if (value === undefined) return;
    try {
      use(value);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      const setting = `${SETTINGS_SECTION}.${name}`;
      problems.push({ setting, problem: error.problem, used: JSON.stringify(byDefault) });
    }
  };
  let config = ARTICLE_CONFIG;
  for (const [name, member] of Object.entries(configSettings)) {
    read(name, ARTICLE_CONFIG[member], value => {
      config = { ...config, ...parseConfigChanges({ [member]: value }, name) };
    });
  }
  let speed = DEFAULT_SPEED;
  read(SPEED_SETTING, DEFAULT_SPEED, value => {
    speed = parseSpeed(value, SPEED_SETTING);
  });
  return { controls: { config, speed }, problems };
}
