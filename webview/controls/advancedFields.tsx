/** Settings that few need. */
import { streamModeLabels } from "../../src/core/config.ts";
import type { Controls } from "./controls.ts";
import { ChoiceField, TextField } from "./field.tsx";

export function AdvancedFields({ config, uses, rejection, text, configure }: Controls) {
  return (
    <div class="group-fields">
      {uses("penaltyScale") && (
        <TextField
          {...text("penaltyScale")}
          label="Penalty of each layer"
          unit="factors"
          help="Multiply lambda and L1: one number for each layer of weights, input side first, as 1, 0.5. Empty: 1 in all."
        />
      )}
      {uses("dropoutScale") && (
        <TextField
          {...text("dropoutScale")}
          label="Dropout of each layer"
          unit="factors"
          help="Multiply the share that is dropped: one number from 0 to 1 for each hidden layer. Empty: 1 in all."
        />
      )}
      {uses("minDelta") && !uses("patience") && (
        <TextField
          {...text("minDelta")}
          label="Least decrease"
          term="minDelta"
          help="Early stopping: the validation loss has to fall by more than this to count as falling."
        />
      )}
      {uses("epsilon") && (
        <TextField
          {...text("epsilon")}
          label="Epsilon"
          help="Added to the root of the mean squared gradient, so that Adam never divides by zero."
        />
      )}
      <ChoiceField
        id="field-streams"
        label="Random numbers"
        help={chosen =>
          chosen === "shared"
            ? "First weights and the order of items are drawn one after the other, as the article's program does."
            : "First weights and the order of items are drawn apart: another shape leaves the order as it is."
        }
        error={rejection("streams")}
        choices={streamModeLabels}
        value={config.streams}
        choose={streams => configure({ streams })}
      />
    </div>
  );
}
