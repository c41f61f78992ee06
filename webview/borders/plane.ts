/** The plane of two inputs: what part of it is drawn, and the items in it. No DOM. */
import type { DatasetSpec } from "../../src/core/experiment.ts";
import { FIGURE_2 } from "../../src/core/figure2Data.ts";
import type { DataPreview } from "../../src/protocol/messages.ts";

/** Part of the plane that is drawn: as wide as it is high. */
export interface PlaneArea {
  readonly left: number;
  readonly bottom: number;
  /** Width and height. */
  readonly span: number;
}

/** Items as points. */
export interface PlanePoints {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** 0 or 1. */
  readonly labels: Uint8Array;
}

/** A point of the plane. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

export interface Plane {
  readonly area: PlaneArea;
  readonly train: PlanePoints;
  readonly test: PlanePoints;
  readonly inputNames: readonly string[];
  readonly classNames: readonly string[];
  /** Of Figure 2 alone. */
  readonly landmarks?: Landmarks;
}

/** What the article's Figure 2 shows beside its points. */
export interface Landmarks {
  /** Ends of the true border. */
  readonly border: readonly [PlanePoint, PlanePoint];
  /** A point that is not in the data. */
  readonly newPoint: PlanePoint;
}

const pointOf = ([x, y]: readonly [number, number]): PlanePoint => ({ x, y });

const LANDMARKS: Landmarks = {
  border: [pointOf(FIGURE_2.border[0]), pointOf(FIGURE_2.border[1])],
  newPoint: pointOf(FIGURE_2.newPoint),
};

/** The landmarks of Figure 2, also once its points were moved; undefined for other data. */
function landmarksOf(spec: DatasetSpec | undefined): Landmarks | undefined {
  const kind = spec?.kind === "points" ? spec.base.kind : spec?.kind;
  return kind === "figure2" ? LANDMARKS : undefined;
}

/** Room around the outermost items, as a share of the width. */
const MARGIN = 0.04;

/** @param rows x, y and one-hot targets of two classes; shape [items, 4] */
function pointsOf(rows: Float64Array): PlanePoints {
  const count = rows.length / 4;
  const points = {
    xs: new Float64Array(count),
    ys: new Float64Array(count),
    labels: new Uint8Array(count),
  };
  for (let item = 0; item < count; item++) {
    points.xs[item] = rows[4 * item];
    points.ys[item] = rows[4 * item + 1];
    points.labels[item] = rows[4 * item + 3] > rows[4 * item + 2] ? 1 : 0;
  }
  return points;
}

/** The square around all points, with both axes on one scale. */
function areaAround(sets: readonly PlanePoints[]): PlaneArea {
  const range = (axis: "xs" | "ys"): [number, number] => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const points of sets) {
      for (const value of points[axis]) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low <= high ? [low, high] : [-1, 1];
  };
  const [left, right] = range("xs");
  const [bottom, top] = range("ys");
  const span = (Math.max(right - left, top - bottom) || 2) * (1 + 2 * MARGIN);
  return { left: (left + right - span) / 2, bottom: (bottom + top - span) / 2, span };
}

/**
 * The plane of a dataset; undefined unless it has two inputs and two classes.
 *
 * @param spec what the dataset was made from, if known
 */
export function planeOf(data: DataPreview, spec?: DatasetSpec): Plane | undefined {
  const { inputNames, classNames } = data;
  if (inputNames.length !== 2 || classNames.length !== 2) return undefined;
  const train = pointsOf(data.rows);
  const test = pointsOf(data.testRows);
  const landmarks = landmarksOf(spec);
  return {
    area: areaAround([train, test]),
    train,
    test,
    inputNames,
    classNames,
    ...(landmarks && { landmarks }),
  };
}

/** Round numbers from `low` to `low + span`, about so many. */
export function ticksOf(low: number, span: number, count: number): number[] {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor((low + span) / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** How far an arrow key goes, as a share of the area. */
const STEP = 1 / 40;
const LARGE_STEP = 1 / 8;

/** Where a key leads the cross-hair; undefined for keys that lead nowhere. */
export function movePoint(
  { x, y }: PlanePoint,
  key: string,
  isLarge: boolean,
  { left, bottom, span }: PlaneArea,
): PlanePoint | undefined {
  const step = span * (isLarge ? LARGE_STEP : STEP);
  const moves: Readonly<Record<string, PlanePoint>> = {
    ArrowUp: { x, y: y + step },
    ArrowDown: { x, y: y - step },
    ArrowLeft: { x: x - step, y },
    ArrowRight: { x: x + step, y },
    PageUp: { x, y: y + span * LARGE_STEP },
    PageDown: { x, y: y - span * LARGE_STEP },
    Home: { x: left, y },
    End: { x: left + span, y },
  };
  if (!Object.hasOwn(moves, key)) return undefined;
  const within = (value: number, low: number) => Math.max(low, Math.min(low + span, value));
  return { x: within(moves[key].x, left), y: within(moves[key].y, bottom) };
}
