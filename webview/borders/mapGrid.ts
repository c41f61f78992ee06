/** How maps stand side by side. No DOM. */

/** With more networks than this the maps begin without test items: there is little room. */
export const FEW_MAPS = 2;
/** Room for the numbers of the y axis, as in the style sheet. */
export const AXIS_WIDTH = 28;
const GAP = 16;
const SMALLEST_SIDE = 132;
const LARGEST_SIDE = 440;

/**
 * Width of maps that stand side by side, all rows alike, and in how many rows they stand.
 *
 * @param width of the room, in CSS pixels
 * @param ratio device pixels for each CSS pixel
 */
export function mapGrid(
  width: number,
  count: number,
  ratio: number,
): { readonly side: number; readonly rows: number } {
  if (width === 0 || count === 0) return { side: 0, rows: 0 };
  // Many maps below each other could not be compared: rather two small ones in a row.
  const fewest = count > FEW_MAPS ? 2 : 1;
  const room = Math.max(fewest, Math.floor((width + GAP) / (SMALLEST_SIDE + AXIS_WIDTH + GAP)));
  const rows = Math.ceil(count / room);
  const side = Math.min(LARGEST_SIDE, (width + GAP) / Math.ceil(count / rows) - GAP - AXIS_WIDTH);
  // A whole number of the screen's pixels.
  return { side: Math.floor(side * ratio) / ratio, rows };
}
