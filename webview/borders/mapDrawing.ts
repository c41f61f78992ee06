/** One map: regions pixel by pixel, the border as a line, the items as marks. */
import type { Grid, Segments } from "./contour.ts";
import { type Palette, regionIndex, type RegionView } from "./palette.ts";
import type { PlaneArea, PlanePoints } from "./plane.ts";

/** Items with what a network says of them. */
export interface MarkedPoints extends PlanePoints {
  /** 1 where the network is wrong. */
  readonly wrong: Uint8Array;
}

/** Distance of the lines of the hatching, in CSS pixels. */
const HATCHING = 7;

/**
 * Paints regions on pixels: margins in between grid points are interpolated.
 *
 * @param pixels square picture, row by row from the top
 * @param pixelSize width of one of them in CSS pixels
 */
export function paintRegions(
  pixels: Uint32Array,
  { cells, values }: Grid,
  palette: Palette,
  view: RegionView,
  pixelSize: number,
): void {
  const side = Math.sqrt(pixels.length);
  const width = cells + 1;
  const columns = new Uint32Array(side);
  const shares = new Float64Array(side);
  for (let x = 0; x < side; x++) {
    const place = ((x + 0.5) / side) * cells;
    columns[x] = Math.min(cells - 1, Math.floor(place));
    shares[x] = place - columns[x];
  }
  const shades = palette.regions[view];
  const hatched = palette.hatched?.[view] ?? shades;
  const period = Math.max(2, Math.round(HATCHING / pixelSize));
  const stroke = Math.max(1, Math.round(1 / pixelSize));
  const line = new Float64Array(width);
  for (let y = 0; y < side; y++) {
    const above = columns[y] * width;
    const down = shares[y];
    for (let i = 0; i < width; i++) {
      line[i] = values[above + i] * (1 - down) + values[above + width + i] * down;
    }
    const start = y * side;
    for (let x = 0; x < side; x++) {
      const column = columns[x];
      const left = line[column];
      const index = regionIndex(left + (line[column + 1] - left) * shares[x]);
      pixels[start + x] = ((x + y) % period < stroke ? hatched : shades)[index];
    }
  }
}

/** Draws the line between the classes with a light edge, on a square of `side` pixels. */
export function drawBorder(
  context: CanvasRenderingContext2D,
  segments: Segments,
  cells: number,
  side: number,
  palette: Palette,
): void {
  const scale = side / cells;
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(segments[i] * scale, segments[i + 1] * scale);
    context.lineTo(segments[i + 2] * scale, segments[i + 3] * scale);
  }
  context.lineCap = "round";
  context.strokeStyle = palette.page;
  context.lineWidth = 4.5;
  context.stroke();
  context.strokeStyle = palette.text;
  context.lineWidth = 2.5;
  context.stroke();
}

/** Adds the mark of a class to the path: a disc for class 0, a triangle for class 1. */
function addMark(
  context: CanvasRenderingContext2D,
  label: number,
  x: number,
  y: number,
  radius: number,
): void {
  if (label === 0) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const half = radius * 1.2;
  context.moveTo(x, y - radius * 1.35);
  context.lineTo(x + half, y + radius * 0.8);
  context.lineTo(x - half, y + radius * 0.8);
  context.closePath();
}

/** Radius of the marks on a square of `side` pixels. */
export function markRadius(side: number): number {
  return Math.max(2, Math.min(4, side / 90));
}

/** Draws items: filled marks, or hollow ones; those that the network gets wrong are outlined. */
export function drawPoints(
  context: CanvasRenderingContext2D,
  points: MarkedPoints,
  isHollow: boolean,
  { left, bottom, span }: PlaneArea,
  side: number,
  palette: Palette,
): void {
  const radius = markRadius(side);
  const { xs, ys, labels, wrong } = points;
  const path = (label: number, onlyWrong: boolean, size: number) => {
    context.beginPath();
    for (let i = 0; i < xs.length; i++) {
      if (labels[i] !== label || (onlyWrong && wrong[i] === 0)) continue;
      const x = ((xs[i] - left) / span) * side;
      const y = (1 - (ys[i] - bottom) / span) * side;
      addMark(context, label, x, y, size);
    }
  };
  for (const label of [0, 1] as const) {
    path(label, false, radius);
    context.strokeStyle = isHollow ? palette.classes[label] : palette.page;
    context.fillStyle = isHollow ? palette.page : palette.classes[label];
    context.lineWidth = isHollow ? 1.2 : 1.6;
    if (!isHollow) context.stroke();
    context.fill();
    if (isHollow) context.stroke();
  }
  for (const label of [0, 1] as const) {
    path(label, true, radius + 2.2);
    context.strokeStyle = palette.page;
    context.lineWidth = 2.8;
    context.stroke();
    context.strokeStyle = palette.text;
    context.lineWidth = 1.2;
    context.stroke();
  }
}
