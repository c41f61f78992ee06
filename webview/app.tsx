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
  const lastTrained = useRef<Shown>(undefined);
  if (shown === undefined) return <main class="panel" aria-busy="true" data-status="loading" />;
  const { playground } = shown;
  const steady = isStartingAnew(shown, lastTrained.current) ? lastTrained.current : undefined;
  if (shown.runs.length > 0) lastTrained.current = shown;
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
          <Content store={store} view={view} shown={steady ?? shown} />
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
 * Whether training on other points of two inputs has begun and nothing is recorded yet. Until then
 * the page goes on showing what was there: it would jump at each point that is moved.
 */
function isStartingAnew({ runs, playground, data }: Shown, before: Shown | undefined): boolean {
  return (
    runs.length === 0 &&
    playground.plane !== null &&
    playground.status === "training" &&
    before?.playground.preset === playground.preset &&
    before.data.inputNames.length === data.inputNames.length
  );
}

function Content({ store, view, shown }: AppProps & { readonly shown: Shown }) {
  const hasRuns = shown.runs.length > 0;
  const { experiment } = shown.playground;
  return (
    <div class="content">
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
          <LowerCard store={store} what="the verdict">
            {({ VerdictCard }) => <VerdictCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} what="what pulls at the weights">
            {({ ForcesCard }) => <ForcesCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} what="every weight">
            {({ MatricesCard }) => <MatricesCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} what="the drawing of the network">
            {({ NetworkCard }) => <NetworkCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} what="the equations">
            {({ EquationsCard }) => <EquationsCard store={store} view={view} shown={shown} />}
          </LowerCard>
          {shown.data.inputNames.length > 2 && shown.data.regression === null && (
            <LowerCard store={store} what="slices through the inputs">
              {({ ManyInputsCard }) => <ManyInputsCard store={store} view={view} shown={shown} />}
            </LowerCard>
          )}
          <LowerCard store={store} what="the results">
            {({ ResultsCard }) => <ResultsCard store={store} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} what="the mistakes">
            {({ MistakesCard }) => <MistakesCard store={store} view={view} shown={shown} />}
          </LowerCard>
          <LowerCard store={store} what="lambda in other tools">
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
