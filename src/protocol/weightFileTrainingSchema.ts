/** What a weight file says of the training: its settings, how far it went, its random numbers. */
import * as v from "valibot";
import { engineLabels, streamModeLabels, type TrainingConfig } from "../core/config.ts";
import { recipeLabels } from "../core/recipeWords.ts";
import { OWN_MEMBERS } from "../core/ownVariants.ts";
import { variantLabels } from "../core/variants.ts";
import { configEntries, keyOf, liveEntries } from "./validate.ts";
import { count, described, exactly, list, members, seed, text } from "./weightFileSchemaParts.ts";

const configTexts: Readonly<Record<keyof TrainingConfig, string>> = {
  hiddenLayers: "Units of the hidden layers.",
  activations: "Of each hidden layer; a single one is that of all.",
  output: "What turns the last sums into probabilities.",
  loss: "The data term of the objective.",
  articleDerivative:
    "Squared error with o (1 - o) in place of the softmax Jacobian, as in the article.",
  initializer: "How the first weights and biases are drawn.",
  initRange: "Of the initializer `uniform`: values lie evenly between -initRange and +initRange.",
  optimizer: "What an update does with the gradient.",
  momentum: "Share of the velocity that an update keeps; momentum and Nesterov momentum only.",
  beta1: "Share of the mean gradient that an update keeps; Adam and AdamW only.",
  beta2: "Share of the mean squared gradient that an update keeps; Adam and AdamW only.",
  epsilon: "Added to the root of the mean squared gradient; Adam and AdamW only.",
  learningRate: "Step size of an update, before the schedule.",
  schedule: "How the learning rate changes from epoch to epoch.",
  scheduleEvery: "Epochs between two steps of the schedule `step`.",
  scheduleFactor: "What each of those steps multiplies the learning rate by.",
  batchSize: "Items averaged in one update.",
  epochs: "Epochs the run was to train.",
  l2: "Lambda of the penalty l2 / 2 * sum w^2; 0 is off.",
  l1: "Lambda of the penalty l1 * sum |w|; 0 is off.",
  penaltyScale: "Factors of both in each layer of weights; empty: 1 in all.",
  decay: "Share a weight loses at each update; 0 is off.",
  maxNorm: "Largest norm of the weights that lead into a unit; 0 is off.",
  dropout: "Share of the hidden units dropped at each presentation of an item; 0 is off.",
  dropoutScale: "Factors of it in each hidden layer; empty: 1 in all.",
  jitter: "Standard deviation of the noise added to the inputs at each presentation; 0 is off.",
  patience: "Epochs to wait for a smaller validation loss before stopping early; 0 is off.",
  minDelta: "Least decrease of the validation loss that early stopping counts.",
  publishedSign: "The penalty with the sign error of the article's program: weights grow.",
  arithmetic: "How training rounds.",
  seed: "Seed of initial values, item order, dropped units and noise.",
  streams: "How random numbers for initial values and item order are drawn.",
};

const trainingConfig = members(describedEntries());

/** Every member of a config with its text. */
function describedEntries() {
  const entries = Object.entries(configEntries).map(([name, schema]) => [
    name,
    described(schema as v.GenericSchema, configTexts[name as keyof TrainingConfig]),
  ]);
  return Object.fromEntries(entries) as typeof configEntries;
}

const statusLabels = {
  training: "exported while training",
  paused: "exported while paused",
  finished: "trained for all its epochs",
  stopped: "stopped by the user",
  stoppedEarly: "stopped early: the validation loss fell no more",
  diverged: "ended because a number was not finite any more",
  failed: "ended by a failure of the program",
} as const;

/** How the run of a weight file stood, or why it had ended. */
export type WeightFileStatus = keyof typeof statusLabels;

const statusText = Object.entries(statusLabels)
  .map(([name, label]) => `${name}: ${label}`)
  .join("; ");

const engineText = Object.entries(engineLabels)
  .map(([name, label]) => `${name}: ${label}`)
  .join("; ");

/** How the network was trained. */
export const trainingSchema = members({
  recipe: described(keyOf(recipeLabels), "The experiment this network is part of."),
  variant: described(
    members({
      id: described(keyOf(variantLabels), "Its remedy, or the first of them."),
      label: text,
      sets: v.exactOptional(
        described(
          list(v.picklist(OWN_MEMBERS, `expected one of ${OWN_MEMBERS.join(", ")}`)),
          "In an experiment with variants of the user's: the members of the config that this one set for itself, besides switching the other remedies off.",
        ),
      ),
    }),
    "Which of the experiment's networks this is.",
  ),
  rule: described(
    members({ weights: text, biases: text }),
    "What an update does; gradient is the mean over the batch, taken before the update.",
  ),
  config: described(trainingConfig, "Every setting of the training."),
  engine: described(
    keyOf(engineLabels),
    `Who computed it; the same engine gives the same bits. ${engineText}`,
  ),
  status: described(keyOf(statusLabels), statusText),
  epoch: described(count, "Epochs behind the weights of this file."),
  trainedEpochs: described(count, "Epochs the run had trained when the file was written."),
  updates: described(count, "Updates behind the weights of this file."),
  changes: described(
    list(
      members({
        epoch: described(count, "Epochs completed before."),
        changes: described(
          members(liveEntries),
          "The members of the config that changed, with their new values.",
        ),
      }),
    ),
    "What was changed while the run went on, in order.",
  ),
  exportedWhileTraining: described(
    v.boolean("expected true or false"),
    "Whether the run was still to go on when the file was written.",
  ),
});

const digitsText = "expected a whole number written as text";

/** Where initial values and the order of items come from. */
export const randomSchema = members({
  generator: described(
    exactly("MT19937, init_by_array, as CPython's random.Random"),
    "The generator of all random numbers.",
  ),
  mode: described(keyOf(streamModeLabels), "One stream for all purposes, or one for each."),
  seed: described(seed, "The seed that was asked for."),
  streams: described(
    list(
      members({
        purposes: list(text),
        seed: v.pipe(v.string(digitsText), v.regex(/^[0-9]{1,30}$/, digitsText)),
      }),
    ),
    "The seed of each stream for random.Random, as text: it may be larger than 2^53.",
  ),
});
