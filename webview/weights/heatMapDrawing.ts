/** A weight matrix drawn as coloured cells, with its values where they fit. */
import { prepareCanvas } from "../charts/drawing.ts";
import { formatNumber } from "../format.ts";
import { contrast, cssColour, type Rgba, type Theme } from "../theme.ts";

/** Size of a cell in pixels. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
}

const MAX_CELL_HEIGHT = 26;
/** Matrices of many rows get low cells rather than a long page. */
const MAX_MAP_HEIGHT = 420;
const MIN_CELL_HEIGHT = 1.25;
/** Cells at least this large have a gap around them. */
const GAP_FROM = 5;
const GAP = 1;
/** Cells at least this large hold their value. */
const TEXT_FROM: CellSize = { width: 34, height: 16 };
const TEXT_MARGIN = 2;

/** Cells that fill a width; no taller than wide unless they are readable that way. */
export function cellSize(width: number, rows: number, columns: number): CellSize {
  const cellWidth = width / columns;
  const tallest = Math.min(MAX_CELL_HEIGHT, MAX_MAP_HEIGHT / rows);
  const height = Math.max(MIN_CELL_HEIGHT, Math.min(tallest, cellWidth * 1.4));
  return { width: cellWidth, height };
}

/** Decimals that tell the weights of a scale apart: two digits of its end, and two at least. */
export function weightDecimals(range: number): number {
  return range > 0 ? Math.max(2, 1 - Math.floor(Math.log10(range))) : 2;
}

/** A weight for a cell, with a minus sign unless it is zero in so many decimals. */
export function weightText(weight: number, decimals: number): string {
  const size = Math.abs(weight);
  const text = size < 10 ? size.toFixed(decimals) : formatNumber(size);
  return weight < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

/**
 * One pixel for each weight. Networks may have a million: a rectangle for each would keep the page
 * waiting for a second.
 *
 * @param weights shape [rows][columns]
 */
export function weightPixels(
  weights: Float64Array,
  range: number,
  { zero, negative, positive }: Pick<Theme, "zero" | "negative" | "positive">,
): Uint8ClampedArray<ArrayBuffer> {
  const { length } = weights;
  const pixels = new Uint8ClampedArray(4 * length);
  const scale = range > 0 ? 1 / range : 0;
  for (let i = 0; i < length; i++) {
    const weight = weights[i];
    const share = Math.min(1, Math.abs(weight) * scale);
    const end = weight < 0 ? negative : positive;
    // The array rounds.
    pixels[4 * i] = zero[0] + (end[0] - zero[0]) * share;
    pixels[4 * i + 1] = zero[1] + (end[1] - zero[1]) * share;
    pixels[4 * i + 2] = zero[2] + (end[2] - zero[2]) * share;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** @param weights shape [rows][columns] */
export function drawHeatMap(
  canvas: HTMLCanvasElement,
  weights: Float64Array,
  columns: number,
  cell: CellSize,
  range: number,
  theme: Theme,
): void {
  const rows = weights.length / columns;
  const [width, height] = [cell.width * columns, cell.height * rows];
  const context = prepareCanvas(canvas, width, height);
  const image = new OffscreenCanvas(columns, rows);
  const pixels = weightPixels(weights, range, theme);
  image.getContext("2d")?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  // Where several weights share a pixel of the screen it has their mean.
  context.imageSmoothingEnabled = Math.min(cell.width, cell.height) * devicePixelRatio < 1;
  context.imageSmoothingQuality = "medium";
  context.drawImage(image, 0, 0, width, height);
  if (Math.min(cell.width, cell.height) >= GAP_FROM) {
    for (let column = 1; column <= columns; column++) {
      context.clearRect(column * cell.width - GAP, 0, GAP, height);
    }
    for (let row = 1; row <= rows; row++) context.clearRect(0, row * cell.height - GAP, width, GAP);
  }
  if (cell.width < TEXT_FROM.width || cell.height < TEXT_FROM.height) return;
  const inks: readonly Rgba[] = [
    [255, 255, 255, 1],
    [0, 0, 0, 1],
  ];
  context.font = `${cell.width >= 44 ? 11 : 10}px ${theme.fontFamily}`;
  const decimals = weightDecimals(range);
  const widest = context.measureText(weightText(-range, decimals)).width;
  if (widest > cell.width - 2 * TEXT_MARGIN) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let i = 0; i < weights.length; i++) {
    const [r, g, b] = pixels.subarray(4 * i);
    const colour: Rgba = [r, g, b, 1];
    const ink = contrast(inks[0], colour) >= contrast(inks[1], colour) ? inks[0] : inks[1];
    const x = (i % columns) * cell.width + (cell.width - GAP) / 2;
    context.fillStyle = cssColour(ink);
    context.fillText(
      weightText(weights[i], decimals),
      x,
      (Math.floor(i / columns) + 0.5) * cell.height,
    );
  }
}
