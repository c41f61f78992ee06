/** What there is to choose of two-input data, for whoever names it without making it. Pure data. */
import type { Bounds } from "./config.ts";

/** Without noise every shape but the Gaussian clouds lies within -EXTENT and EXTENT. */
export const EXTENT = 3;

/** Every shape on offer; how it is drawn is in twoInputData.ts. */
export const twoInputShapes = {
  circle: {
    label: "circle",
    description: "A disc of class 0 inside a ring of class 1, with a gap between them.",
  },
  xor: {
    label: "xor",
    description: "Four squares: class 0 where x and y have the same sign, class 1 elsewhere.",
  },
  gaussians: {
    label: "gaussians",
    description: "Two round clouds, class 0 at the lower left and class 1 at the upper right.",
  },
  spiral: {
    label: "spiral",
    description: "Two arms wound around each other one and a half times.",
  },
  moons: {
    label: "moons",
    description: "Two half circles, each reaching into the hollow of the other.",
  },
} as const;

export type TwoInputShapeName = keyof typeof twoInputShapes;

/** A shape with noise. JSON-safe. */
export interface TwoInputDatasetSpec {
  readonly kind: "twoInput";
  readonly shape: TwoInputShapeName;
  readonly items: number;
  /** Standard deviation of the Gaussian noise that is added to x and to y, in their units. */
  readonly inputNoise: number;
  /** Share of the items whose label is flipped. */
  readonly labelNoise: number;
  /** Of the stream "data". */
  readonly seed: number;
}

/** Small and noisy enough for a network to learn the noise by heart. */
export const TWO_INPUT_DATASET: TwoInputDatasetSpec = {
  kind: "twoInput",
  shape: "moons",
  items: 200,
  inputNoise: 0.4,
  labelNoise: 0.1,
  seed: 1,
};

/** As many training items as are offered in the panel: more make an epoch long and a map full. */
export const PANEL_ITEMS: Bounds = { min: 2, max: 10_000, integer: true };

/** Smallest and largest value of each number of a TwoInputDatasetSpec, both included. */
export const TWO_INPUT_BOUNDS = {
  items: { min: 2, max: 1_000_000, integer: true },
  inputNoise: { min: 0, max: EXTENT, integer: false },
  labelNoise: { min: 0, max: 0.5, integer: false },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
} as const satisfies Partial<Record<keyof TwoInputDatasetSpec, Bounds>>;
