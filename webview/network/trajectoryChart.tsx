/** The weights of one network over the epochs, a thin line for each; what is chosen stands out. */
import { useMemo, useRef, useState } from "preact/hooks";
import { layerViews } from "../../src/core/network.ts";
import { visibleRange } from "../charts/epochAxis.ts";
import { epochZoom } from "../charts/epochZoom.ts";
import { prepareCanvas } from "../charts/drawing.ts";
import { epochKeyAction } from "../charts/lineChart.tsx";
import { MoreMenu } from "../charts/moreMenu.tsx";
import { CanvasPen } from "../charts/pen.ts";
import { PictureFiles } from "../charts/pictureFiles.tsx";
import { exactText } from "../figure3/math.tsx";
import { formatCount, formatNumber } from "../format.ts";
import { useCalmDrawing } from "../inputPlane/useCalmDrawing.ts";
import { useDrawing } from "../onScreen.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { LayerSelect } from "../weights/layerSelect.tsx";
import { useWidth } from "../weights/useWidth.ts";
import { layerName, weightRange } from "../weights/weightValues.ts";
import type { WeightPlace } from "./networkLayout.ts";
import {
  largestWeights,
  nearestLine,
  type Trajectories,
  trajectories,
  trajectoryEpochs,
} from "./trajectories.ts";
import {
  drawHighlights,
  drawShownEpoch,
  drawTrajectories,
  epochAt,
  type TrajectoryPlot,
  valueAt,
} from "./trajectoryDrawing.ts";
import { trajectoryCsv, trajectoryPicture } from "./trajectoryPicture.ts";

const HEIGHT = 280;
/** Epochs that lines are drawn through, at most. */
const MOST_EPOCHS = 320;
/** A line is pointed at from so far away, in pixels. */
const REACH = 9;

interface TrajectoryChartProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly run: ShownRun;
  /** The weight that the equations are about. */
  readonly chosen: WeightPlace;
  /** Weights that stand out: those of a unit that is pointed at. */
  readonly highlighted: readonly WeightPlace[];
  readonly nameOf: (place: WeightPlace) => string;
}

