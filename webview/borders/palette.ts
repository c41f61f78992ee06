/** Colours of the maps: regions, lines and marks, from the editor's theme. */
import { cssColour, mix, readColours, type Rgba } from "../theme.ts";
import { probabilityOf } from "./planeNetwork.ts";

/** What the regions show: how probable class 1 is, or which class is the more probable one. */
export type RegionView = "probability" | "class";

/** Colours of margins; see regionIndex. */
export interface Shades {
  readonly plain: Uint32Array;
  /** On the lines of a hatching; the same as `plain` for none. */
  readonly hatched: Uint32Array;
}

export interface Palette {
  readonly text: string;
  readonly page: string;
  /** Of the marks of each class. */
  readonly classes: readonly [string, string];
  /** Of the line between the classes. */
  readonly line: { readonly line: number; readonly edge: number };
  readonly regions: Readonly<Record<RegionView, Shades>>;
}

/** Margins beyond this look alike: the probability is within 0.0004 of 0 or 1. */
const LARGEST_MARGIN = 8;
const SHADES = 1024;
/** How strong the colours of regions are, so that marks stand out. */
const REGION_SHARE = 0.5;
const HATCHING_SHARE = 0.45;

/** Where the colour of a margin stands in a list of shades; the last place is for no number. */
export function regionIndex(margin: number): number {
  const index = (margin + LARGEST_MARGIN) * (SHADES / (2 * LARGEST_MARGIN));
  if (index >= 0) return index < SHADES ? Math.floor(index) : SHADES - 1;
  return index < 0 ? 0 : SHADES;
}

/** A colour as ImageData holds it in memory, on little-endian machines. */
function pixelOf([r, g, b]: Rgba): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** How far a region has the colour of its class, from -1 (class 0) to 1 (class 1). */
function strength(shade: number, view: RegionView): number {
  const margin = ((shade + 0.5) / SHADES - 0.5) * 2 * LARGEST_MARGIN;
  return view === "class" ? Math.sign(margin) : 2 * probabilityOf(margin) - 1;
}

export function readPalette(): Palette {
  const [text, page, zero, one] = readColours(["--text", "--page", "--class-0", "--class-1"]);
  const shades = (view: RegionView, ink: number): Uint32Array =>
    Uint32Array.from({ length: SHADES + 1 }, (_, shade) => {
      if (shade === SHADES) return pixelOf(page);
      const share = strength(shade, view);
      const colour = mix(page, share < 0 ? zero : one, Math.abs(share) * REGION_SHARE);
      return pixelOf(mix(colour, text, shade < SHADES / 2 ? 0 : ink));
    });
  // Themes of high contrast have few colours: there class 1 is hatched as well.
  const isContrast =
    document.body.classList.contains("vscode-high-contrast") ||
    matchMedia("(forced-colors: active)").matches;
  const both = (view: RegionView): Shades => ({
    plain: shades(view, 0),
    hatched: shades(view, isContrast ? HATCHING_SHARE : 0),
  });
  return {
    text: cssColour(text),
    page: cssColour(page),
    classes: [cssColour(zero), cssColour(one)],
    line: { line: pixelOf(text), edge: pixelOf(page) },
    regions: { probability: both("probability"), class: both("class") },
  };
}
