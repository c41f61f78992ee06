/** How a variant looks, the same everywhere: colour, marker, and a class for the style sheet. */
import type { VariantId } from "../src/core/experiment.ts";

export type MarkerShape = "circle" | "square" | "triangle" | "diamond";

export interface VariantLook {
  /** Custom property with its colour; defined in style.css from the chart colours of the theme. */
  readonly colour: string;
  readonly marker: MarkerShape;
}

export const variantLooks = {
  none: { colour: "--variant-none", marker: "circle" },
  l2: { colour: "--variant-l2", marker: "square" },
  published: { colour: "--variant-published", marker: "triangle" },
  decay: { colour: "--variant-decay", marker: "diamond" },
} as const satisfies Record<VariantId, VariantLook>;

/** Corners of a marker of radius 1 around the origin; the circle has none. */
export const markerCorners: Readonly<Record<MarkerShape, readonly (readonly [number, number])[]>> =
  {
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
  };
