/** A line chart over epochs: its cursor can be dragged, its axis zoomed, and a card has its values. */
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useDrawing } from "../onScreen.ts";
import { VariantName } from "../swatch.tsx";
import type { PanelStore } from "../panelStore.ts";
import { lastRecordedEpoch, type ShownRun } from "../shown.ts";
import { formatCount } from "../format.ts";
import { type ChartContent, type ChartLook, ChartView } from "./chartView.ts";
import type { ChartProps } from "./chartProps.ts";
import { epochZoom, type EpochZoom, PAN_STEP, ZOOM_STEP } from "./epochZoom.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";
import {
  contextOf,
  describeLines,
  type EpochRows,
  type Line,
  lineValue,
  linesOf,
} from "./lines.ts";
import { marksBest, runsOf, selectSeries } from "./selection.ts";

interface Hover {
  readonly epoch: number;
  /** Position in the chart, in pixels. */
  readonly x: number;
  readonly isRight: boolean;
}

/** The lines to draw, the same array while nothing about them differs. */
function useLines(props: ChartProps): { spec: ChartSpec; lines: readonly Line[] } {
  const { store, shown, view } = props;
  const spec = selectSeries(props.spec, shown, view.memory);
  const inspections = ({ index }: ShownRun) => store.inspectionSeries(index);
  const lines = linesOf(spec, runsOf(spec, shown.runs, view.memory), inspections);
  const key = lines.map(line => `${line.variant} ${line.variantLabel} ${line.series.label}`).join();
  const sources = useRef<readonly EpochRows[]>([]);
  const next = lines.map(line => line.recording);
  const isSame =
    next.length === sources.current.length && next.every((rows, i) => rows === sources.current[i]);
  if (!isSame) sources.current = next;
  return useMemo(() => ({ spec, lines }), [props.spec, key, sources.current]);
}

