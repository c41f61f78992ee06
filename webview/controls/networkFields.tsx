/** What the networks are, how they begin, and what they are judged by. */
import { lossLabels, type TrainingConfig } from "../../src/core/config.ts";
import { DeferredFields } from "./deferredFields.tsx";
import { Fold } from "../fold.tsx";
import type { Controls } from "./controls.ts";
import { ChoiceField, TextField } from "./field.tsx";
import { fieldText } from "./fieldText.ts";
import { useDraft } from "./useDraft.ts";

/** What is not as in the article, for when it is folded away. */
function digest(config: TrainingConfig): string {
  const { activations, initializer, seed } = config;
  const isTanh = activations.every(name => name === "tanh");
  const parts = [
    isTanh ? "" : fieldText("activations", config),
    initializer === "uniform" ? "" : initializer === "he" ? "He" : "Glorot",
    seed === 0 ? "" : `seed ${seed}`,
  ];
  return parts.filter(part => part !== "").join(" · ");
}

export function NetworkFields(controls: Controls) {
  const { store, config, uses, rejection, text, configure } = controls;
  return (
    <>
      <TextField
        {...text("hiddenLayers")}
        label="Hidden units"
        term="hiddenUnits"
        unit="per layer"
        help="One number for each hidden layer: 8, or 8, 4. Empty for none."
      />
      {controls.shown.data.regression === null && (
        <ChoiceField
          id="field-loss"
          label="Loss"
          term="loss"
          help={() => "What training lowers. Cross-entropy punishes confident mistakes harder."}
          error={rejection("loss")}
          choices={lossLabels}
          value={config.loss}
          choose={loss => configure({ loss })}
        />
      )}
      {uses("articleDerivative") && <DerivativeBox {...controls} />}
      <Fold
        store={store}
        id="more-settings"
        summary={
          <>
            <span>Start and activation</span>
            <span class="fold-digest">{digest(config)}</span>
          </>
        }
      >
        {() => (
          <DeferredFields store={store}>
            {({ StartFields }) => <StartFields {...controls} />}
          </DeferredFields>
        )}
      </Fold>
    </>
  );
}

function DerivativeBox({ config, configure }: Controls) {
  const id = "field-articleDerivative";
  const [isChecked, setChecked] = useDraft(config.articleDerivative);
  return (
    <div class="field check">
      <label class="check-label" for={id}>
        <input
          id={id}
          type="checkbox"
          checked={isChecked}
          aria-describedby={`${id}-help`}
          onChange={event => {
            const { checked } = event.currentTarget;
            setChecked(checked);
            configure({ articleDerivative: checked });
          }}
        />
        Article's derivative
      </label>
      <p id={`${id}-help`} class="field-help">
        Uses o (1 − o) for each output, instead of the full softmax Jacobian.
      </p>
    </div>
  );
}