export function TrajectoryChart(props: TrajectoryChartProps) {
  const { store, view, shown, run, chosen, nameOf } = props;
  const { theme, memory } = view;
  const { recording, summary, layers, weightsEpoch } = run;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Trajectories>({ epochs: [], values: [] });
  const [pointed, setPointed] = useState<WeightPlace | null>(null);
  const layer = memory.layer !== null && memory.layer < layers.length ? memory.layer : null;
  const { places, total } = useNewestLargest(run, layer);
  const valueRange = useMemo(() => weightRange(shown.runs, layer), [shown, layer]);
  const range = visibleRange(memory.zoom, shown.axisEnd);
  const plot: TrajectoryPlot = {
    box: { left: 0, right: width, top: 0, bottom: HEIGHT },
    range,
    kind: memory.epochScale,
    valueRange,
  };
  const isOfLayer = (place: WeightPlace) => layer === null || place.layer === layer;
  const strong = pointed ?? (isOfLayer(chosen) ? chosen : null);
  const highlighted = [...props.highlighted.filter(isOfLayer), ...(strong ? [strong] : [])];
  const penOn = (target: HTMLCanvasElement) =>
    new CanvasPen(prepareCanvas(target, width, HEIGHT), theme.fontFamily);
  const drawTop = () => {
    if (overlay.current === null || width === 0) return;
    const lines = trajectories(recording, summary.sizes, highlighted, drawn.current.epochs);
    const isLast = (line: number) => strong !== null && line === highlighted.length - 1;
    const pen = penOn(overlay.current);
    drawShownEpoch(pen, plot, shown.epoch, theme);
    drawHighlights(pen, plot, lines, isLast, theme);
  };
  useCalmDrawing(box, () => {
    if (canvas.current === null || width === 0) return;
    const epochs = trajectoryEpochs(recording, range, plot.kind, Math.min(MOST_EPOCHS, width));
    drawn.current = trajectories(recording, summary.sizes, places, epochs);
    drawTrajectories(penOn(canvas.current), plot, drawn.current, theme.variants[summary.id], theme);
    drawTop();
  }, [
    shown.revision,
    summary.id,
    layer,
    width,
    valueRange,
    theme,
    range.from,
    range.to,
    plot.kind,
  ]);
  useDrawing(overlay, drawTop);
  const zoom = epochZoom(store, view, shown);
  const point = (x: number, y: number) => {
    const epoch = epochAt(plot, x);
    const reach = Math.abs(valueAt(plot, 0) - valueAt(plot, REACH));
    const line = nearestLine(drawn.current, epoch, valueAt(plot, y), reach);
    setPointed(line < 0 || line >= places.length ? null : places[line]);
  };
  const seekTo = (x: number) => store.seek(Math.min(shown.lastEpoch, epochAt(plot, x)));
  const valueOf = ({ layer: l, from, to }: WeightPlace) =>
    layers[l].weights[from * layers[l].outputs + to];
  const words = strong === null ? "" : `${nameOf(strong)}: ${exactText(valueOf(strong))}`;
  const label =
    `Weights ${summary.label} by epoch, on a scale from ${formatNumber(-valueRange)} to ` +
    `${formatNumber(valueRange)}, ${formatCount(places.length)} of ${formatCount(total)}.` +
    (words === "" ? "" : ` At epoch ${weightsEpoch}, ${words}.`);
  const which =
    places.length < total
      ? `the ${formatCount(places.length)} of ${formatCount(total)} that are largest at the end`
      : `all ${formatCount(total)} weights`;
  /** Hidden units of several layers have the same names. */
  const wholeNameOf = (place: WeightPlace) =>
    layers.length > 2
      ? `${nameOf(place)}, ${layerName(place.layer, layers.length)}`
      : nameOf(place);
  const picture = () => {
    const epochs = trajectoryEpochs(recording, range, plot.kind, MOST_EPOCHS);
    return trajectoryPicture(
      {
        ...{ variant: summary.id, label: summary.label, plot },
        note: layer === null ? which : `${which}, ${layerName(layer, layers.length)}`,
        lines: trajectories(recording, summary.sizes, places, epochs),
        highlights: trajectories(recording, summary.sizes, highlighted, epochs),
        chosen: strong === null ? "" : wholeNameOf(strong),
      },
      theme,
    );
  };
  return (
    <figure class="chart trajectories">
      <figcaption class="layer-head">
        <span class="chart-title">
          Weights over the epochs
          <span class="chart-note">{which}</span>
        </span>
        <LayerSelect
          id="trajectory-layer"
          store={store}
          layer={layer}
          layers={shown.runs.reduce((least, other) => Math.min(least, other.layers.length), 99)}
        />
      </figcaption>
      <div class="chart-bar">
        <MoreMenu id="trajectories" name="Weights over the epochs">
          {() => (
            <PictureFiles
              store={store}
              id="trajectories"
              picture={picture}
              csv={() => trajectoryCsv(recording, summary.sizes, places, wholeNameOf)}
            />
          )}
        </MoreMenu>
      </div>
      <div
        ref={box}
        id="trajectories"
        class="plot"
        style={{ height: `${HEIGHT}px` }}
        role="slider"
        tabIndex={0}
        aria-label="Epoch in the chart: weights over the epochs"
        aria-valuemin={0}
        aria-valuemax={shown.lastEpoch}
        aria-valuenow={shown.epoch}
        aria-valuetext={`Epoch ${shown.epoch}. ${words}`}
        aria-keyshortcuts="Plus Minus 0 Shift+ArrowLeft Shift+ArrowRight"
        onPointerDown={event => {
          if (event.button !== 0) return;
          seekTo(event.offsetX);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={event => {
          point(event.offsetX, event.offsetY);
          if (event.buttons === 1) seekTo(event.offsetX);
        }}
        onPointerLeave={() => setPointed(null)}
        onDblClick={zoom.showAll}
        onKeyDown={event => {
          if (event.ctrlKey || event.altKey || event.metaKey) return;
          const act = epochKeyAction(event, store, zoom);
          if (act === undefined) return;
          event.preventDefault();
          act();
        }}
      >
        <canvas ref={canvas} role="img" aria-label={label} />
        <canvas ref={overlay} class="overlay" aria-hidden="true" />
      </div>
      <p class="readout" id="trajectory-readout">
        <span class="readout-name">Epoch {formatCount(weightsEpoch)}</span>
        <span>
          {words === "" ? "Point at a line to read it, or choose a weight above." : words}
        </span>
      </p>
    </figure>
  );
}

/** The weights that are largest at the newest epoch: scrubbing does not exchange lines. */
function useNewestLargest({ recording, summary, layers }: ShownRun, layer: number | null) {
  const newest = recording.snapshotAt(Number.POSITIVE_INFINITY);
  return useMemo(
    () =>
      largestWeights(
        newest === undefined ? layers : layerViews(newest.parameters, summary.sizes),
        layer,
      ),
    [newest?.epoch, recording, layer, summary.id],
  );
}
