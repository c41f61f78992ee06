/** One network's map with its axes, its cross-hair and what the network says there. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { formatTick } from "../format.ts";
import { AXIS_WIDTH } from "./mapGrid.ts";
import { ClassMark } from "./bordersLegend.tsx";
import { type Plane, type PlanePoint, ticksOf } from "./plane.ts";
import type { PointEditor } from "./usePointEditor.ts";

/** Distance of numbers on an axis, in pixels, and of the last one from the name of the axis. */
const TICK_DISTANCE = 24;
const NAME_ROOM = 14;

/** Of a pointer's event. */
interface Place {
  readonly currentTarget: Element;
  readonly clientX: number;
  readonly clientY: number;
}

interface BorderMapProps {
  /** Name of the network and how well it does. */
  readonly children: ComponentChildren;
  readonly label: string;
  readonly plane: Plane;
  readonly side: number;
  readonly canvas: (element: HTMLCanvasElement | null) => void;
  readonly cursor: PlanePoint | null;
  readonly point: (point: PlanePoint | null) => void;
  /** Null unless points can be placed. */
  readonly editor: PointEditor | null;
}

export function BorderMap(props: BorderMapProps) {
  const { children, label, plane, side, canvas, cursor, point, editor } = props;
  const { left, bottom, span } = plane.area;
  const size = { width: `${side}px`, height: `${side}px` };
  const placeUnder = ({ currentTarget, clientX, clientY }: Place): PlanePoint => {
    const bounds = currentTarget.getBoundingClientRect();
    return {
      x: left + (span * (clientX - bounds.left)) / side,
      y: bottom + span * (1 - (clientY - bounds.top) / side),
    };
  };
  const onPlot = ({ x, y }: PlanePoint) => ({
    left: `${(side * (x - left)) / span}px`,
    top: `${side * (1 - (y - bottom) / span)}px`,
  });
  const axes = useMemo(() => <Axes plane={plane} side={side} />, [plane, side]);
  return (
    <figure class="border-map" style={{ width: `${side + AXIS_WIDTH}px` }}>
      <figcaption>{children}</figcaption>
      <div class="border-frame">
        <div
          class={editor === null ? "border-plot" : "border-plot is-editing"}
          style={size}
          onPointerMove={event => {
            const at = placeUnder(event);
            point(at);
            editor?.move(at);
          }}
          onPointerLeave={() => point(null)}
          onPointerDown={event => {
            if (editor === null || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            editor.down(placeUnder(event));
          }}
          onPointerUp={event => {
            if (event.button === 0) editor?.up(placeUnder(event));
          }}
          onPointerCancel={() => editor?.cancel()}
        >
          <canvas ref={canvas} role="img" aria-label={label} style={size} />
          {cursor !== null && (
            <>
              <span class="cross-hair vertical" style={{ left: onPlot(cursor).left }} />
              <span class="cross-hair horizontal" style={{ top: onPlot(cursor).top }} />
            </>
          )}
          {editor?.selected && <span class="point-ring" style={onPlot(editor.selected)} />}
          {editor?.ghost && (
            <svg
              class="marks filled point-ghost"
              viewBox="0 0 14 14"
              style={onPlot(editor.ghost.at)}
            >
              <ClassMark label={editor.ghost.label} x={7} />
            </svg>
          )}
        </div>
        {axes}
      </div>
    </figure>
  );
}

function Axes({ plane, side }: { readonly plane: Plane; readonly side: number }) {
  const { area, inputNames } = plane;
  const { left, bottom, span } = area;
  const count = Math.max(2, side / TICK_DISTANCE);
  const places = (low: number) =>
    ticksOf(low, span, count)
      .map(value => ({ value, place: (side * (value - low)) / span }))
      .filter(({ place }) => place < side - NAME_ROOM);
  return (
    <>
      <div class="border-axis y" aria-hidden="true">
        <span class="axis-name">{inputNames[1]}</span>
        {places(bottom).map(({ value, place }) => (
          <span key={value} style={{ top: `${side - place}px` }}>
            {formatTick(value)}
          </span>
        ))}
      </div>
      <div class="border-axis x" aria-hidden="true">
        {places(left).map(({ value, place }) => (
          <span key={value} style={{ left: `${place}px` }}>
            {formatTick(value)}
          </span>
        ))}
        <span class="axis-name">{inputNames[0]}</span>
      </div>
    </>
  );
}
