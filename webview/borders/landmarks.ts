/** Paints what the article's Figure 2 shows beside its points: the true border, a new point. No DOM. */
import { paintLine } from "./mapPixels.ts";
import type { Palette } from "./palette.ts";
import type { Landmarks, Plane, PlanePoint } from "./plane.ts";

/** All in CSS pixels. */
const DASH = 7;
const GAP = 5;
const BORDER_WIDTH = 1.6;
const CROSS = 5;
const CROSS_WIDTH = 2.4;
const EDGE_WIDTH = 1;

/** Pieces of a line, from dash to gap to dash; x, y of both ends of each. */
function dashes(from: PlanePoint, to: PlanePoint, dash: number, gap: number): Float64Array {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const count = Math.max(1, Math.ceil(length / (dash + gap)));
  const at = (distance: number): number[] => {
    const share = Math.min(1, distance / length);
    return [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
  };
  return Float64Array.from(
    Array.from({ length: count }, (_, i) => i * (dash + gap)).flatMap(start => [
      ...at(start),
      ...at(start + dash),
    ]),
  );
}

/**
 * Paints the true border dashed, and a cross at the new point.
 *
 * @param scale pixels of the picture for each CSS pixel
 */
export function paintLandmarks(
  pixels: Uint32Array,
  { border, newPoint }: Landmarks,
  { area: { left, bottom, span } }: Plane,
  scale: number,
  colours: Palette["line"],
): void {
  const side = Math.sqrt(pixels.length);
  const placeOf = ({ x, y }: PlanePoint): PlanePoint => ({
    x: ((x - left) / span) * side,
    y: (1 - (y - bottom) / span) * side,
  });
  const [from, to] = [placeOf(border[0]), placeOf(border[1])];
  const pieces = dashes(from, to, DASH * scale, GAP * scale);
  paintLine(pixels, pieces, 1, { line: BORDER_WIDTH * scale, edge: EDGE_WIDTH * scale }, colours);
  const { x, y } = placeOf(newPoint);
  const arm = CROSS * scale;
  const cross = Float64Array.of(
    ...[x - arm, y - arm, x + arm, y + arm],
    ...[x - arm, y + arm, x + arm, y - arm],
  );
  const width = { line: CROSS_WIDTH * scale, edge: 1.5 * EDGE_WIDTH * scale };
  paintLine(pixels, cross, 1, width, colours);
}
