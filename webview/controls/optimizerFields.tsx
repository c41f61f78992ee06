/** What an update does with the gradient, and how its step changes from epoch to epoch. */
import {
  type OptimizerName,
  optimizerLabels,
  type ScheduleName,
  scheduleLabels,
} from "../../src/core/config.ts";
import type { Controls } from "./controls.ts";
import { ChoiceField, TextField } from "./field.tsx";

const optimizerHelp: Readonly<Record<OptimizerName, string>> = {
  sgd: "Each update moves along the gradient of its batch; the article's way.",
  momentum: "Each update moves along a mean of the gradients so far.",
  nesterov: "Momentum that looks one step ahead.",
  adam: "Steps of about the learning rate for each weight, whatever its gradient.",
  adamw: "Adam, with L2 as a shrinking of the weights beside its steps.",
};

const scheduleHelp: Readonly<Record<ScheduleName, string>> = {
  constant: "The learning rate stays as it is.",
  step: "The learning rate falls every so many epochs.",
  cosine: "The learning rate falls to zero along half a cosine.",
};

export function OptimizerFields({ config, uses, rejection, text, configure }: Controls) {
  return (
    <div class="group-fields">
      <ChoiceField
        id="field-optimizer"
        label="Optimizer"
        term="optimizer"
        help={chosen => optimizerHelp[chosen]}
        error={rejection("optimizer")}
        choices={optimizerLabels}
        value={config.optimizer}
        choose={optimizer => configure({ optimizer })}
      />
      {uses("momentum") && (
        <TextField
          {...text("momentum")}
          label="Momentum"
          term="momentum"
          help="Share of the velocity that an update keeps."
        />
      )}
      {uses("beta1") && (
        <TextField
          {...text("beta1")}
          label="Beta 1"
          help="Share of the mean gradient that an update keeps."
        />
      )}
      {uses("beta2") && (
        <TextField
          {...text("beta2")}
          label="Beta 2"
          help="Share of the mean squared gradient that an update keeps."
        />
      )}
      <ChoiceField
        id="field-schedule"
        label="Schedule"
        term="schedule"
        help={chosen => scheduleHelp[chosen]}
        error={rejection("schedule")}
        choices={scheduleLabels}
        value={config.schedule}
        choose={schedule => configure({ schedule })}
      />
      {uses("scheduleEvery") && (
        <TextField
          {...text("scheduleEvery")}
          label="Step every"
          unit="epochs"
          help="Epochs between two steps of the learning rate."
        />
      )}
      {uses("scheduleFactor") && (
        <TextField
          {...text("scheduleFactor")}
          label="Step factor"
          help="What each step multiplies the learning rate by."
        />
      )}
    </div>
  );
}
