/** What the networks are, how they begin, and what they are judged by. */
import {
  activationLabels,
  type InitializerName,
  initializerLabels,
  lossLabels,
  outputLabels,
  type TrainingConfig,
} from "../../src/core/config.ts";
import { Fold } from "../fold.tsx";
import type { Controls } from "./controls.ts";
import { ChoiceField, TextField } from "./field.tsx";
import { fieldText } from "./fieldText.ts";
import { useDraft } from "./useDraft.ts";

const initializerHelp: Readonly<Record<InitializerName, string>> = {
  uniform: "Weights and biases begin evenly spread over one range, as in the article.",
  glorot: "Weights begin in a range that suits tanh: smaller, the more units there are.",
  he: "Weights begin in a range that suits ReLU: smaller, the more inputs a unit has.",
};

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
  const { store, shown, config, uses, rejection, text, configure } = controls;
  return (
    <>
      <TextField
        {...text("hiddenLayers")}
        label="Hidden units"
        unit="per layer"
        help="One number for each hidden layer: 8, or 8, 4. Empty for none."
      />
      <ChoiceField
        id="field-loss"
        label="Loss"
        help={() => "What training lowers. Cross-entropy punishes confident mistakes harder."}
        error={rejection("loss")}
        choices={lossLabels}
        value={config.loss}
        choose={loss => configure({ loss })}
      />
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
          <div class="group-fields">
            <TextField
              {...text("seed")}
              label="Seed"
              help="Decides the first weights and the order of items: same seed, same run."
            />
            {uses("initializer") && (
              <ChoiceField
                id="field-initializer"
                label="First weights"
                help={chosen => initializerHelp[chosen]}
                error={rejection("initializer")}
                choices={initializerLabels}
                value={config.initializer}
                choose={initializer => configure({ initializer })}
              />
            )}
            {uses("initRange") && (
              <TextField
                {...text("initRange")}
                label="Initial range"
                unit="±"
                help="First weights and biases are drawn evenly between minus and plus this."
              />
            )}
            {uses("activations") && <ActivationFields {...controls} />}
            {shown.data.classNames.length === 2 && (
              <ChoiceField
                id="field-output"
                label="Outputs"
                help={() => "What turns the last sums into probabilities of the two classes."}
                error={rejection("output")}
                choices={outputLabels}
                value={config.output}
                choose={output => configure({ output })}
              />
            )}
          </div>
        )}
      </Fold>
    </>
  );
}

/** One activation for all hidden layers, or a list with one for each. */
function ActivationFields({ config, rejection, text, configure }: Controls) {
  const { activations, hiddenLayers } = config;
  const isList = activations.length > 1;
  const one: Readonly<Record<string, string>> = activationLabels;
  const hasChoice = isList || hiddenLayers.length > 1;
  return (
    <>
      <ChoiceField
        id="field-activation"
        label="Activation"
        help={() => "What a hidden unit makes of its weighted sum."}
        error={isList ? "" : rejection("activations")}
        choices={hasChoice ? { ...one, list: "one for each layer" } : one}
        value={isList ? "list" : activations[0]}
        choose={chosen =>
          configure({
            activations: chosen === "list" ? hiddenLayers.map(() => activations[0]) : [chosen],
          })
        }
      />
      {isList && (
        <TextField
          {...text("activations")}
          label="Activations"
          unit="per layer"
          help="One for each hidden layer, input side first: tanh, relu."
        />
      )}
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
