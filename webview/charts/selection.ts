/** Which lines of a chart are drawn: by what the reader chose, else by what can be read. No DOM. */
import type { PanelMemory } from "../memory.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { type ChartSpec, type SeriesId, seriesIds } from "./index.ts";

/** With more networks than this a chart begins with one line for each. */
const FEW_RUNS = 4;

type Choices = Pick<PanelMemory, "series" | "hidden">;

/** Whether a network stops early, by what it is told. */
function stopsEarly(run: ShownRun): boolean {
  return run.summary.config.patience > 0;
}

/** Kinds of lines that a chart can draw; a chart of one kind leaves no choice. */
export function offeredSeries(spec: ChartSpec, shown: Shown): SeriesId[] {
  const ids = [...new Set(spec.series.map(series => series.id))];
  return ids.filter(id => id !== "validation" || shown.validationItems > 0);
}

/** Whether the lines about some items are drawn. */
export function isSeriesShown(id: SeriesId, shown: Shown, { series }: Choices): boolean {
  const chosen = series[id];
  if (chosen !== undefined) return chosen;
  if (shown.runs.length > FEW_RUNS) return seriesIds[id];
  return id !== "validation" || shown.runs.some(stopsEarly);
}

/** The chart with only those of its series that are drawn. */
export function selectSeries(spec: ChartSpec, shown: Shown, choices: Choices): ChartSpec {
  const offered = offeredSeries(spec, shown);
  const isDrawn = (id: SeriesId) =>
    offered.includes(id) && (offered.length === 1 || isSeriesShown(id, shown, choices));
  return { ...spec, series: spec.series.filter(({ id }) => isDrawn(id)) };
}

export function isHidden(run: ShownRun, { hidden }: Choices): boolean {
  return hidden.includes(run.summary.id);
}

/** The runs whose lines are drawn; all of them rather than none. */
export function visibleRuns(runs: readonly ShownRun[], choices: Choices): readonly ShownRun[] {
  const visible = runs.filter(run => !isHidden(run, choices));
  return visible.length > 0 ? visible : runs;
}

/** The runs whose lines a chart draws: where it shows one at a time, the one that was chosen. */
export function runsOf(
  spec: ChartSpec,
  runs: readonly ShownRun[],
  memory: Choices & Pick<PanelMemory, "oneRun">,
): readonly ShownRun[] {
  const visible = visibleRuns(runs, memory);
  if (!spec.isOfOneRun) return visible;
  const chosen = runs.find(run => run.summary.id === memory.oneRun);
  const penalized = visible.find(({ summary: { config } }) => config.l1 > 0 || config.l2 > 0);
  return [chosen ?? penalized ?? visible[0]];
}

/** The hidden variants after the lines of one were switched. */
export function toggleRun(run: ShownRun, runs: readonly ShownRun[], choices: Choices): string[] {
  const { id } = run.summary;
  const { hidden } = choices;
  const next = hidden.includes(id) ? hidden.filter(other => other !== id) : [...hidden, id];
  // The last one that is visible cannot go: all come back.
  return runs.every(other => next.includes(other.summary.id)) ? [] : next;
}

/** Whether the best epochs are marked: where they say when training stops, or lines show them. */
export function marksBest(spec: ChartSpec, shown: Shown): boolean {
  return (
    spec.series.some(({ id }) => id === "validation") ||
    (shown.runs.some(stopsEarly) && spec.series.some(({ id }) => id === "test"))
  );
}
