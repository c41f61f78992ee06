/** The remedies against overfitting: lambda first, the others folded away. */
import type { TrainingConfig } from "../../src/core/config.ts";
import { USUAL_STRENGTHS } from "../../src/core/variants.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import { guardRail } from "../guardRails.ts";
import type { Controls } from "./controls.ts";
import { TextField } from "./field.tsx";
import { GuardRailNote } from "./guardRailNote.tsx";
import { LambdaSlider } from "./lambdaSlider.tsx";

type Remedy = keyof typeof USUAL_STRENGTHS;

const names: Readonly<Record<Exclude<Remedy, "l2">, string>> = {
  l1: "L1",
  dropout: "dropout",
  jitter: "jitter",
  maxNorm: "max-norm",
  patience: "early stopping",
};

/** The remedies besides L2 that are on, for when their controls are folded away. */
export function remedyWords(
  config: TrainingConfig,
  uses: (member: keyof TrainingConfig) => boolean,
): string[] {
  return Object.entries(names)
    .filter(([member]) => uses(member as Remedy) && config[member as Remedy] > 0)
    .map(([member, name]) => `${name} ${config[member as Remedy]}`);
}

export function Remedies(controls: Controls) {
  const { store, config, recipe, uses, text } = controls;
  const { trainItems } = controls.shown.data;
  // The tournament tries every remedy; one that is off here has its usual strength there.
  const isTournament = recipe === "tournament";
  const unit = (member: Remedy) =>
    isTournament ? `0 takes ${USUAL_STRENGTHS[member]}` : "0 is off";
  const lambda = isTournament && config.l2 === 0 ? USUAL_STRENGTHS.l2 : config.l2;
  const hasOthers = Object.keys(names).some(member => uses(member as Remedy));
  return (
    <>
      {uses("l2") && (
        <>
          <TextField
            {...text("l2")}
            label="Lambda"
            unit={unit("l2")}
            help="Strength of the L2 penalty: lambda / 2 times the sum of squared weights."
          >
            <LambdaSlider store={store} l2={config.l2} isLive={text("l2").isLive} />
          </TextField>
          <GuardRailNote rail={guardRail({ ...config, l2: lambda }, recipe, trainItems)} />
        </>
      )}
      {hasOthers && (
        <Fold
          store={store}
          id="other-remedies"
          summary={
            <>
              <span>Other remedies</span>
              <span class="fold-digest">{remedyWords(config, uses).join(" · ")}</span>
            </>
          }
        >
          {() => <OtherRemedies {...controls} unit={unit} />}
        </Fold>
      )}
    </>
  );
}

function OtherRemedies({
  shown,
  uses,
  text,
  unit,
}: Controls & { readonly unit: (member: Remedy) => string }) {
  return (
    <div class="group-fields">
      {uses("l1") && (
        <TextField
          {...text("l1")}
          label="L1"
          unit={unit("l1")}
          help="Strength of the L1 penalty: this times the sum of |w|. Makes weights exactly zero."
        />
      )}
      {uses("dropout") && (
        <TextField
          {...text("dropout")}
          label="Dropout"
          unit={unit("dropout")}
          help="Share of the hidden units that sit out, drawn anew for each item. All predict."
        />
      )}
      {uses("jitter") && (
        <TextField
          {...text("jitter")}
          label="Jitter"
          unit={unit("jitter")}
          help="Standard deviation of the noise on the inputs, new each time an item is seen."
        />
      )}
      {uses("maxNorm") && (
        <TextField
          {...text("maxNorm")}
          label="Max-norm"
          unit={unit("maxNorm")}
          help="Largest norm of the weights that lead into a unit; larger ones are scaled back."
        />
      )}
      {uses("patience") && (
        <TextField
          {...text("patience")}
          label="Early stopping"
          unit={`epochs, ${unit("patience")}`}
          help={
            `Stops when the loss on the ${formatCount(shown.validationItems)} validation items has ` +
            "not fallen for so many epochs. The best weights are kept."
          }
        />
      )}
      {uses("minDelta") && (
        <TextField
          {...text("minDelta")}
          label="Least decrease"
          help="The validation loss has to fall by more than this to count as falling."
        />
      )}
    </div>
  );
}
