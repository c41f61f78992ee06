/** The remedies against overfitting: lambda first, the others folded away. */
import type { TrainingConfig } from "../../src/core/config.ts";
import { USUAL_STRENGTHS } from "../../src/core/variants.ts";
import { DeferredFields } from "./deferredFields.tsx";
import { Fold } from "../fold.tsx";
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
  if (recipe === "custom") {
    return <p class="field-help">Each variant has its own: see the list of variants.</p>;
  }
  const hasOthers = Object.keys(names).some(member => uses(member as Remedy));
  return (
    <>
      {uses("l2") && (
        <>
          <TextField
            {...text("l2")}
            label="Lambda"
            term="lambda"
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
          {() => (
            <DeferredFields store={store}>
              {({ OtherRemedies }) => <OtherRemedies {...controls} unit={unit} />}
            </DeferredFields>
          )}
        </Fold>
      )}
    </>
  );
}
