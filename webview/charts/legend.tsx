/** The legend of a chart, which also reads it and switches its lines: values at the shown epoch. */
import { formatCount } from "../format.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { VariantName } from "../swatch.tsx";
import type { Shown, ShownRun } from "../shown.ts";
import type { ChartSpec, LineKind, SeriesContext } from "./index.ts";
import { describeMarks, lineOf, lineValue } from "./lines.ts";
import {
  isHidden,
  isSeriesShown,
  marksBest,
  offeredSeries,
  runsOf,
  selectSeries,
  toggleRun,
} from "./selection.ts";

interface LegendProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly spec: ChartSpec;
  readonly context: SeriesContext;
}

function Dash({ kind }: { readonly kind: LineKind }) {
  return (
    <svg class={`dash ${kind}`} viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="24" y2="4" />
    </svg>
  );
}

/** Switches the lines about some items on and off, in all charts that have them. */
function SeriesToggles({ store, view, shown, spec }: Omit<LegendProps, "context">) {
  const offered = offeredSeries(spec, shown);
  if (offered.length < 2) return null;
  const { memory } = view;
  const drawn = offered.filter(id => isSeriesShown(id, shown, memory));
  return (
    <div class="series-toggles" role="group" aria-label={`Lines of the chart: ${spec.title}`}>
      {offered.map(id => {
        const isOn = drawn.includes(id);
        const kind = spec.series.find(series => series.id === id)?.kind ?? "solid";
        return (
          <button
            key={id}
            id={`series-${id}`}
            type="button"
            class="toggle"
            aria-pressed={isOn}
            // A chart without a line says nothing: the last one stays.
            disabled={isOn && drawn.length === 1}
            title={`${isOn ? "Hide" : "Show"} the lines: ${id}`}
            onClick={() => store.remember({ series: { ...memory.series, [id]: !isOn } })}
          >
            <Dash kind={kind} />
            {id}
          </button>
        );
      })}
    </div>
  );
}

/** The name of a run, which switches what is drawn of it. */
export function RunToggle({
  store,
  view,
  shown,
  run,
  place,
  isDashed = false,
}: Pick<LegendProps, "store" | "view" | "shown"> & {
  readonly run: ShownRun;
  /** Where the name stands; unique on the page. */
  readonly place: string;
  readonly isDashed?: boolean;
}) {
  const { id, label } = run.summary;
  if (shown.runs.length < 2) return <VariantName id={id} label={label} isDashed={isDashed} />;
  const isOff = isHidden(run, view.memory);
  return (
    <button
      id={`toggle-${place}-${id}`}
      type="button"
      class="run-toggle"
      aria-pressed={!isOff}
      title={`${isOff ? "Show" : "Hide"} the network ${label} in charts and maps`}
      onClick={() => store.remember({ hidden: toggleRun(run, shown.runs, view.memory) })}
    >
      <VariantName id={id} label={label} isDashed={isDashed} />
    </button>
  );
}

export function Legend(props: LegendProps) {
  const { store, view, shown, context } = props;
  const spec = selectSeries(props.spec, shown, view.memory);
  const hasBest = marksBest(spec, shown);
  // A single series needs no heading of its own: the title has said what it is.
  const isSingle = props.spec.series.length === 1;
  const rows = spec.isOfOneRun ? runsOf(spec, shown.runs, view.memory) : shown.runs;
  return (
    <>
      <SeriesToggles {...props} />
      <div class="legend-scroll">
        <table class="legend">
          <caption class="visually-hidden">
            {spec.title} at epoch {shown.epoch}
          </caption>
          <thead class={isSingle ? "visually-hidden" : ""}>
            <tr>
              <td />
              {spec.series.map(series => (
                <th key={series.label} scope="col">
                  <Dash kind={series.kind} /> {series.label}
                </th>
              ))}
              {hasBest && <th scope="col">best epoch</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(run => (
              <tr
                key={run.summary.id}
                class={!spec.isOfOneRun && isHidden(run, view.memory) ? "is-hidden" : ""}
              >
                <th scope="row">
                  {spec.isOfOneRun ? (
                    <VariantName id={run.summary.id} label={run.summary.label} />
                  ) : (
                    <RunToggle
                      {...{ store, view, shown, run }}
                      place={spec.id}
                      isDashed={isSingle}
                    />
                  )}
                </th>
                {spec.series.map(series => {
                  const applies = series.appliesTo?.(run) ?? true;
                  const line = lineOf(series, run, ({ index }) => store.inspectionSeries(index));
                  const value = lineValue(line, shown.epoch, context);
                  return (
                    <td key={series.label} class="number">
                      {applies && value !== undefined ? spec.format(value) : "–"}
                    </td>
                  );
                })}
                {hasBest && (
                  <td class="number best">
                    {run.best === null ? "–" : formatCount(run.best.epoch)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isSingle && shown.changes.length > 0 && (
        <p class="change-list">{describeMarks(shown.changes)}</p>
      )}
    </>
  );
}
