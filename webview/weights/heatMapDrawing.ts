/** A weight matrix drawn as coloured cells, with its values where they fit. */
import { prepareCanvas } from "../charts/drawing.ts";
import { formatNumber } from "../format.ts";
import { contrast, cssColour, mix, type Rgba, type Theme } from "../theme.ts";

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
/** Cells at least this large hold their value. */
const TEXT_FROM: CellSize = { width: 34, height: 16 };

/** Cells that fill a width; no taller than wide unless they are readable that way. */
export function cellSize(width: number, rows: number, columns: number): CellSize {
  const cellWidth = width / columns;
  const tallest = Math.min(MAX_CELL_HEIGHT, MAX_MAP_HEIGHT / rows);
  const height = Math.max(MIN_CELL_HEIGHT, Math.min(tallest, cellWidth * 1.4));
  return { width: cellWidth, height };
}

/** Colour of a weight on a scale that ends at plus and minus `range`. */
function weightColour(weight: number, range: number, theme: Theme): Rgba {
  const share = range > 0 ? Math.min(1, Math.abs(weight) / range) : 0;
  return mix(theme.zero, weight < 0 ? theme.negative : theme.positive, share);
}

function short(weight: number): string {
  const size = Math.abs(weight);
  if (size < 0.005) return "0.00";
  const text = size < 10 ? size.toFixed(2) : formatNumber(size);
  return weight < 0 ? `\u2212${text}` : text;
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
  const context = prepareCanvas(canvas, cell.width * columns, cell.height * rows);
  const gap = Math.min(cell.width, cell.height) >= GAP_FROM ? 1 : 0;
  const hasText = cell.width >= TEXT_FROM.width && cell.height >= TEXT_FROM.height;
  const inks: readonly Rgba[] = [
    [255, 255, 255, 1],
    [0, 0, 0, 1],
  ];
  context.font = `${cell.width >= 44 ? 11 : 10}px ${theme.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const weight = weights[row * columns + column];
      const colour = weightColour(weight, range, theme);
      const x = column * cell.width;
      const y = row * cell.height;
      context.fillStyle = cssColour(colour);
      context.fillRect(x, y, cell.width - gap, cell.height - gap);
      if (!hasText) continue;
      const ink = contrast(inks[0], colour) >= contrast(inks[1], colour) ? inks[0] : inks[1];
      context.fillStyle = cssColour(ink);
      context.fillText(short(weight), x + (cell.width - gap) / 2, y + cell.height / 2);
    }
  }
}
