/** Where the networks are wrong at the shown epoch: confused classes, and the worst items. */
import type { Inspection } from "../../src/core/inspection.ts";
import { visibleRuns } from "../charts/selection.ts";
import { scaleUnit } from "../../src/core/columnEncoding.ts";
import type { VariantId } from "../../src/core/variants.ts";
import type { DataPreview } from "../../src/protocol/messages.ts";
import { Fold } from "../fold.tsx";
import { formatCount, formatError, formatNumber, formatScore } from "../format.ts";
import type { RegressionFacts } from "../numbers.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { type Choice, Segmented, Select } from "../segmented.tsx";
import type { Shown, ShownRun } from "../shown.ts";
import type { Theme } from "../theme.ts";
import { VariantName } from "../swatch.tsx";
import { classScores } from "./confusion.ts";
import { ConfusionTable } from "./confusionTable.tsx";
import { ResidualPlot } from "./residualPlot.tsx";
import { WorstItems } from "./worstItems.tsx";

/** As many networks are shown side by side; of more, one is chosen. */
const SIDE_BY_SIDE = 2;

type Part = keyof Inspection["parts"];

interface MistakesCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Costs the inspector's time, so only where somebody opened it. */
export function MistakesCard(props: MistakesCardProps) {
  return (
    <section class="card heavy" aria-labelledby="mistakes-title">
      <Fold
        store={props.store}
        id="mistakes"
        summary={
          <h2 id="mistakes-title">
            {props.shown.data.regression === null
              ? "Mistakes: which classes, which items"
              : "Residuals: how far off, which items"}
          </h2>
        }
      >
        {() => <Mistakes {...props} />}
      </Fold>
    </section>
  );
}

/** Parts that have items; training items are never missing. */
function partChoices({ data, validationItems }: Shown): Choice<Part>[] {
  return [
    ...(data.testItems > 0 ? [{ value: "test", label: "Test" } as const] : []),
    ...(validationItems > 0 ? [{ value: "validation", label: "Validation" } as const] : []),
    { value: "train", label: "Train" },
  ];
}

function Mistakes({ store, view, shown }: MistakesCardProps) {
  const { memory } = view;
  const choices = partChoices(shown);
  const part = (choices.find(({ value }) => value === memory.mistakesPart) ?? choices[0]).value;
  const visible = visibleRuns(shown.runs, memory);
  const isOneChosen = visible.length > SIDE_BY_SIDE;
  const chosen = visible.find(run => run.summary.id === memory.oneRun) ?? visible[0];
  const runs = isOneChosen ? [chosen] : visible;
  return (
    <>
      <div class="card-tools">
        <Segmented
          name="mistakes-part"
          label="Items"
          choices={choices}
          value={part}
          choose={mistakesPart => store.remember({ mistakesPart })}
        />
        {isOneChosen && (
          <Select
            id="mistakes-run"
            label="Network"
            choices={visible.map(({ summary }) => ({ value: summary.id, label: summary.label }))}
            value={chosen.summary.id}
            choose={oneRun => store.remember({ oneRun })}
          />
        )}
      </div>
      {shown.data.regression === null && (
        <p class="card-text">
          Rows are true classes, columns what the network takes their items for: the number of
          items, and their share of the row. What is right stands in a frame.
        </p>
      )}
      {store.inspectionProblem !== null && (
        <p class="card-text">
          The networks could not be looked at.{" "}
          <button
            id="mistakes-retry"
            type="button"
            class="link"
            onClick={() => store.retryInspection()}
          >
            Try again
          </button>
        </p>
      )}
      <div class={runs.length > 1 ? "mistakes-runs" : ""}>
        {runs.map(run => (
          <RunMistakes
            key={run.summary.id}
            store={store}
            shown={shown}
            run={run}
            part={part}
            theme={view.theme}
          />
        ))}
      </div>
    </>
  );
}

