/** How a variant looks, the same everywhere: colour, marker, dash, and a class for the style sheet. */
import type { VariantId } from "../src/core/variants.ts";

export type MarkerShape =
  | "circle"
  | "square"
  | "triangle"
  | "diamond"
  | "triangleDown"
  | "plus"
  | "hourglass"
  | "cross"
  | "star"
  | "bar"
  | "triangleRight"
  | "bow";

export interface VariantLook {
  /** Custom property with its colour; defined in tokens.css from the chart colours of the theme. */
  readonly colour: string;
  readonly marker: MarkerShape;
  /** Lengths of strokes and gaps in pixels, for charts whose dashes mean nothing else. */
  readonly dash: readonly number[];
}

export const variantLooks = {
  none: { colour: "--variant-none", marker: "circle", dash: [] },
  l2: { colour: "--variant-l2", marker: "square", dash: [12, 3] },
  published: { colour: "--variant-published", marker: "triangle", dash: [6, 3, 2, 3] },
  decay: { colour: "--variant-decay", marker: "diamond", dash: [3, 3] },
  l1: { colour: "--variant-l1", marker: "triangleDown", dash: [7, 4] },
  elasticNet: { colour: "--variant-elasticNet", marker: "plus", dash: [12, 3, 2, 3] },
  maxNorm: { colour: "--variant-maxNorm", marker: "hourglass", dash: [18, 4] },
  dropout: { colour: "--variant-dropout", marker: "cross", dash: [2, 3] },
  jitter: { colour: "--variant-jitter", marker: "star", dash: [7, 3, 2, 3, 2, 3] },
  earlyStopping: { colour: "--variant-earlyStopping", marker: "bar", dash: [12, 3, 4, 3] },
  extra1: { colour: "--variant-extra1", marker: "triangleRight", dash: [5, 2, 5, 6] },
  extra2: { colour: "--variant-extra2", marker: "bow", dash: [16, 3, 2, 3, 2, 3] },
} as const satisfies Record<VariantId, VariantLook>;

type Corners = readonly (readonly [number, number])[];

/** Corners of a plus; turned by an eighth of a circle it is a cross. */
const PLUS: Corners = [
  [-0.42, -1.2],
  [0.42, -1.2],
  [0.42, -0.42],
  [1.2, -0.42],
  [1.2, 0.42],
  [0.42, 0.42],
  [0.42, 1.2],
  [-0.42, 1.2],
  [-0.42, 0.42],
  [-1.2, 0.42],
  [-1.2, -0.42],
  [-0.42, -0.42],
];

/** Points of a star with so many rays, the first one upwards. */
function star(rays: number): Corners {
  return Array.from({ length: 2 * rays }, (_, i) => {
    const radius = i % 2 === 0 ? 1.35 : 0.55;
    const angle = (Math.PI * i) / rays;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)] as const;
  });
}

/** Corners of a marker of radius 1 around the origin; the circle has none. */
export const markerCorners: Readonly<Record<MarkerShape, Corners>> = {
  circle: [],
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  triangle: [
    [0, -1.15],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  diamond: [
    [0, -1.25],
    [1.05, 0],
    [0, 1.25],
    [-1.05, 0],
  ],
  triangleDown: [
    [0, 1.15],
    [1.1, -0.8],
    [-1.1, -0.8],
  ],
  plus: PLUS,
  hourglass: [
    [-1.05, -1.15],
    [1.05, -1.15],
    [-1.05, 1.15],
    [1.05, 1.15],
  ],
  cross: PLUS.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2] as const),
  star: star(5),
  bar: [
    [-0.5, -1.3],
    [0.5, -1.3],
    [0.5, 1.3],
    [-0.5, 1.3],
  ],
  triangleRight: [
    [1.15, 0],
    [-0.8, 1.1],
    [-0.8, -1.1],
  ],
  bow: [
    [-1.15, -1.05],
    [1.15, 1.05],
    [1.15, -1.05],
    [-1.15, 1.05],
  ],
};
