/** Where something unknown becomes a config or a part of one; the words of every refusal. */
import * as v from "valibot";
import {
  activationLabels,
  arithmeticLabels,
  type Bounds,
  CONFIG_BOUNDS,
  DROPOUT_SCALE,
  HIDDEN_LAYER_COUNT,
  HIDDEN_UNIT_COUNT,
  initializerLabels,
  type LiveChanges,
  type LiveMember,
  lossLabels,
  optimizerLabels,
  outputLabels,
  PENALTY_SCALE,
  scheduleLabels,
  type Speed,
  speeds,
  streamModeLabels,
  type TrainingConfig,
} from "../core/config.ts";
import { type ConfigProblem, dataProblemOf, problemOf } from "../core/configProblems.ts";
import { type DatasetSpec, datasetShape, type RecipeChoice } from "../core/experiment.ts";
import { recipeLabels } from "../core/recipeWords.ts";
import { type PresetName, presets } from "../core/presets.ts";
import {
  describeValue,
  expectedActivations,
  expectedHiddenLayers,
  expectedName,
  expectedNumber,
} from "./expectations.ts";

/**
 * A number within bounds. NaN, infinities and numeric strings are refused. Made of actions that
 * JSON Schema knows too, as everything here that the weight file shares.
 */
export function numberWithin(bounds: Bounds) {
  const { min, max, integer } = bounds;
  const expected = expectedNumber(bounds);
  return integer
    ? v.pipe(
        v.number(expected),
        v.integer(expected),
        v.minValue(min, expected),
        v.maxValue(max, expected),
      )
    : v.pipe(v.number(expected), v.minValue(min, expected), v.maxValue(max, expected));
}

/** A key of a record; members of Object.prototype are not keys. */
export function keyOf<R extends object>(record: R) {
  const names = Object.keys(record) as (keyof R & string)[];
  return v.picklist(names, expectedName(names));
}

/** At most so many factors. */
function factors(bounds: Bounds, most: number) {
  const text = `expected at most ${most} numbers from ${bounds.min} to ${bounds.max}`;
  return v.pipe(v.array(numberWithin(bounds), text), v.maxLength(most, text));
}

/** Schema of every member of a TrainingConfig. */
export const configEntries = {
  hiddenLayers: v.pipe(
    v.array(numberWithin(HIDDEN_UNIT_COUNT), expectedHiddenLayers),
    v.maxLength(HIDDEN_LAYER_COUNT.max, expectedHiddenLayers),
  ),
  activations: v.pipe(
    v.array(keyOf(activationLabels), expectedActivations),
    v.minLength(1, expectedActivations),
    v.maxLength(HIDDEN_LAYER_COUNT.max, expectedActivations),
  ),
  output: keyOf(outputLabels),
  loss: keyOf(lossLabels),
  articleDerivative: v.boolean("expected true or false"),
  initializer: keyOf(initializerLabels),
  initRange: numberWithin(CONFIG_BOUNDS.initRange),
  optimizer: keyOf(optimizerLabels),
  momentum: numberWithin(CONFIG_BOUNDS.momentum),
  beta1: numberWithin(CONFIG_BOUNDS.beta1),
  beta2: numberWithin(CONFIG_BOUNDS.beta2),
  epsilon: numberWithin(CONFIG_BOUNDS.epsilon),
  learningRate: numberWithin(CONFIG_BOUNDS.learningRate),
  schedule: keyOf(scheduleLabels),
  scheduleEvery: numberWithin(CONFIG_BOUNDS.scheduleEvery),
  scheduleFactor: numberWithin(CONFIG_BOUNDS.scheduleFactor),
  batchSize: numberWithin(CONFIG_BOUNDS.batchSize),
  epochs: numberWithin(CONFIG_BOUNDS.epochs),
  l2: numberWithin(CONFIG_BOUNDS.l2),
  l1: numberWithin(CONFIG_BOUNDS.l1),
  penaltyScale: factors(PENALTY_SCALE, HIDDEN_LAYER_COUNT.max + 1),
  decay: numberWithin(CONFIG_BOUNDS.decay),
  maxNorm: numberWithin(CONFIG_BOUNDS.maxNorm),
  dropout: numberWithin(CONFIG_BOUNDS.dropout),
  dropoutScale: factors(DROPOUT_SCALE, HIDDEN_LAYER_COUNT.max),
  jitter: numberWithin(CONFIG_BOUNDS.jitter),
  patience: numberWithin(CONFIG_BOUNDS.patience),
  minDelta: numberWithin(CONFIG_BOUNDS.minDelta),
  publishedSign: v.boolean("expected true or false"),
  arithmetic: keyOf(arithmeticLabels),
  seed: numberWithin(CONFIG_BOUNDS.seed),
  streams: keyOf(streamModeLabels),
} satisfies Record<keyof TrainingConfig, v.GenericSchema>;