function RunMistakes({
  store,
  shown,
  run,
  part,
  theme,
}: Pick<MistakesCardProps, "store" | "shown"> & {
  readonly run: ShownRun;
  readonly part: Part;
  readonly theme: Theme;
}) {
  const { id, label } = run.summary;
  const inspection = store.inspection(run.index, run.weightsEpoch);
  const isStale = inspection !== undefined && inspection.epoch !== run.weightsEpoch;
  return (
    <section
      class="mistakes-run"
      aria-label={`Mistakes ${label}`}
      aria-busy={inspection === undefined || isStale}
      data-epoch={inspection?.epoch}
    >
      <h3 class="mistakes-name">
        <VariantName id={id} label={label} />
      </h3>
      {inspection === undefined ? (
        <p class="card-text">{store.inspectionProblem === null && "Looking at every item…"}</p>
      ) : shown.data.regression === null ? (
        <PartMistakes
          found={inspection.parts[part]}
          epoch={inspection.epoch}
          shown={shown}
          title={`${label}, ${part} items`}
        />
      ) : (
        <PartResiduals
          store={store}
          found={inspection.parts[part]}
          epoch={inspection.epoch}
          facts={shown.data.regression}
          data={shown.data}
          variant={id}
          theme={theme}
          title={`${label}, ${part} items`}
        />
      )}
    </section>
  );
}

function PartResiduals({
  store,
  found,
  epoch,
  facts,
  data,
  variant,
  theme,
  title,
}: {
  readonly store: PanelStore;
  readonly found: Inspection["parts"]["train"];
  readonly epoch: number;
  readonly facts: RegressionFacts;
  readonly data: DataPreview;
  readonly variant: VariantId;
  readonly theme: Theme;
  readonly title: string;
}) {
  const { items, itemsUsed, loss, worst, pairs } = found;
  // Of the mean loss 1/2 (t - o)^2, in the target's unit.
  const error = Math.sqrt(2 * loss) * scaleUnit(facts.scaling);
  const shownItems = pairs.length / 2;
  if (shownItems === 0) return null;
  return (
    <>
      <p class="mistakes-sum">
        Epoch {formatCount(epoch)}: typical error {formatNumber(error)}, mean loss{" "}
        {formatError(loss)}.
        {itemsUsed < items &&
          ` Looked at ${formatCount(itemsUsed)} of ${formatCount(items)} items, evenly spread.`}
        {shownItems < itemsUsed && ` Drawn: ${formatCount(shownItems)} of them.`}
      </p>
      <ResidualPlot
        store={store}
        content={{ pairs, facts, variant, about: title, epoch }}
        theme={theme}
      />
      <h4 class="mistakes-subtitle">Items with the largest loss</h4>
      <WorstItems worst={worst} data={data} title={`Items with the largest loss, ${title}`} />
    </>
  );
}

function PartMistakes({
  found,
  epoch,
  shown,
  title,
}: {
  readonly found: Inspection["parts"]["train"];
  readonly epoch: number;
  readonly shown: Shown;
  readonly title: string;
}) {
  const { items, itemsUsed, loss, worst } = found;
  const { classNames } = shown.data;
  const confusion = { classes: classNames.length, counts: found.confusion };
  if (found.confusion.length !== classNames.length ** 2) return null;
  const correct = classScores(confusion).reduce((sum, score) => sum + score.correct, 0);
  return (
    <>
      <p class="mistakes-sum">
        Epoch {formatCount(epoch)}: {formatScore(correct, itemsUsed)} right, mean loss{" "}
        {formatError(loss)}.
        {itemsUsed < items &&
          ` Looked at ${formatCount(itemsUsed)} of ${formatCount(items)} items, evenly spread.`}
      </p>
      <ConfusionTable confusion={confusion} classNames={classNames} title={`Confusion, ${title}`} />
      <h4 class="mistakes-subtitle">Items with the largest loss</h4>
      <WorstItems worst={worst} data={shown.data} title={`Items with the largest loss, ${title}`} />
    </>
  );
}
