/** How the networks begin, and what their units do. */
import {
  activationLabels,
  type InitializerName,
  initializerLabels,
  outputLabels,
} from "../../src/core/config.ts";
import type { Controls } from "./controls.ts";
import { ChoiceField, TextField } from "./field.tsx";

const initializerHelp: Readonly<Record<InitializerName, string>> = {
  uniform: "Weights and biases begin evenly spread over one range, as in the article.",
  glorot: "Weights begin in a range that suits tanh: smaller, the more units there are.",
  he: "Weights begin in a range that suits ReLU: smaller, the more inputs a unit has.",
};

/** Outputs that tell classes apart. */
const CLASS_OUTPUTS = { softmax: outputLabels.softmax, sigmoid: outputLabels.sigmoid };

export function StartFields(controls: Controls) {
  const { shown, config, uses, rejection, text, configure } = controls;
  return (
    <div class="group-fields">
      <TextField
        {...text("seed")}
        label="Seed"
        term="seed"
        help="Decides the first weights and the order of items: same seed, same run."
      />
      {uses("initializer") && (
        <ChoiceField
          id="field-initializer"
          label="First weights"
          term="initializer"
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
          term="initRange"
          unit="±"
          help="First weights and biases are drawn evenly between minus and plus this."
        />
      )}
      {uses("activations") && <ActivationFields {...controls} />}
      {shown.data.classNames.length === 2 && config.output !== "identity" && (
        <ChoiceField<keyof typeof CLASS_OUTPUTS>
          id="field-output"
          label="Outputs"
          term="softmax"
          help={() => "What turns the last sums into probabilities of the two classes."}
          error={rejection("output")}
          choices={CLASS_OUTPUTS}
          value={config.output}
          choose={output => configure({ output })}
        />
      )}
    </div>
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
        term="activation"
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