export function LineChart(props: ChartProps) {
  const { store, view, shown, layer, isSmall } = props;
  const { theme } = view;
  const { epochScale, zoom, smoothing } = view.memory;
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartView | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const { trainItems, testItems } = shown.data;
  const context = useMemo(
    () => contextOf(shown, layer),
    [trainItems, shown.validationItems, testItems, layer],
  );
  const { spec, lines } = useLines(props);
  const look: ChartLook = { epochScale, valueScale: props.scale, zoom, smoothing };
  const bests = marksBest(spec, shown) ? runsOf(spec, shown.runs, view.memory) : [];
  const content = useMemo(
    () => ({ spec, lines, context, theme, isSmall }),
    [spec, lines, context, theme, isSmall],
  );
  const drawnContent = useRef<ChartContent | null>(null);

  useDrawing(plot, () => {
    if (canvas.current === null || overlay.current === null) return;
    chart.current ??= new ChartView(canvas.current, overlay.current, content, look, shown.axisEnd);
    if (drawnContent.current !== content) chart.current.setContent(content);
    drawnContent.current = content;
    chart.current.update(look, shown.axisEnd);
  }, [content, shown.revision, shown.axisEnd, epochScale, props.scale, zoom, smoothing]);
  // By keyboard the shown epoch is what is pointed at.
  const hover = pointed ?? (hasFocus ? shown.epoch : null);
  useDrawing(overlay, () =>
    chart.current?.setMarks({
      cursor: shown.epoch,
      hover,
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
  const { zoomBy, panBy, showAll } = epochZoom(store, view, shown);
  useZoomWheel(plot, (event, box) => {
    const view = chart.current;
    if (view === null) return;
    if (event.ctrlKey || event.metaKey) {
      zoomBy(Math.exp(-0.002 * wheelPixels(event)), view.epochAt(event.clientX - box.left));
    } else if (event.shiftKey && zoom !== null) {
      const { left, right } = view.plot;
      panBy(wheelPixels(event) / (right - left));
    } else return;
    event.preventDefault();
  });

  const epochUnder = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    if (chart.current === null) return null;
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(shown.lastEpoch, chart.current.epochAt(event.clientX - box.left));
  };
  const panned = useRef<number | null>(null);

  return (
    <div
      ref={plot}
      id={`plot-${props.spec.id}`}
      class={isSmall ? "plot small" : "plot"}
      role="slider"
      tabIndex={0}
      aria-label={`Epoch in the chart: ${spec.title}`}
      aria-valuemin={0}
      aria-valuemax={shown.lastEpoch}
      aria-valuenow={shown.epoch}
      aria-valuetext={describeLines(spec, lines, context, shown.epoch)}
      aria-keyshortcuts="Plus Minus 0 Shift+ArrowLeft Shift+ArrowRight"
      onPointerDown={event => {
        const epoch = epochUnder(event);
        if (epoch === null) return;
        if (event.button === 1 || (event.button === 0 && event.shiftKey)) {
          panned.current = event.clientX;
          event.preventDefault();
        } else if (event.button === 0) store.seek(epoch);
        else return;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={event => {
        const view = chart.current;
        if (panned.current !== null && view !== null) {
          const { left, right } = view.plot;
          panBy((panned.current - event.clientX) / (right - left));
          panned.current = event.clientX;
          return;
        }
        const epoch = epochUnder(event);
        setPointed(epoch);
        if (epoch !== null && event.buttons === 1) store.seek(epoch);
      }}
      onPointerUp={() => (panned.current = null)}
      onPointerCancel={() => (panned.current = null)}
      onPointerLeave={() => setPointed(null)}
      onDblClick={showAll}
      // A click has its card under the pointer already.
      onFocus={event => setHasFocus(event.currentTarget.matches(":focus-visible"))}
      onBlur={() => setHasFocus(false)}
      onKeyDown={event => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const act = epochKeyAction(event, store, { zoomBy, panBy, showAll });
        if (act === undefined) return;
        event.preventDefault();
        setHasFocus(true);
        act();
      }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={describeLines(spec, lines, context, shown.epoch, shown.changes)}
      />
      <canvas ref={overlay} class="overlay" aria-hidden="true" />
      {smoothing > 0 && (
        <p class="plot-note">
          smoothed: mean of {smoothing} epochs{isSmall ? "" : "; faint: as recorded"}
        </p>
      )}
      {hover !== null && (
        <HoverCard
          hover={hoverAt(chart.current, hover)}
          spec={spec}
          runs={runsOf(spec, shown.runs, view.memory)}
          lines={lines}
          context={context}
        />
      )}
    </div>
  );
}

/** What a key does in a chart over epochs; undefined for keys that do nothing. */
export function epochKeyAction(
  { key, shiftKey }: KeyboardEvent,
  store: PanelStore,
  { zoomBy, panBy, showAll }: Omit<EpochZoom, "range">,
): (() => void) | undefined {
  const { view } = store;
  const actions: Readonly<Record<string, () => void>> = {
    "+": () => zoomBy(ZOOM_STEP, store.shownEpoch()),
    "=": () => zoomBy(ZOOM_STEP, store.shownEpoch()),
    "-": () => zoomBy(1 / ZOOM_STEP, store.shownEpoch()),
    "0": showAll,
    ArrowLeft: () => (shiftKey ? panBy(-PAN_STEP) : store.seekBy(-1)),
    ArrowRight: () => (shiftKey ? panBy(PAN_STEP) : store.seekBy(1)),
    Home: () => store.seek(0),
    End: () => store.seek(lastRecordedEpoch(view.state)),
  };
  return Object.hasOwn(actions, key) ? actions[key] : undefined;
}

/** Where the card of an epoch stands: beside it, and where there is more room. */
function hoverAt(chart: ChartView | null, epoch: number): Hover {
  if (chart === null) return { epoch, x: 0, isRight: false };
  const { left, right } = chart.plot;
  const x = Math.max(left, Math.min(right, chart.pixelOf(epoch)));
  return { epoch, x, isRight: x > (left + right) / 2 };
}

/** Pixels a wheel was turned by, down or right. */
function wheelPixels({ deltaX, deltaY, deltaMode }: WheelEvent): number {
  const delta = deltaY === 0 ? deltaX : deltaY;
  return deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 * delta : delta;
}

/** Listens to the wheel so that the page can be kept from scrolling, which onWheel cannot. */
function useZoomWheel(
  element: RefObject<HTMLElement | null>,
  turned: (event: WheelEvent, box: DOMRect) => void,
): void {
  const latest = useRef(turned);
  latest.current = turned;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const listen = (event: WheelEvent) => latest.current(event, target.getBoundingClientRect());
    target.addEventListener("wheel", listen, { passive: false });
    return () => target.removeEventListener("wheel", listen);
  }, []);
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
