/** Points that are placed by hand, as numbers: what an edit makes of them. No DOM. */
import { POINT_COUNT, POINT_PLACE, POINT_SIZE } from "../../src/core/pointsData.ts";
import type { PlaneArea, PlanePoint, PlanePoints } from "./plane.ts";

/** x, y and class of each; shape [points, 3]. */
export type Points = readonly number[];

/** @param rows x, y and one-hot targets of two classes; shape [items, 4] */
export function pointsOfRows(rows: Float64Array): number[] {
  const points: number[] = [];
  for (let at = 0; at < rows.length; at += 4) {
    points.push(rows[at], rows[at + 1], rows[at + 3] > rows[at + 2] ? 1 : 0);
  }
  return points;
}

export function planePointsOf(points: Points): PlanePoints {
  const column = (offset: number) => points.filter((_, i) => i % POINT_SIZE === offset);
  return {
    xs: Float64Array.from(column(0)),
    ys: Float64Array.from(column(1)),
    labels: Uint8Array.from(column(2)),
  };
}

export function countOf(points: Points): number {
  return points.length / POINT_SIZE;
}

export function placeOf(points: Points, item: number): PlanePoint {
  return { x: points[POINT_SIZE * item], y: points[POINT_SIZE * item + 1] };
}

export function labelOf(points: Points, item: number): 0 | 1 {
  return points[POINT_SIZE * item + 2] === 1 ? 1 : 0;
}

/** The point nearest to a place, -1 if none is within `radius`. Of equals the one on top. */
export function nearestPoint(points: Points, { x, y }: PlanePoint, radius: number): number {
  let [nearest, least] = [-1, radius * radius];
  for (let item = 0; item < countOf(points); item++) {
    const at = placeOf(points, item);
    const square = (at.x - x) ** 2 + (at.y - y) ** 2;
    if (square <= least) [nearest, least] = [item, square];
  }
  return nearest;
}

/** A place with no more digits than can be seen, inside of what is drawn. */
export function tidyPlace({ x, y }: PlanePoint, { left, bottom, span }: PlaneArea): PlanePoint {
  const digits = Math.max(0, 3 - Math.ceil(Math.log10(span)));
  const tidy = (value: number, low: number) => {
    const inside = Math.max(low, Math.min(low + span, value));
    const bounded = Math.max(POINT_PLACE.min, Math.min(POINT_PLACE.max, inside));
    return Number(bounded.toFixed(digits));
  };
  return { x: tidy(x, left), y: tidy(y, bottom) };
}

/** Whether there may be one more, or one less. */
export function mayAdd(points: Points): boolean {
  return countOf(points) < POINT_COUNT.max;
}

export function mayRemove(points: Points): boolean {
  return countOf(points) > POINT_COUNT.min;
}

export function withPoint(points: Points, { x, y }: PlanePoint, label: 0 | 1): number[] {
  return [...points, x, y, label];
}

export function withMoved(points: Points, item: number, { x, y }: PlanePoint): number[] {
  return points.with(POINT_SIZE * item, x).with(POINT_SIZE * item + 1, y);
}

export function withoutPoint(points: Points, item: number): number[] {
  return points.toSpliced(POINT_SIZE * item, POINT_SIZE);
}
