/** Points that a person placed in the plane of two inputs, and what can be done to them. */
import type { Bounds } from "./config.ts";
import type { ItemTable } from "./items.ts";

/** Numbers of each point: x, y, class. */
export const POINT_SIZE = 3;

/** As many as the panel draws one by one; nobody places more by hand. */
export const POINT_COUNT: Bounds = { min: 1, max: 1000, integer: true };

/** Of x and of y. */
export const POINT_PLACE: Bounds = { min: -1000, max: 1000, integer: false };

/** @param points shape [count, 3] */
export function pointsTable(points: readonly number[]): ItemTable {
  const count = points.length / POINT_SIZE;
  const inputs = new Float64Array(2 * count);
  const labels = new Uint16Array(count);
  for (let item = 0; item < count; item++) {
    inputs[2 * item] = points[POINT_SIZE * item];
    inputs[2 * item + 1] = points[POINT_SIZE * item + 1];
    labels[item] = points[POINT_SIZE * item + 2];
  }
  return { count, inputs, labels };
}

/**
 * Points as CSV: a header, then a line for each point. Numbers are written so that they read back to
 * the same bits.
 *
 * @param points shape [count, 3]
 */
export function writePointsCsv(points: readonly number[], classNames: readonly string[]): string {
  const lines = ["x,y,class"];
  for (let at = 0; at < points.length; at += POINT_SIZE) {
    lines.push(`${points[at]},${points[at + 1]},${classNames[points[at + 2]]}`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Reads what writePointsCsv wrote.
 *
 * @returns shape [count, 3]
 * @throws {RangeError} naming the line that is no point
 */
export function readPointsCsv(text: string, classNames: readonly string[]): number[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines[0].trim() !== "x,y,class") {
    throw new RangeError(
      `line 1: expected x,y,class, got ${JSON.stringify(lines[0].slice(0, 40))}`,
    );
  }
  return lines.flatMap((line, i) => {
    if (i === 0 || line.trim() === "") return [];
    const [x, y, name, ...more] = line.split(",");
    const label = classNames.indexOf(name?.trim());
    const place = [x, y].map(cell => (cell?.trim() ? Number(cell) : Number.NaN));
    if (more.length > 0 || label < 0 || !place.every(Number.isFinite)) {
      const expected = `expected x, y and ${classNames.join(" or ")}`;
      throw new RangeError(`line ${i + 1}: ${expected}, got ${JSON.stringify(line.slice(0, 40))}`);
    }
    return [...place, label];
  });
}
