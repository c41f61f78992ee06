/** The strengths of the remedies besides L2. */
import type { USUAL_STRENGTHS } from "../../src/core/variants.ts";
import { formatCount } from "../format.ts";
import type { Controls } from "./controls.ts";
import { TextField } from "./field.tsx";

export function OtherRemedies({
  shown,
  uses,
  text,
  unit,
}: Controls & { readonly unit: (member: keyof typeof USUAL_STRENGTHS) => string }) {
  return (
    <div class="group-fields">
      {uses("l1") && (
        <TextField
          {...text("l1")}
          label="L1"
          term="l1"
          unit={unit("l1")}
          help="Strength of the L1 penalty: this times the sum of |w|. Makes weights exactly zero."
        />
      )}
      {uses("dropout") && (
        <TextField
          {...text("dropout")}
          label="Dropout"
          term="dropout"
          unit={unit("dropout")}
          help="Share of the hidden units that sit out, drawn anew for each item. All predict."
        />
      )}
      {uses("jitter") && (
        <TextField
          {...text("jitter")}
          label="Jitter"
          term="jitter"
          unit={unit("jitter")}
          help="Standard deviation of the noise on the inputs, new each time an item is seen."
        />
      )}
      {uses("maxNorm") && (
        <TextField
          {...text("maxNorm")}
          label="Max-norm"
          term="maxNorm"
          unit={unit("maxNorm")}
          help="Largest norm of the weights that lead into a unit; larger ones are scaled back."
        />
      )}
      {uses("patience") && (
        <TextField
          {...text("patience")}
          label="Early stopping"
          term="earlyStopping"
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
          term="minDelta"
          help="The validation loss has to fall by more than this to count as falling."
        />
      )}
    </div>
  );
}
