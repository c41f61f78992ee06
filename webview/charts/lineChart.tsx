/** A line chart over epochs, with a cursor that can be dragged and a card of values. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { VariantName } from "../swatch.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { formatCount } from "../format.ts";
import { ChartView, type ScaleKind } from "./chartView.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";
import { contextOf, describeLines, type Line, lineValue, linesOf } from "./lines.ts";
import { marksBest, selectSeries, visibleRuns } from "./selection.ts";

export interface LineChartProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly spec: ChartSpec;
  readonly scale: ScaleKind;
  readonly layer: number | null;
  readonly isSmall: boolean;
}

interface Hover {
  readonly epoch: number;
  /** Position in the chart, in pixels. */
  readonly x: number;
  readonly isRight: boolean;
}

/** The lines to draw, the same array while nothing about them differs. */
function useLines(props: LineChartProps): { spec: ChartSpec; lines: readonly Line[] } {
  const { shown, view } = props;
  const spec = selectSeries(props.spec, shown, view.memory);
  const lines = linesOf(spec, visibleRuns(shown.runs, view.memory));
  const key = lines.map(line => `${line.variant} ${line.series.label}`).join();
  const recordings = shown.runs.map(run => run.recording);
  return useMemo(() => ({ spec, lines }), [props.spec, key, ...recordings]);
}

export function LineChart(props: LineChartProps) {
  const { store, view, shown, scale, layer, isSmall } = props;
  const { theme } = view;
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartView | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const { trainItems, testItems } = shown.data;
  const context = useMemo(
    () => contextOf(shown, layer),
    [trainItems, shown.validationItems, testItems, layer],
  );
  const { spec, lines } = useLines(props);
  const bests = marksBest(spec, shown) ? visibleRuns(shown.runs, view.memory) : [];

  useEffect(() => {
    if (canvas.current === null || overlay.current === null) return;
    const content = { spec, lines, context, scale, theme, isSmall };
    if (chart.current === null) {
      chart.current = new ChartView(canvas.current, overlay.current, content);
    } else {
      chart.current.setContent(content);
    }
    chart.current.update(shown.axisEnd);
  }, [spec, lines, context, scale, theme, isSmall]);
  useEffect(() => chart.current?.update(shown.axisEnd), [shown.revision, shown.axisEnd]);
  useEffect(() =>
    chart.current?.setMarks({
      cursor: shown.epoch,
      hover: hover?.epoch ?? null,
      changes: shown.changes,
      bests: bests.flatMap(({ summary, best }) =>
        best === null ? [] : [{ variant: summary.id, epoch: best.epoch }],
      ),
    }),
  );
  useEffect(
    () => () => {
      chart.current?.destroy();
      chart.current = null;
    },
    [],
  );

  const hoverAt = (event: PointerEvent & { readonly currentTarget: HTMLElement }): Hover | null => {
    if (chart.current === null) return null;
    const box = event.currentTarget.getBoundingClientRect();
    const epoch = Math.min(shown.lastEpoch, chart.current.epochAt(event.clientX - box.left));
    const x = chart.current.pixelOf(epoch);
    return { epoch, x, isRight: x > box.width / 2 };
  };

  return (
    <div
      class={isSmall ? "plot small" : "plot"}
      onPointerDown={event => {
        const at = hoverAt(event);
        if (at === null || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        store.seek(at.epoch);
      }}
      onPointerMove={event => {
        const at = hoverAt(event);
        setHover(at);
        if (at !== null && event.buttons === 1) store.seek(at.epoch);
      }}
      onPointerLeave={() => setHover(null)}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={describeLines(spec, lines, context, shown.epoch, shown.changes)}
      />
      <canvas ref={overlay} class="overlay" aria-hidden="true" />
      {hover && (
        <HoverCard
          hover={hover}
          spec={spec}
          runs={visibleRuns(shown.runs, view.memory)}
          lines={lines}
          context={context}
        />
      )}
    </div>
  );
}

/** Every value at the epoch that is pointed at: a row for each network. */
function HoverCard({
  hover,
  spec,
  runs,
  lines,
  context,
}: {
  readonly hover: Hover;
  readonly spec: ChartSpec;
  readonly runs: readonly ShownRun[];
  readonly lines: readonly Line[];
  readonly context: SeriesContext;
}) {
  const side = hover.isRight
    ? { right: `calc(100% - ${hover.x - 12}px)` }
    : { left: `${hover.x + 12}px` };
  const isSingle = spec.series.length === 1;
  return (
    <table class="hover-card" style={side} aria-hidden="true">
      <thead>
        <tr>
          <th class="hover-title">Epoch {formatCount(hover.epoch)}</th>
          {spec.series.map(series => (
            <th key={series.label}>{isSingle ? "" : series.label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map(({ summary }) => (
          <tr class="hover-row" key={summary.id}>
            <td>
              <VariantName id={summary.id} label={summary.label} />
            </td>
            {spec.series.map(series => {
              const line = lines.find(
                other => other.variant === summary.id && other.series === series,
              );
              const value = line && lineValue(line, hover.epoch, context);
              return (
                <td key={series.label} class="number">
                  {value === undefined ? "–" : spec.format(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
