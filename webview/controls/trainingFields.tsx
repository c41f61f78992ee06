/** How the networks are trained: the steps, and how many of them. */
import {
  type OptimizerName,
  optimizerLabels,
  type ScheduleName,
  scheduleLabels,
  type TrainingConfig,
} from "../../src/core/config.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
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

/** What is not as in the article, for when it is folded away. */
function digest({ optimizer, schedule }: TrainingConfig): string {
  const parts = [
    optimizer === "sgd" ? "" : optimizerLabels[optimizer],
    schedule === "constant" ? "" : scheduleLabels[schedule],
  ];
  return parts.filter(part => part !== "").join(" · ");
}

export function TrainingFields(controls: Controls) {
  const { store, shown, config, uses, text } = controls;
  return (
    <>
      <TextField
        {...text("learningRate")}
        label="Learning rate"
        help="How far one update moves along the gradient."
      />
      <TextField
        {...text("epochs")}
        label="Epochs"
        help={`How often all ${formatCount(shown.data.trainItems)} training items are passed.`}
      />
      <TextField
        {...text("batchSize")}
        label="Batch size"
        unit="items"
        help="Items that are averaged for one update; the article takes one."
      />
      {uses("optimizer") && (
        <Fold
          store={store}
          id="optimizer"
          summary={
            <>
              <span>Optimizer and schedule</span>
              <span class="fold-digest">{digest(config)}</span>
            </>
          }
        >
          {() => <OptimizerFields {...controls} />}
        </Fold>
      )}
    </>
  );
}

function OptimizerFields({ config, uses, rejection, text, configure }: Controls) {
  return (
    <div class="group-fields">
      <ChoiceField
        id="field-optimizer"
        label="Optimizer"
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
