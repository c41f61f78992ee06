/** Warns of networks that have stopped learning, once training rests: see health.ts. */
import { healthProblems } from "./health.ts";
import { Icon } from "./icon.tsx";
import type { PanelStore } from "./panelStore.ts";
import type { Shown } from "./shown.ts";

/** With more problems than this the rest is counted. */
const TOLD = 3;

export function HealthNote({
  store,
  shown,
}: {
  readonly store: PanelStore;
  readonly shown: Shown;
}) {
  // While epochs fly by nobody reads about one of them, and the machine has better things to do.
  if (shown.playground.status === "training") return null;
  const problems = shown.runs.flatMap(run => {
    const inspection = store.inspection(run.index, run.weightsEpoch);
    return inspection?.epoch === run.weightsEpoch ? healthProblems(run, inspection.training) : [];
  });
  if (problems.length === 0) return null;
  return (
    <div class="strip warning health" id="health" role="status">
      <Icon name="warning" />
      <div class="strip-text">
        {problems.slice(0, TOLD).map(problem => (
          <p key={problem}>{problem}</p>
        ))}
        {problems.length > TOLD && <p>And {problems.length - TOLD} more like these.</p>}
      </div>
    </div>
  );
}
