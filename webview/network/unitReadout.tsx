/** Everything about one unit of a network in numbers: its bias, the weights to it and from it. */
import { exactText } from "../figure3/math.tsx";
import { formatCount, formatNumber } from "../format.ts";
import type { ShownRun } from "../shown.ts";
import { unitGroup } from "../weights/weightValues.ts";
import type { UnitMark } from "./networkDrawing.ts";
import type { Unit, WeightPlace } from "./networkLayout.ts";
import { type UnitWeight, unitWeights } from "./unitWeights.ts";

/** Weights that are listed on each side; the others are in the table. */
const MOST_LISTED = 40;

export const markWords: Readonly<Record<UnitMark, string>> = {
  dead: "dead: its output is 0 for every training item",
  saturated: "saturated: it hardly reacts any more",
  cutOff: "cut off: all its weights on one side are exactly 0",
};

interface UnitReadoutProps {
  readonly run: ShownRun;
  readonly unit: Unit | null;
  /** What is marked of it, in words. */
  readonly marks: readonly string[];
  readonly chosenWeight: WeightPlace;
  readonly chooseWeight: (weight: WeightPlace) => void;
  readonly nameOf: (unit: Unit) => string;
}

export function UnitReadout(props: UnitReadoutProps) {
  const { run, unit, marks, nameOf } = props;
  if (unit === null) {
    return (
      <div class="unit-readout">
        <p class="readout is-hint">
          Point at a unit, or use the arrow keys, to read its weights; click or Enter keeps it,
          Escape lets it go.
        </p>
      </div>
    );
  }
  const { bias, incoming, outgoing } = unitWeights(run.layers, unit);
  const name = nameOf(unit);
  return (
    <div class="unit-readout" role="region" tabIndex={0} aria-label={`Weights of ${name}`}>
      <p>
        <b>{name}</b>{" "}
        <span class="chart-note">
          of the {unitGroup(unit.layer, run.layers.length)}
          {marks.map(words => `; ${words}`)}
        </span>
      </p>
      {bias !== null && <p class="chart-note">bias {exactText(bias)}</p>}
      {incoming.length > 0 && (
        <WeightList
          {...props}
          title="In"
          weights={incoming}
          other={w => nameOf(otherEnd(w, "from"))}
        />
      )}
      {outgoing.length > 0 && (
        <WeightList
          {...props}
          title="Out"
          weights={outgoing}
          other={w => nameOf(otherEnd(w, "to"))}
        />
      )}
    </div>
  );
}

function otherEnd({ layer, from, to }: WeightPlace, end: "from" | "to"): Unit {
  return end === "from" ? { layer, unit: from } : { layer: layer + 1, unit: to };
}

function WeightList({
  title,
  weights,
  other,
  chosenWeight,
  chooseWeight,
}: UnitReadoutProps & {
  readonly title: string;
  readonly weights: readonly UnitWeight[];
  /** The unit at the other end. */
  readonly other: (weight: UnitWeight) => string;
}) {
  const norm = Math.sqrt(weights.reduce((sum, { weight }) => sum + weight * weight, 0));
  const zeros = weights.filter(({ weight }) => weight === 0).length;
  const listed =
    weights.length <= MOST_LISTED
      ? weights
      : [...weights].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_LISTED);
  return (
    <>
      <h3 class="unit-layer">
        {title}{" "}
        <span class="chart-note">
          {formatCount(weights.length)} {weights.length === 1 ? "weight" : "weights"}, norm{" "}
          {formatNumber(norm)}
          {zeros > 0 && `, ${formatCount(zeros)} exactly 0`}
          {listed.length < weights.length && `; the ${MOST_LISTED} largest:`}
        </span>
      </h3>
      <ul class="unit-weights">
        {listed.map(weight => {
          const { layer, from, to } = weight;
          const isChosen =
            layer === chosenWeight.layer && from === chosenWeight.from && to === chosenWeight.to;
          return (
            <li key={`${from} ${to}`}>
              <button
                type="button"
                class="toggle unit-weight"
                aria-pressed={isChosen}
                title="Follow this weight below, and in its equations"
                onClick={() => chooseWeight({ layer, from, to })}
              >
                <span>{other(weight)}</span>
                <span class="number">{exactText(weight.weight)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
