/** Dashes and markers, drawn on a canvas. */
import { markerCorners, type MarkerShape } from "../identity.ts";
import type { LineKind } from "./index.ts";

/** Lengths of strokes and gaps in pixels, as in the style sheet's legend. */
export const dashes: Readonly<Record<LineKind, number[]>> = {
  solid: [],
  dashed: [6, 4],
  dotted: [1.5, 3],
  dashDotted: [8, 3, 1.5, 3],
};

/** Draws a marker with a filled middle and an outline. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  shape: MarkerShape,
  x: number,
  y: number,
  radius: number,
  fill: string,
  outline: string,
): void {
  context.beginPath();
  const corners = markerCorners[shape];
  if (corners.length === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [dx, dy] of corners) context.lineTo(x + dx * radius, y + dy * radius);
  context.closePath();
  context.setLineDash([]);
  context.lineWidth = 1.5;
  context.fillStyle = fill;
  context.strokeStyle = outline;
  context.fill();
  context.stroke();
}

/** Sizes a canvas for the screen's pixels and returns a context that counts in CSS pixels. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no canvas");
  const ratio = devicePixelRatio;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
