/** What can be concluded from the experiment: one sentence, and the numbers behind it. */
import { useMemo } from "preact/hooks";
import { type RepeatReport } from "../../src/core/repeats.ts";
import { measures, type Verdict, verdictOf } from "../../src/core/verdict.ts";
import { repeatsText, verdictText } from "../../src/core/verdictText.ts";
import type { RepeatState } from "../../src/protocol/messages.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { Segmented } from "../segmented.tsx";
import type { Shown } from "../shown.ts";
import { DotPlot } from "./dotPlot.tsx";
import { RepeatControls } from "./repeatControls.tsx";
import { singleVerdict } from "./singleVerdict.ts";
import { DifferencesTable, MeansTable, RepeatsTable, SingleTable } from "./verdictTables.tsx";

interface VerdictCardProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Made anew only when something of it changes, not with every frame of a training. */
export function VerdictCard({ store, view, shown }: VerdictCardProps) {
  const { memory, state } = view;
  const { playground } = shown;
  const [first] = playground.runs;
  return useMemo(
    () => <Card store={store} view={view} shown={shown} />,
    [state.repeats, state.snapshots, memory, playground.status, first?.judgement === null],
  );
}

/** Whether there is a complete seed to speak of. */
function isTelling(repeats: RepeatState | null): repeats is RepeatState {
  return repeats !== null && repeats.report.repeats.length > 0;
}

function Card({ store, view, shown }: VerdictCardProps) {
  const { memory, state } = view;
  const { experiment, runs } = shown.playground;
  const { repeats } = state;
  if (experiment === null || runs.length === 0) return null;
  const verdict = isTelling(repeats) ? verdictOf(repeats.report) : undefined;
  const single = singleVerdict(runs);
  const hasEnded = runs[0].judgement !== null;
  const told =
    isTelling(repeats) && verdict !== undefined
      ? verdictText(repeats.report, verdict)
      : { headline: single.headline, further: single.caution === "" ? [] : [single.caution] };
  return (
    <section class="card verdict" aria-labelledby="verdict-title">
      <div class="card-head">
        <h2 id="verdict-title">Verdict</h2>
      </div>
      <p class="headline" id="verdict">
        {told.headline}
      </p>
      {told.further.length > 0 && (
        <ul class="verdict-further">
          {told.further.map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <RepeatControls
        store={store}
        memory={memory}
        repeats={repeats}
        hasFolds={experiment.dataset.kind === "table"}
      />
      <Standing repeats={repeats} epochs={experiment.base.epochs} />
      {isTelling(repeats) && verdict !== undefined && (
        <Numbers store={store} view={view} report={repeats.report} verdict={verdict} />
      )}
      {hasEnded && (
        <Fold store={store} id="verdict-single" summary="The shown networks, item by item">
          {() => (
            <>
              <SingleTable runs={runs} />
              <p class="card-text">
                McNemar’s exact test asks of the items that only one of two networks gets right: are
                they as even as coins would fall? A network that may stop early is judged at its
                best epoch.
              </p>
            </>
          )}
        </Fold>
      )}
    </section>
  );
}

/** How repeats stand; also for those who hear it. */
function Standing({
  repeats,
  epochs,
}: {
  readonly repeats: RepeatState | null;
  readonly epochs: number;
}) {
  return (
    <p class="card-text" id="repeat-status" aria-live="polite">
      {standingText(repeats, epochs)}
    </p>
  );
}

function standingText(repeats: RepeatState | null, epochs: number): string {
  if (repeats === null) {
    return (
      `Repeats train all of this again for up to ${formatCount(epochs)} epochs, each time from other ` +
      "first weights and with another order of items, in threads of their own."
    );
  }
  const { status, failure, isOutdated, report } = repeats;
  const kept = report.repeats.length;
  const complete = kept === 0 ? "nothing was complete" : `${repeatsText(report)} are kept`;
  const outdated = isOutdated
    ? " Settings were changed since: these are repeats of the experiment as it was before."
    : "";
  switch (status) {
    case "running":
      return kept === 0
        ? `Repeats are being trained.${outdated}`
        : `So far; more are being trained.${outdated}`;
    case "finished":
      return outdated.trim();
    case "cancelled":
      return `Cancelled: ${complete}.${outdated}`;
    case "failed":
      return `${failure?.reason ?? ""} ${failure?.advice ?? ""} Of these repeats ${complete}.${outdated}`;
  }
}

function Numbers({
  store,
  view,
  report,
  verdict,
}: {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly report: RepeatReport;
  readonly verdict: Verdict;
}) {
  const { verdictMeasure } = view.memory;
  const measure =
    verdict.measures.find(({ name }) => name === verdictMeasure) ?? verdict.measures[0];
  return (
    <>
      <div class="verdict-tools">
        <Segmented
          name="verdict-measure"
          label="What is shown of the repeats"
          choices={verdict.measures.map(({ name }) => ({
            value: name,
            label: measures[name].label,
          }))}
          value={measure.name}
          choose={name => store.remember({ verdictMeasure: name })}
        />
      </div>
      <DotPlot report={report} measure={measure} />
      <MeansTable report={report} verdict={verdict} />
      {measure.differences.length > 0 && (
        <Fold store={store} id="verdict-differences" summary="Paired differences and tests">
          {() => (
            <>
              <DifferencesTable report={report} measure={measure} />
              <p class="card-text">
                Each difference is taken between networks with the same seed, then averaged, with
                its 95 % interval: over seeds, and over items where items are counted. p is the
                larger of the two{report.variants.length > 2 && ", after Holm’s correction"}.
              </p>
            </>
          )}
        </Fold>
      )}
      <Fold store={store} id="verdict-repeats" summary="Every seed">
        {() => <RepeatsTable report={report} measure={measure} />}
      </Fold>
    </>
  );
}
