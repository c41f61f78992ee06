/** How the networks are trained: the steps, and how many of them. */
import { optimizerLabels, scheduleLabels, type TrainingConfig } from "../../src/core/config.ts";
import { DeferredFields } from "./deferredFields.tsx";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import type { Controls } from "./controls.ts";
import { TextField } from "./field.tsx";

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
        term="learningRate"
        help="How far one update moves along the gradient."
      />
      <TextField
        {...text("epochs")}
        label="Epochs"
        term="epoch"
        help={`How often all ${formatCount(shown.data.trainItems)} training items are passed.`}
      />
      <TextField
        {...text("batchSize")}
        label="Batch size"
        term="batch"
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
          {() => (
            <DeferredFields store={store}>
              {({ OptimizerFields }) => <OptimizerFields {...controls} />}
            </DeferredFields>
          )}
        </Fold>
      )}
    </>
  );
}