const configSchema = v.strictObject(configEntries);
/** What may change while a run goes on. */
export const liveEntries = {
  learningRate: v.exactOptional(configEntries.learningRate),
  l2: v.exactOptional(configEntries.l2),
  l1: v.exactOptional(configEntries.l1),
  decay: v.exactOptional(configEntries.decay),
  maxNorm: v.exactOptional(configEntries.maxNorm),
  dropout: v.exactOptional(configEntries.dropout),
  jitter: v.exactOptional(configEntries.jitter),
} satisfies Record<LiveMember, v.GenericSchema>;

const liveChangesSchema = v.strictObject(liveEntries);

/** Members that every variant sets for itself; asking for them would do nothing. */
const DECIDED_BY_VARIANTS: readonly string[] = [
  "decay",
  "publishedSign",
] satisfies (keyof TrainingConfig)[];

/** Any members of a config that a person chooses. One that is there has a value, never undefined. */
export const changesSchema = v.strictObject(
  Object.fromEntries(
    Object.entries(configEntries)
      .filter(([name]) => !DECIDED_BY_VARIANTS.includes(name))
      .map(([name, entry]) => [name, v.exactOptional(entry)]),
  ),
);

/** What was refused: the field, what was expected there and what came. */
export class ValidationError extends TypeError {
  /** Path of the member, as `config.l2`. */
  readonly field: string;
  /** The sentence without the field, as `expected a number from 0 to 10, got "x"`. */
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.name = "ValidationError";
    this.field = field;
    this.problem = problem;
  }
}

/**
 * Checks a value against a schema.
 *
 * @param name where the value stands, as `config`; members are named behind it
 * @returns a value built from the schema, with no member that it does not name
 * @throws {ValidationError} naming the first member that is wrong
 */
export function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  name: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = issue.path?.map(item => String(item.key)) ?? [];
  const field = [name, ...path].filter(part => part !== "").join(".");
  if (issue.type === "strict_object" && issue.expected === "never") {
    throw new ValidationError(field, "there is no such member");
  }
  throw new ValidationError(field, `${expectation(issue)}, got ${describeValue(issue.input)}`);
}

/** What an issue says was expected; valibot's own words only where the schema has none. */
function expectation(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith("expected") || issue.expected === null) return issue.message;
  // Of objects valibot names the class, and of a member that is missing its key.
  if (issue.expected === "Object") return "expected an object";
  if (issue.type.endsWith("object")) return "expected a value";
  return `expected ${issue.expected}`;
}

/**
 * A message by its tag, the member `type`.
 *
 * @param schemas one for each tag
 * @throws {ValidationError} for an unknown tag, and naming the member that is wrong
 */
export function parseMessage(
  schemas: Readonly<Record<string, v.GenericSchema>>,
  value: unknown,
): unknown {
  const tag: unknown =
    typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (typeof tag !== "string" || !Object.hasOwn(schemas, tag)) {
    throw new ValidationError(
      "message.type",
      `expected a known message, got ${describeValue(tag)}`,
    );
  }
  return parse(schemas[tag], value, "message");
}

/** @throws {ValidationError} */
export function parseConfig(value: unknown, name = "config"): TrainingConfig {
  return checkCombination(parse(configSchema, value, name), name);
}

/** @throws {ValidationError} */
export function parseConfigChanges(value: unknown, name = "config"): Partial<TrainingConfig> {
  return parse(changesSchema, value, name);
}

/**
 * What members allow one by one but not together.
 *
 * @throws {ValidationError}
 */
export function checkCombination(config: TrainingConfig, name = "config"): TrainingConfig {
  refuse(problemOf(config), name);
  return config;
}

/**
 * What a config asks of data that this data does not have.
 *
 * @throws {ValidationError}
 */
export function checkData(config: TrainingConfig, spec: DatasetSpec, name = "config"): void {
  refuse(dataProblemOf(config, datasetShape(spec)), name);
}

function refuse(found: ConfigProblem | undefined, name: string): void {
  if (found === undefined) return;
  throw new ValidationError([name, found.member].filter(Boolean).join("."), found.problem);
}

/** @throws {ValidationError} */
export function parseLiveChanges(value: unknown, name = "changes"): LiveChanges {
  return parse(liveChangesSchema, value, name);
}

/** @throws {ValidationError} */
export function parseRecipe(value: unknown, name = "recipe"): RecipeChoice {
  return parse(keyOf(recipeLabels), value, name);
}

/** @throws {ValidationError} */
export function parsePreset(value: unknown, name = "preset"): PresetName {
  return parse(keyOf(presets), value, name);
}

/** @throws {ValidationError} */
export function parseSpeed(value: unknown, name = "speed"): Speed {
  return parse(keyOf(speeds), value, name);
}

/** @throws {ValidationError} */
export function parseItemSeed(value: unknown, name: string): number {
  return parse(numberWithin(CONFIG_BOUNDS.seed), value, name);
}
