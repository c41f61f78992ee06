/** Which share of the rows is trained on, chosen by and judged by. */
import { CONFIG_BOUNDS } from "../../src/core/config.ts";
import type { SplitSpec } from "../../src/core/splits.ts";
import type { TableState } from "../../src/protocol/dataMessages.ts";
import { formatCount } from "../format.ts";
import { numberProblem, typedNumber } from "../typedNumber.ts";
import { Card, Check, TextBox } from "./controls.tsx";
import type { DataHost } from "./host.ts";

/** A share in percent, to a tenth. */
function percent(share: number): string {
  return String(Math.round(share * 1000) / 10);
}

/** NaN for what is no number from 0 to 100. */
function shareOf(text: string): number {
  if (!/^\d{1,3}(?:\.\d+)?$/.test(text.trim())) return Number.NaN;
  const share = Number(text) / 100;
  return share <= 1 ? share : Number.NaN;
}

export function SplitCard({
  host,
  state,
}: {
  readonly host: DataHost;
  readonly state: TableState;
}) {
  const { split, review } = state;
  const set = (changes: Partial<SplitSpec>) => {
    const { validation, test, ...others } = { ...split, ...changes };
    // What is left is trained on; rounded, so that 1 - 0.2 - 0.2 is 0.6.
    const train = Math.round((1 - validation - test) * 1e6) / 1e6;
    host.post({ type: "setSplit", split: { ...others, validation, test, train } });
  };
  const problemOf = (other: number) => (text: string) => {
    const share = shareOf(text);
    if (Number.isNaN(share)) return "expected a number from 0 to 100";
    return share + other < 1 ? "" : "nothing would be left to train on";
  };
  return (
    <Card id="split" title="Split">
      <p class="card-text">
        Rows are drawn at random, the same for the same seed. Training stops early by the validation
        rows; the test rows judge the result.
      </p>
      <div class="fields narrow">
        <TextBox
          id="validationShare"
          label="Validation"
          unit="% of the rows"
          value={percent(split.validation)}
          problemOf={problemOf(split.test)}
          take={text => set({ validation: shareOf(text) })}
        />
        <TextBox
          id="testShare"
          label="Test"
          unit="% of the rows"
          value={percent(split.test)}
          problemOf={problemOf(split.validation)}
          take={text => set({ test: shareOf(text) })}
        />
        <TextBox
          id="splitSeed"
          label="Seed"
          value={String(split.seed)}
          problemOf={text => numberProblem(typedNumber(text, true), CONFIG_BOUNDS.seed)}
          take={text => set({ seed: typedNumber(text, true) })}
        />
      </div>
      <div class="split-foot">
        {state.task === "classification" && (
          <Check
            id="stratified"
            label="Every part has its share of every class"
            isChecked={split.stratified}
            set={stratified => set({ stratified })}
          />
        )}
        {review !== null && (
          <p class="number">
            {formatCount(review.items.train)} train, {formatCount(review.items.validation)}{" "}
            validation, {formatCount(review.items.test)} test
          </p>
        )}
      </div>
    </Card>
  );
}
