/** How far off predicted numbers are: each item by its prediction, and the residual above or below. */
import { useRef } from "preact/hooks";
import { scaleUnit, unscaled } from "../../src/core/columnEncoding.ts";
import type { VariantId } from "../../src/core/variants.ts";
import { drawMarker, prepareCanvas } from "../charts/drawing.ts";
import { formatCount, formatNumber, formatTick } from "../format.ts";
import { variantLooks } from "../identity.ts";
import type { RegressionFacts } from "../numbers.ts";
import { useDrawing } from "../onScreen.ts";
import type { Theme } from "../theme.ts";
import { linearScale, place } from "../verdict/dotScale.ts";
import { useWidth } from "../weights/useWidth.ts";

const HEIGHT = 220;
const MARGIN = { left: 56, right: 12, top: 10, bottom: 34 } as const;
const LARGEST = 640;

interface ResidualPlotProps {
  /** Target and output, scaled; shape [items, 2]. */
  readonly pairs: Float64Array;
  readonly facts: RegressionFacts;
  readonly variant: VariantId;
  readonly theme: Theme;
  readonly title: string;
}

/** Predictions and residuals (true less predicted) in the target's unit; shape [items, 2]. */
function residualsOf(pairs: Float64Array, { scaling }: RegressionFacts): Float64Array {
  const unit = scaleUnit(scaling);
  const found = new Float64Array(pairs.length);
  for (let at = 0; at < pairs.length; at += 2) {
    found[at] = unscaled(pairs[at + 1], scaling);
    found[at + 1] = unit * (pairs[at] - pairs[at + 1]);
  }
  return found;
}

/** How the residuals lie, in a sentence. */
function residualWords(residuals: Float64Array): string {
  const items = residuals.length / 2;
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (let at = 1; at < residuals.length; at += 2) {
    sum += residuals[at];
    least = Math.min(least, residuals[at]);
    most = Math.max(most, residuals[at]);
  }
  return (
    `${formatCount(items)} ${items === 1 ? "item" : "items"}: residuals from ${formatNumber(least)} ` +
    `to ${formatNumber(most)}, mean ${formatNumber(sum / items)}.`
  );
}

export function ResidualPlot({ pairs, facts, variant, theme, title }: ResidualPlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const residuals = residualsOf(pairs, facts);
  const side = Math.min(LARGEST, width);
  const words = residualWords(residuals);
  useDrawing(canvas, () => {
    if (canvas.current === null || side <= MARGIN.left + MARGIN.right) return;
    draw(canvas.current, side, residuals, facts.target, variant, theme);
  }, [pairs, side, theme, facts, variant]);
  return (
    <figure class="residuals" ref={box}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${title}. ${words}`}
        style={{ width: `${side}px`, height: `${HEIGHT}px` }}
      />
      <figcaption class="card-text">
        {words} A cloud without a pattern around zero is what a good fit leaves; a bend says that
        the network is too simple, a funnel that errors grow with the number.
      </figcaption>
    </figure>
  );
}

function draw(
  canvas: HTMLCanvasElement,
  width: number,
  residuals: Float64Array,
  target: string,
  variant: VariantId,
  theme: Theme,
): void {
  const context = prepareCanvas(canvas, width, HEIGHT);
  const column = (offset: 0 | 1) => residuals.filter((_, at) => at % 2 === offset);
  const [predicted, errors] = [column(0), column(1)];
  const [shown, off] = [rangeOf(predicted), rangeOf(errors)];
  const across = linearScale(...shown, Math.max(2, Math.floor(width / 110)));
  // Both signs alike: that zero is in the middle is what one looks for.
  const reach = Math.max(-off[0], off[1]);
  const up = linearScale(-reach, reach, 5);
  const [right, bottom] = [width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const xOf = (value: number) => MARGIN.left + place(across, value) * (right - MARGIN.left);
  const yOf = (value: number) => bottom - place(up, value) * (bottom - MARGIN.top);
  context.font = `11px ${theme.fontFamily}`;
  context.lineWidth = 1;
  context.fillStyle = theme.muted;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of up.ticks) {
    line(context, [MARGIN.left, yOf(tick)], [right, yOf(tick)], theme.grid);
    context.fillText(formatTick(tick), MARGIN.left - 6, yOf(tick));
  }
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const tick of across.ticks) context.fillText(formatTick(tick), xOf(tick), bottom + 5);
  context.textAlign = "right";
  context.fillText(`${target}, predicted`, right, bottom + 19);
  context.textAlign = "left";
  context.fillText("true − predicted", 2, bottom + 19);
  line(context, [MARGIN.left, yOf(0)], [right, yOf(0)], theme.foreground);
  const { marker } = variantLooks[variant];
  const radius = predicted.length > 500 ? 2 : 3;
  for (const [item, value] of predicted.entries()) {
    const [x, y] = [xOf(value), yOf(errors[item])];
    drawMarker(context, marker, x, y, radius, theme.variants[variant], theme.surface);
  }
}

/** The smallest and the largest; there is at least one. */
function rangeOf(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function line(
  context: CanvasRenderingContext2D,
  from: readonly [number, number],
  to: readonly [number, number],
  colour: string,
): void {
  context.beginPath();
  context.strokeStyle = colour;
  context.moveTo(from[0], Math.round(from[1]) + 0.5);
  context.lineTo(to[0], Math.round(to[1]) + 0.5);
  context.stroke();
}
