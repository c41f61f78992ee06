/**
 * Everything on a map as pixels of a square picture, row by row from the top: many small shapes are
 * much sooner mixed into pixels than handed to a canvas. No DOM.
 */
import type { Grid, Segments } from "./contour.ts";
import { regionIndex, type Shades } from "./palette.ts";

/** A small square picture with opacities, to be stamped on a map. */
export interface Sprite {
  readonly size: number;
  /** Shape [size][size]. */
  readonly pixels: Uint32Array;
  /** From 0 to 256. */
  readonly shares: Uint16Array;
}

/** Distance of the lines of the hatching, in CSS pixels. */
const HATCHING = 7;

/** Mixes two opaque colours, as ImageData holds them on little-endian machines. */
function blend(under: number, over: number, share: number): number {
  const redBlue = ((under & 0xff00ff) * (256 - share) + (over & 0xff00ff) * share) >>> 8;
  const green = ((under & 0xff00) * (256 - share) + (over & 0xff00) * share) >>> 8;
  return (0xff000000 | (redBlue & 0xff00ff) | (green & 0xff00)) >>> 0;
}

/**
 * Colours the regions: margins in between grid points are interpolated.
 *
 * @param pixelSize width of a pixel of the picture in CSS pixels
 */
export function paintRegions(
  pixels: Uint32Array,
  { cells, values }: Grid,
  { plain, hatched }: Shades,
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
      const left = line[columns[x]];
      const index = regionIndex(left + (line[columns[x] + 1] - left) * shares[x]);
      pixels[start + x] = ((x + y) % period < stroke ? hatched : plain)[index];
    }
  }
}

/** Steps in which distances from a line are kept, for each pixel. */
const STEPS = 24;
const FAR = 255;

/**
 * Draws a line with a light edge, its ends and bends round.
 *
 * @param scale pixels of the picture for each cell of the line's grid
 * @param width of the line and of each side of its edge, in pixels of the picture
 */
export function paintLine(
  pixels: Uint32Array,
  segments: Segments,
  scale: number,
  width: { readonly line: number; readonly edge: number },
  colours: { readonly line: number; readonly edge: number },
): void {
  const side = Math.sqrt(pixels.length);
  const inner = width.line / 2;
  const outer = inner + width.edge;
  const reach = Math.min(outer + 0.5, (FAR - 1) / STEPS);
  const distances = new Uint8Array(pixels.length).fill(FAR);
  const within = (value: number) => Math.max(0, Math.min(side - 1, value));
  for (let i = 0; i < segments.length; i += 4) {
    const x = segments[i] * scale - 0.5;
    const y = segments[i + 1] * scale - 0.5;
    const dx = segments[i + 2] * scale - 0.5 - x;
    const dy = segments[i + 3] * scale - 0.5 - y;
    const square = dx * dx + dy * dy || 1;
    const right = within(Math.floor(Math.max(x, x + dx) + reach));
    const down = within(Math.floor(Math.max(y, y + dy) + reach));
    const left = within(Math.ceil(Math.min(x, x + dx) - reach));
    for (let row = within(Math.ceil(Math.min(y, y + dy) - reach)); row <= down; row++) {
      for (let column = left; column <= right; column++) {
        const along = ((column - x) * dx + (row - y) * dy) / square;
        const share = along < 0 ? 0 : along > 1 ? 1 : along;
        const offX = column - x - share * dx;
        const offY = row - y - share * dy;
        const distance = Math.sqrt(offX * offX + offY * offY) * STEPS;
        const at = row * side + column;
        if (distance < distances[at]) distances[at] = distance;
      }
    }
  }
  /** How much of a pixel a band of half that width covers. */
  const covered = (halfWidth: number) =>
    Uint16Array.from({ length: FAR + 1 }, (_, steps) =>
      Math.round(256 * Math.max(0, Math.min(1, halfWidth + 0.5 - steps / STEPS))),
    );
  const [edge, line] = [covered(outer), covered(inner)];
  for (let at = 0; at < pixels.length; at++) {
    const distance = distances[at];
    if (distance === FAR) continue;
    pixels[at] = blend(
      blend(pixels[at], colours.edge, edge[distance]),
      colours.line,
      line[distance],
    );
  }
}

/** Stamps a sprite with its middle at a place of the picture. */
export function paintSprite(pixels: Uint32Array, sprite: Sprite, x: number, y: number): void {
  const side = Math.sqrt(pixels.length);
  const { size } = sprite;
  const left = Math.round(x - size / 2);
  const top = Math.round(y - size / 2);
  for (let row = Math.max(0, -top); row < size && top + row < side; row++) {
    for (let column = Math.max(0, -left); column < size && left + column < side; column++) {
      const from = row * size + column;
      const share = sprite.shares[from];
      if (share === 0) continue;
      const at = (top + row) * side + left + column;
      pixels[at] = blend(pixels[at], sprite.pixels[from], share);
    }
  }
}
