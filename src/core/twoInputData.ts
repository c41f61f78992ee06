/**
 * Datasets of two inputs, x and y, and two classes, whose items and borders can be drawn: five
 * shapes with noise. The points of the article's Figure 2 are in figure2Data.ts.
 *
 * Uses + - * / and square roots alone, so that the same description gives the same bits everywhere.
 */
import { Random } from "./random.ts";
import { cosine, sine } from "./trigonometry.ts";
import {
  EXTENT,
  TWO_INPUT_BOUNDS,
  type TwoInputDatasetSpec,
  type TwoInputShapeName,
} from "./twoInputShapes.ts";

/** Items of two inputs. */
export interface TwoInputItems {
  /** Row-major, shape [items, 2]: x and y. */
  readonly inputs: Float64Array;
  /** Class index of each item, 0 or 1. */
  readonly labels: Uint16Array;
}

type Draw = (label: number, random: Random, into: Float64Array, at: number) => void;

const CIRCLE = { disc: 1.5, ringFrom: 2.1, ringTo: EXTENT } as const;
/** Half the width of the empty cross between the quadrants. */
const XOR_GAP = 0.2;
const GAUSSIANS = { center: 1.5, deviation: 0.7 } as const;
const SPIRAL = { turns: 1.5, from: 0.1 } as const;
const MOON_RADIUS = EXTENT / 1.5;

/** How each shape draws a point of a class, without noise, into x and y at `at` and `at + 1`. */
const draws = {
  circle: (label, random, into, at) => {
    const { disc, ringFrom, ringTo } = CIRCLE;
    // Evenly over the area: the square of the radius is even.
    const low = label === 0 ? 0 : ringFrom * ringFrom;
    const high = label === 0 ? disc * disc : ringTo * ringTo;
    const radius = Math.sqrt(random.uniform(low, high));
    const angle = random.uniform(0, 2 * Math.PI);
    into[at] = radius * cosine(angle);
    into[at + 1] = radius * sine(angle);
  },
  xor: (label, random, into, at) => {
    const x = random.uniform(XOR_GAP, EXTENT);
    const y = random.uniform(XOR_GAP, EXTENT);
    const side = random.random() < 0.5 ? -1 : 1;
    into[at] = side * x;
    into[at + 1] = label === 0 ? side * y : -side * y;
  },
  gaussians: (label, random, into, at) => {
    const center = label === 0 ? -GAUSSIANS.center : GAUSSIANS.center;
    into[at] = center + GAUSSIANS.deviation * random.gaussian();
    into[at + 1] = center + GAUSSIANS.deviation * random.gaussian();
  },
  spiral: (label, random, into, at) => {
    const { turns, from } = SPIRAL;
    // The length of an arm grows with the square of the radius, nearly; so evenly along the arm.
    const share = Math.sqrt(random.uniform(from * from, 1));
    const angle = 2 * Math.PI * turns * share + label * Math.PI;
    into[at] = EXTENT * share * cosine(angle);
    into[at + 1] = EXTENT * share * sine(angle);
  },
  moons: (label, random, into, at) => {
    const angle = random.uniform(0, Math.PI);
    const side = label === 0 ? 1 : -1;
    into[at] = MOON_RADIUS * side * (cosine(angle) - 0.5);
    into[at + 1] = MOON_RADIUS * side * (sine(angle) - 0.25);
  },
} as const satisfies Record<TwoInputShapeName, Draw>;

/**
 * Makes the items of a description. The classes take turns, so each has half of them, the first the
 * odd one.
 *
 * The points come from the stream "data" of the seed, and each kind of noise from a generator of
 * its own, which that stream seeds first. So noise never changes which points it is added to, more
 * of it never changes its directions, and asking for more items adds points after the same ones.
 *
 * @throws {RangeError} if the description is not one of a dataset
 */
export function createTwoInputItems(spec: TwoInputDatasetSpec): TwoInputItems {
  checkSpec(spec);
  const draw: Draw = draws[spec.shape];
  const points = Random.stream(spec.seed, "data");
  const inputNoise = new Random(points.next32());
  const labelNoise = new Random(points.next32());
  const inputs = new Float64Array(2 * spec.items);
  const labels = new Uint16Array(spec.items);
  for (let item = 0; item < spec.items; item++) {
    labels[item] = item % 2;
    draw(labels[item], points, inputs, 2 * item);
  }
  for (let i = 0; i < inputs.length; i++) inputs[i] += spec.inputNoise * inputNoise.gaussian();
  flipLabels(labels, spec.labelNoise, labelNoise);
  return { inputs, labels };
}

/**
 * Flips a share of the labels 0, 1, 0, 1, ..., rounded to whole items, chosen at random but as
 * many of one class as of the other, so that the classes stay balanced. A larger share flips the
 * same items and more.
 */
function flipLabels(labels: Uint16Array, share: number, random: Random): void {
  const zeros = new Uint32Array(Math.ceil(labels.length / 2)).map((_, i) => 2 * i);
  const ones = new Uint32Array(Math.floor(labels.length / 2)).map((_, i) => 2 * i + 1);
  random.shuffle(zeros);
  random.shuffle(ones);
  const flips = Math.round(share * labels.length);
  for (let i = 0; i < flips; i++) {
    const item = i % 2 === 0 ? zeros[i / 2] : ones[(i - 1) / 2];
    labels[item] = 1 - labels[item];
  }
}

function checkSpec(spec: TwoInputDatasetSpec): void {
  if (!Object.hasOwn(draws, spec.shape)) {
    const names = Object.keys(draws).join(", ");
    throw new RangeError(`dataset.shape: expected one of ${names}, got ${String(spec.shape)}`);
  }
  for (const field of ["items", "inputNoise", "labelNoise", "seed"] as const) {
    const { min, max, integer } = TWO_INPUT_BOUNDS[field];
    const value = spec[field];
    if (value >= min && value <= max && (!integer || Number.isInteger(value))) continue;
    const kind = integer ? "a whole number" : "a number";
    throw new RangeError(
      `dataset.${field}: expected ${kind} from ${min} to ${max}, got ${String(value)}`,
    );
  }
}
