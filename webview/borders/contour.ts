/** The border between two classes, as the line where a grid of margins changes its sign. No DOM. */

/** Values at the corners of square cells; row by row from the top. */
export interface Grid {
  /** Cells along each side; there is one corner more. */
  readonly cells: number;
  /** Shape [cells + 1][cells + 1]. */
  readonly values: Float64Array;
}

/** A line of pieces, in units of cells from the top left: x, y of both ends of each piece. */
export type Segments = Float64Array;

/**
 * Marching squares: in each cell the line goes straight between the points of its sides where the
 * value is 0, taken as linear along a side. Where two lines cross a cell, the mean of its corners
 * says which corners belong together. Corners that are not numbers have no line.
 *
 * @see Lorensen and Cline (1987), whose cubes have these squares as their sides
 */
export function zeroLine({ cells, values }: Grid): Segments {
  const width = cells + 1;
  const found: number[] = [];
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = row * width + column;
      const a = values[at];
      const b = values[at + 1];
      const c = values[at + width + 1];
      const d = values[at + width];
      const code = (a > 0 ? 8 : 0) + (b > 0 ? 4 : 0) + (c > 0 ? 2 : 0) + (d > 0 ? 1 : 0);
      if (code === 0 || code === 15 || !Number.isFinite(a + b + c + d)) continue;
      // Where the line meets the sides; computed from the same corners for both cells of a side.
      const top = () => found.push(column + a / (a - b), row);
      const bottom = () => found.push(column + d / (d - c), row + 1);
      const left = () => found.push(column, row + a / (a - d));
      const right = () => found.push(column + 1, row + b / (b - c));
      switch (code) {
        case 1:
        case 14:
          left();
          bottom();
          break;
        case 2:
        case 13:
          bottom();
          right();
          break;
        case 3:
        case 12:
          left();
          right();
          break;
        case 4:
        case 11:
          top();
          right();
          break;
        case 6:
        case 9:
          top();
          bottom();
          break;
        case 7:
        case 8:
          left();
          top();
          break;
        default: {
          // Opposite corners alike: 5 has b and d above 0, 10 has a and c.
          const isJoined = a + b + c + d > 0;
          const cutsTopLeft = (code === 5) === isJoined;
          left();
          (cutsTopLeft ? top : bottom)();
          (cutsTopLeft ? bottom : top)();
          right();
        }
      }
    }
  }
  return Float64Array.from(found);
}

/** What can be said of a border. */
export interface BorderShape {
  /** In units of cells. */
  readonly length: number;
  /** Lines that do not touch. */
  readonly pieces: number;
}

/** Length and number of lines. Ends that are shared have the same bits. */
export function shapeOf(segments: Segments): BorderShape {
  let length = 0;
  const parents = new Map<string, string>();
  const rootOf = (point: string): string => {
    let root = point;
    for (let next = parents.get(root); next !== undefined && next !== root;) {
      root = next;
      next = parents.get(root);
    }
    parents.set(point, root);
    return root;
  };
  for (let i = 0; i < segments.length; i += 4) {
    const [x, y, u, v] = segments.subarray(i, i + 4);
    length += Math.hypot(u - x, v - y);
    parents.set(rootOf(`${x} ${y}`), rootOf(`${u} ${v}`));
  }
  let pieces = 0;
  for (const [point, parent] of parents) if (point === parent) pieces++;
  return { length, pieces };
}
