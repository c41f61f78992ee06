/** A line chart over epochs, with a cursor that can be dragged and a card of values. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { VariantName } from "../swatch.tsx";
import type { PanelStore } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import type { Theme } from "../theme.ts";
import { formatCount } from "../format.ts";
import { ChartView, type ScaleKind } from "./chartView.ts";
import type { ChartSpec, SeriesContext } from "./index.ts";
import { contextOf, describeLines, type Line, lineValue, linesOf } from "./lines.ts";

export interface LineChartProps {
  readonly store: PanelStore;
  readonly shown: Shown;
  readonly spec: ChartSpec;
  readonly scale: ScaleKind;
  readonly layer: number | null;
  readonly theme: Theme;
  readonly isSmall: boolean;
}

interface Hover {
  readonly epoch: number;
  /** Position in the chart, in pixels. */
  readonly x: number;
  readonly isRight: boolean;
}

export function LineChart({ store, shown, spec, scale, layer, theme, isSmall }: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const view = useRef<ChartView | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const recordings = shown.runs.map(run => run.recording);
  const { trainItems, testItems } = shown.data;
  const context = useMemo(() => contextOf(shown, layer), [trainItems, testItems, layer]);
  const lines = useMemo(() => linesOf(spec, shown.runs), [spec, ...recordings]);

  useEffect(() => {
    if (canvas.current === null || overlay.current === null) return;
    const content = { spec, lines, context, scale, theme, isSmall };
    if (view.current === null) {
      view.current = new ChartView(canvas.current, overlay.current, content);
    } else {
      view.current.setContent(content);
    }
    view.current.update(shown.axisEnd);
  }, [spec, lines, context, scale, theme, isSmall]);
  useEffect(() => view.current?.update(shown.axisEnd), [shown.revision, shown.axisEnd]);
  useEffect(() => view.current?.setCursor(shown.epoch, hover?.epoch ?? null));
  useEffect(
    () => () => {
      view.current?.destroy();
      view.current = null;
    },
    [],
  );

  const hoverAt = (event: PointerEvent & { readonly currentTarget: HTMLElement }): Hover | null => {
    if (view.current === null) return null;
    const box = event.currentTarget.getBoundingClientRect();
    const epoch = Math.min(shown.lastEpoch, view.current.epochAt(event.clientX - box.left));
    const x = view.current.pixelOf(epoch);
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
        aria-label={describeLines(spec, lines, context, shown.epoch)}
      />
      <canvas ref={overlay} class="overlay" aria-hidden="true" />
      {hover && <HoverCard hover={hover} spec={spec} lines={lines} context={context} />}
    </div>
  );
}

function HoverCard({
  hover,
  spec,
  lines,
  context,
}: {
  readonly hover: Hover;
  readonly spec: ChartSpec;
  readonly lines: readonly Line[];
  readonly context: SeriesContext;
}) {
  const side = hover.isRight
    ? { right: `calc(100% - ${hover.x - 12}px)` }
    : { left: `${hover.x + 12}px` };
  return (
    <div class="hover-card" style={side} aria-hidden="true">
      <p class="hover-title">Epoch {formatCount(hover.epoch)}</p>
      {lines.map(line => {
        const value = lineValue(line, hover.epoch, context);
        return (
          <p class="hover-row" key={`${line.variant} ${line.series.label}`}>
            <VariantName id={line.variant} label={`${line.variantLabel}, ${line.series.label}`} />
            <span class="number">{value === undefined ? "" : spec.format(value)}</span>
          </p>
        );
      })}
    </div>
  );
}
