/** The article's Figure 3 with numbers: what one update does to one weight. */
import { useMemo } from "preact/hooks";
import { learningRateAt } from "../../src/core/schedules.ts";
import { configAfter, explainUpdate } from "../../src/core/updateRule.ts";
import { Fold } from "../fold.tsx";
import { formatCount, formatPlain } from "../format.ts";
import { leftAfterEpoch } from "../guardRails.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { Term } from "../term.tsx";
import { namesOf } from "../weights/matrices.tsx";
import { layerName } from "../weights/weightValues.ts";
import type { EquationNumbers } from "./equationParts.tsx";
import { equationRows } from "./equations.tsx";
import { Equation, exactText } from "./math.tsx";
import {
  type ChosenWeight,
  chosenWeight,
  unitNorm,
  weightIn,
  weightValue,
} from "./weightChoice.ts";
import { WorkedExample } from "./workedExample.tsx";

interface EquationsCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function EquationsCard({ store, view, shown }: EquationsCardProps) {
  return (
    <section class="card equations-card" aria-labelledby="equations-title">
      <div class="card-head">
        <h2 id="equations-title">The update of one weight</h2>
      </div>
      <p class="card-text">
        <Term name="loss">Loss</Term>, <Term name="penalty">penalty</Term>,{" "}
        <Term name="gradient">gradient</Term> and <Term name="update">update</Term> rule as they are
        applied here, with the numbers of one weight. Click a cell of a weight matrix to choose it.
      </p>
      <Fold store={store} id="equations" summary="Equations with numbers">
        {() => <Equations store={store} view={view} shown={shown} />}
      </Fold>
      <Fold store={store} id="worked-example" summary="A worked example: three weights">
        {() => <WorkedExample />}
      </Fold>
    </section>
  );
}

/** Everything that the equations of a weight are filled with. */
function numbersOf(shown: Shown, chosen: ChosenWeight): EquationNumbers {
  const { experiment } = shown.playground;
  const { run, layer } = chosen;
  const { slow } = run;
  const epoch = run.weightsEpoch;
  const config =
    slow?.config ??
    (experiment === null ? run.summary.config : configAfter(experiment, run.index, epoch));
  const learningRate =
    slow?.learningRate ?? learningRateAt(config, Math.min(epoch + 1, config.epochs));
  const at = (parameters: Float64Array) => weightIn(chosen, parameters);
  const weight = slow === null ? weightValue(chosen) : at(slow.before);
  const dataGradient = slow === null ? null : at(slow.gradient);
  const update = explainUpdate(config, layer, learningRate, {
    weight,
    gradient: dataGradient,
    step: null,
  });
  return {
    config,
    learningRate,
    weight,
    dataGradient,
    update,
    recordedAfter: slow === null ? null : at(slow.after),
    loss: run.values.trainLoss,
    penalty: run.values.penalty,
    unitNorm: unitNorm(chosen),
  };
}

function Equations({ store, view, shown }: EquationsCardProps) {
  const chosen = chosenWeight(shown, view.memory);
  if (chosen === undefined) return null;
  const { run, layer, from, to } = chosen;
  const layers = run.layers.length;
  const names = namesOf(shown, layer, layers);
  const numbers = numbersOf(shown, chosen);
  return (
    <>
      <WeightFields store={store} shown={shown} chosen={chosen} />
      <p class="equations-weight" id="equations-weight">
        <VariantName id={run.summary.id} label={run.summary.label} />
        <span>
          {names.rows(from)} → {names.columns(to)}
        </span>
        <span>
          {run.slow === null
            ? `epoch ${formatCount(run.weightsEpoch)}`
            : `epoch ${formatCount(run.slow.epoch)}, update ${formatCount(run.slow.update + 1)} of ${formatCount(run.slow.updates)}`}
          : w = <b>{exactText(numbers.weight)}</b>
          {numbers.recordedAfter !== null && (
            <>
              {" "}
              before, <b>{exactText(numbers.recordedAfter)}</b> after
            </>
          )}
        </span>
      </p>
      <dl class="equation-rows" id="equation-rows">
        {equationRows(numbers).map(row => (
          <div key={row.name} class="equation-row">
            <dt>{row.name}</dt>
            <dd>
              <Equation pieces={row.letters} />
              <span class="equation-numbers">
                <Equation pieces={row.numbers} />
              </span>
              {row.note !== undefined && <p class="equation-note">{row.note}</p>}
            </dd>
          </div>
        ))}
      </dl>
      <PenaltyWords numbers={numbers} trainItems={shown.data.trainItems} />
    </>
  );
}

