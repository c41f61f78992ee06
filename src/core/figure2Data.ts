/**
 * The article's Figure 2: 17 points of two classes, the true border between them, and a point of
 * which one asks. Uses + - * / alone, so that the same description gives the same bits everywhere.
 */
import type { Figure2Spec } from "./experiment.ts";
import { type Dataset, emptyTable, type ItemTable } from "./items.ts";
import { Random } from "./random.ts";

/** A place in the plane of two inputs. */
export type Point = readonly [x: number, y: number];

/** What the article's picture of overfitting shows, apart from the network's own border. */
export interface Figure2 {
  readonly classNames: readonly [string, string];
  readonly points: readonly { readonly at: Point; readonly label: 0 | 1 }[];
  /** The true border between the classes, from left to right; class 1 belongs above it. */
  readonly border: readonly [Point, Point];
  /** An item that is not in the data. It lies above the border; what does a network say? */
  readonly newPoint: Point;
}

/**
 * The article's Figure 2 with coordinates of our own: above the true border 7 of 10 points are blue,
 * below it 5 of 7 are red. Three red ones lie around the new point (4, 7), so that a network which
 * follows every point calls it red, and one that finds the border calls it blue.
 */
export const FIGURE_2: Figure2 = {
  classNames: ["red", "blue"],
  points: [
    { at: [0.8, 4.6], label: 1 },
    { at: [1.7, 6.9], label: 1 },
    { at: [2.4, 8.9], label: 1 },
    { at: [5.4, 9.2], label: 1 },
    { at: [6.6, 7.4], label: 1 },
    { at: [7.8, 8.8], label: 1 },
    { at: [9.2, 8.1], label: 1 },
    { at: [3.3, 6.5], label: 0 },
    { at: [4.4, 7.8], label: 0 },
    { at: [4.9, 6.4], label: 0 },
    { at: [1.4, 1.6], label: 0 },
    { at: [3.1, 3.2], label: 0 },
    { at: [4.9, 1.3], label: 0 },
    { at: [6.0, 3.9], label: 0 },
    { at: [8.9, 2.5], label: 0 },
    { at: [7.3, 5.2], label: 1 },
    { at: [6.9, 1.8], label: 1 },
  ],
  border: [
    [0, 3],
    [10, 7],
  ],
  newPoint: [4, 7],
};

/** The points lie in a square from 0 to this, both inputs alike. */
const SIDE = 10;

/**
 * The class that the true border gives a place.
 *
 * @returns 1 above the border, else 0
 */
export function figure2Class(x: number, y: number): 0 | 1 {
  const [[left, low], [right, high]] = FIGURE_2.border;
  return (y - low) * (right - left) > (x - left) * (high - low) ? 1 : 0;
}

/** Points spread evenly over the square, each with the class that the true border gives it. */
function createTruePoints(count: number, seed: number): ItemTable {
  if (count === 0) return emptyTable();
  const random = Random.stream(seed, "data");
  const inputs = Float64Array.from({ length: 2 * count }, () => random.uniform(0, SIDE));
  const labels = Uint16Array.from({ length: count }, (_, item) =>
    figure2Class(inputs[2 * item], inputs[2 * item + 1]),
  );
  return { count, inputs, labels };
}

/**
 * The points of the picture to train on. The picture has no others: validation, test and fresh
 * items are spread evenly over its square and classed by the true border, without exceptions. So
 * their accuracy is the share of the square where a network agrees with the true border.
 */
export function createFigure2Dataset(spec: Omit<Figure2Spec, "kind">): Dataset {
  const { points, classNames } = FIGURE_2;
  return {
    inputNames: ["x", "y"],
    classNames,
    train: {
      count: points.length,
      inputs: Float64Array.from(points.flatMap(({ at }) => at)),
      labels: Uint16Array.from(points, ({ label }) => label),
    },
    validation: createTruePoints(spec.validationItems, spec.validationSeed),
    test: createTruePoints(spec.testItems, spec.testSeed),
    fresh: createTruePoints(spec.freshItems, spec.freshSeed),
  };
}
