/** The whole panel: toolbar, settings beside, content below each other. */
import { useMemo, useRef } from "preact/hooks";
import type { PlaygroundState } from "../src/protocol/messages.ts";
import { BordersPart, hasBorders } from "./bordersPart.tsx";
import { RunControls } from "./controls/runControls.tsx";
import { Settings, settingsDigest } from "./controls/settings.tsx";
import { Transport } from "./controls/transport.tsx";
import { Deferred } from "./deferred.tsx";
import { ErrorBoundary } from "./errorBoundary.tsx";
import { Fold } from "./fold.tsx";
import { LowerCard } from "./lowerCard.tsx";
import type { PanelStore, PanelView } from "./panelStore.ts";
import { playbackEpoch } from "./playback.ts";
import { EmptyState } from "./sections/emptyState.tsx";
import { ErrorCard } from "./sections/errorCard.tsx";
import { FindingCard } from "./sections/findingCard.tsx";
import { Masthead } from "./sections/masthead.tsx";
import { FailureStrip, PanelErrorStrip } from "./sections/strips.tsx";
import { WeightsCard } from "./sections/weightsCard.tsx";
import { lastRecordedEpoch, show, type Shown } from "./shown.ts";

interface AppProps {
  readonly store: PanelStore;
  readonly view: PanelView;
}

export function App({ store, view }: AppProps) {
  const { state, playback } = view;
  const epoch = playbackEpoch(playback, lastRecordedEpoch(state));
  const slow = store.slowUpdates();
  const shown = useMemo(() => show(state, epoch, slow), [state, epoch, slow]);
  const settled = useSettled(shown?.playground);
  const digest = useMemo(() => settled && settingsDigest(settled), [settled]);
  const content = useContent(shown);
  if (shown === undefined || content === undefined) {
    return (
      <main class="panel" aria-busy="true" data-status="loading">
        <Masthead store={store} />
      </main>
    );
  }
  const { playground } = shown;
  const hasExperiment = playground.experiment !== null;
  return (
    <main class="panel" data-status={playground.status} data-epoch={shown.epoch}>
      {view.error !== "" && <PanelErrorStrip store={store} error={view.error} />}
      <Masthead store={store} playground={playground} />
      <div class="toolbar">
        <RunControls store={store} playground={playground} />
        {hasExperiment && <Transport store={store} view={view} shown={shown} />}
      </div>
      {view.inside !== null && (
        <Deferred store={store} what="the update" placeholder={null}>
          {({ InsideNote }) => <InsideNote store={store} view={view} shown={shown} />}
        </Deferred>
      )}
      {playground.failure && <FailureStrip store={store} failure={playground.failure} />}
      <div class="layout">
        <aside class="sidebar" aria-label="Settings">
          <Fold
            store={store}
            id={view.isWide ? "settings-beside" : "settings-above"}
            summary={
              <>
                <h2>Settings</h2>
                <span class="settings-digest">{digest}</span>
              </>
            }
          >
            {() => <SteadySettings {...{ store, view, shown, settled }} />}
          </Fold>
        </aside>
        <ErrorBoundary report={error => store.reportError(error)}>
          <Content store={store} view={view} shown={content} isPast={content !== shown} />
        </ErrorBoundary>
      </div>
      <div id="notes" />
    </main>
  );
}

/** The settings, drawn anew when something changed that they show: not for every epoch. */
function SteadySettings({
  store,
  view,
  shown,
  settled,
}: AppProps & { readonly shown: Shown; readonly settled: PlaygroundState | undefined }) {
  return useMemo(
    () => <Settings store={store} view={view} shown={shown} />,
    [settled, shown.data, view.state.rejections, view.memory.open, view.isWide],
  );
}

/**
 * The playground, the same object as long as nothing of it has changed but how far its runs are: every
 * message of a training brings a new one.
 */
function useSettled(playground: PlaygroundState | undefined): PlaygroundState | undefined {
  const kept = useRef({ key: "", playground });
  const key = JSON.stringify(
    playground && { ...playground, runs: playground.runs.map(({ config }) => config) },
  );
  if (kept.current.key !== key) kept.current = { key, playground };
  return kept.current.playground;
}

/**
 * What the content shows: the experiment, or as long as training has begun and nothing is recorded
 * yet, what was there before. Without it the page would lose its cards at each start, with the
 * reader's place among them, and make them anew a moment later.
 */
function useContent(shown: Shown | undefined): Shown | undefined {
  const last = useRef<Shown>(undefined);
  const isStarting = shown?.runs.length === 0 && shown.playground.status === "training";
  const content = isStarting && last.current !== undefined ? last.current : shown;
  last.current = content !== undefined && content.runs.length > 0 ? content : undefined;
  return content;
}

interface ContentProps extends AppProps {
  readonly shown: Shown;
  /** A training has begun that has nothing to show yet: this is what was there before. */
  readonly isPast: boolean;
}

function Content({ store, view, shown, isPast }: ContentProps) {
  const hasRuns = shown.runs.length > 0;
  const { experiment } = shown.playground;
  return (
    <div class={isPast ? "content past" : "content"} aria-busy={isPast || undefined}>
      {experiment === null ? <EmptyState store={store} /> : <FindingCard shown={shown} />}
      {hasRuns && (
        <Deferred store={store} what="warnings" placeholder={null} fallback={null}>
          {({ HealthNote }) => <HealthNote store={store} shown={shown} />}
        </Deferred>
      )}
      {hasBorders(shown) && (
        <ErrorBoundary report={error => store.reportError(error)}>
          <BordersPart store={store} view={view} shown={shown} />
        </ErrorBoundary>
      )}
      {hasRuns && (
        <>
          <ErrorCard store={store} view={view} shown={shown} />
          <WeightsCard store={store} view={view} shown={shown} />
          <LowerCard store={store} runs={shown.runs} what="the verdict">
            {({ VerdictCard }) => <VerdictCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} runs={shown.runs} what="what pulls at the weights">
            {({ ForcesCard }) => <ForcesCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} runs={shown.runs} what="every weight">
            {({ MatricesCard }) => <MatricesCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} runs={shown.runs} what="the drawing of the network">
            {({ NetworkCard }) => <NetworkCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} runs={shown.runs} what="the equations">
            {({ EquationsCard }) => <EquationsCard store={store} view={view} shown={shown} />}
          </LowerCard>
          {shown.data.inputNames.length > 2 && shown.data.regression === null && (
            <LowerCard store={store} runs={shown.runs} what="slices through the inputs">
              {({ ManyInputsCard }) => <ManyInputsCard store={store} view={view} shown={shown} />}
            </LowerCard>
          )}
          <LowerCard store={store} runs={shown.runs} what="the results">
            {({ ResultsCard }) => <ResultsCard store={store} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} runs={shown.runs} what="the mistakes">
            {({ MistakesCard }) => <MistakesCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} runs={shown.runs} what="lambda in other tools">
            {({ LambdaCard }) => <LambdaCard store={store} shown={shown} />}
          </LowerCard>
        </>
      )}
      {experiment !== null && (
        <LowerCard store={store} what="Figure 1">
          {({ Figure1Card }) => <Figure1Card store={store} shown={shown} />}
        </LowerCard>
      )}
      <LowerCard store={store} what="the items">
        {({ DataCard }) => <DataCard store={store} data={shown.data} />}
      </LowerCard>
    </div>
  );
}