/** What the penalty alone does to the weight, in a sentence or two. */
function PenaltyWords({
  numbers,
  trainItems,
}: {
  readonly numbers: EquationNumbers;
  readonly trainItems: number;
}) {
  const { config, update, learningRate, weight, dataGradient } = numbers;
  const sentences: string[] = [];
  const updates = Math.ceil(trainItems / Math.min(config.batchSize, trainItems));
  const share = learningRate * update.l2;
  if (config.decay > 0) {
    sentences.push(
      `Constant decay takes ${formatPlain(100 * config.decay)} % off the weight in each update, ` +
        "beside the step along the gradient.",
    );
  }
  if (update.l2 > 0 && config.optimizer !== "adam") {
    const left = leftAfterEpoch(share, updates);
    sentences.push(
      `The penalty alone takes ${formatPlain(100 * share)} % off the weight in each update` +
        (config.optimizer === "sgd" || config.optimizer === "adamw"
          ? `, and after the ${formatCount(updates)} updates of an epoch ${formatPlain(100 * left)} % would be left.`
          : " at first, and more as the velocity grows."),
    );
  }
  if (update.l2 < 0) {
    const grown = (1 - share) ** updates;
    sentences.push(
      `Wrong sign: the penalty alone adds ${formatPlain(-100 * share)} % to the weight in each ` +
        `update, and after the ${formatCount(updates)} updates of an epoch it would be ` +
        `${grown.toFixed(4)} times as large.`,
    );
  }
  if (update.l2 > 0 && config.optimizer !== "adamw") {
    sentences.push(
      `The weight is at rest where the data pulls exactly as hard the other way: at a mean ` +
        `gradient of ${exactText(-update.penaltyGradient)}.`,
    );
  }
  if (update.l2 > 0 && update.l1 === 0 && weight === 0) {
    sentences.push("At w = 0 this penalty does not pull at all.");
  }
  if (config.dropout > 0 || config.jitter > 0) {
    sentences.push(
      "Dropout and jitter change the gradient, by what they do to the items; the rule stays.",
    );
  }
  if (dataGradient === null) {
    sentences.push(
      "The gradient of the data is another one for every batch: Look inside this epoch, beside the " +
        "epoch slider, goes update by update and fills it in.",
    );
  }
  return <p class="card-text equations-words">{sentences.join(" ")}</p>;
}

/** The same choice as by clicking a cell, in fields. */
function WeightFields({
  store,
  shown,
  chosen,
}: {
  readonly store: PanelStore;
  readonly shown: Shown;
  readonly chosen: ChosenWeight;
}) {
  const { run, layer, from, to } = chosen;
  const layers = run.layers.length;
  const { inputs, outputs } = run.layers[layer];
  const choose = (change: Partial<{ variant: string; layer: number; from: number; to: number }>) =>
    store.remember({ weight: { variant: run.summary.id, layer, from, to, ...change } });
  const names = namesOf(shown, layer, layers);
  const { inputNames, classNames } = shown.data;
  // Names of hundreds of units: made once, not with every epoch.
  const rowOptions = useMemo(() => options(inputs, names.rows), [inputNames, layer, inputs]);
  const columnOptions = useMemo(
    () => options(outputs, names.columns),
    [classNames, layer, outputs, layers],
  );
  return (
    <div class="weight-fields">
      {shown.runs.length > 1 && (
        <label>
          Network
          <select
            id="weight-network"
            value={run.summary.id}
            onChange={event => choose({ variant: event.currentTarget.value })}
          >
            {shown.runs.map(({ summary }) => (
              <option key={summary.id} value={summary.id}>
                {summary.label}
              </option>
            ))}
          </select>
        </label>
      )}
      {layers > 1 && (
        <label>
          Layer
          <select
            id="weight-layer"
            value={String(layer)}
            onChange={event => choose({ layer: Number(event.currentTarget.value), from: 0, to: 0 })}
          >
            {Array.from({ length: layers }, (_, l) => (
              <option key={l} value={String(l)}>
                {layerName(l, layers)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        From
        <select
          id="weight-from"
          value={String(from)}
          onChange={event => choose({ from: Number(event.currentTarget.value) })}
        >
          {rowOptions}
        </select>
      </label>
      <label>
        To
        <select
          id="weight-to"
          value={String(to)}
          onChange={event => choose({ to: Number(event.currentTarget.value) })}
        >
          {columnOptions}
        </select>
      </label>
    </div>
  );
}

function options(count: number, name: (unit: number) => string) {
  return Array.from({ length: count }, (_, unit) => (
    <option key={unit} value={String(unit)}>
      {name(unit)}
    </option>
  ));
}
