/** The margins of networks on a grid, computed bit by bit so that no frame waits. No DOM. */
import type { PlaneArea } from "./plane.ts";
import type { PlaneNetwork } from "./planeNetwork.ts";

/** Items that are judged in one go. */
const GO = 32;

/** Points where margins are wanted besides the grid. */
export interface WantedPoints {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** Margins of every network, one after the other: rows of its grid from the top, then points. */
export class FieldWork {
  /** Cells along each side. */
  readonly cells: number;
  /** One for each network; shape [cells + 1][cells + 1]. */
  readonly fields: readonly Float64Array[];
  /** One for each network and list of points; shape [points]. */
  readonly margins: readonly (readonly Float64Array[])[];

  readonly #networks: readonly PlaneNetwork[];
  /** What each network does, in steps that take about as long as each other. */
  readonly #steps: readonly ((network: number) => number)[];
  /** Steps that are done, of all networks together. */
  #done = 0;

  constructor(
    networks: readonly PlaneNetwork[],
    { left, bottom, span }: PlaneArea,
    cells: number,
    wanted: readonly WantedPoints[],
  ) {
    this.cells = cells;
    this.#networks = networks;
    this.fields = networks.map(() => new Float64Array((cells + 1) * (cells + 1)));
    this.margins = networks.map(() => wanted.map(({ xs }) => new Float64Array(xs.length)));
    const columns = Float64Array.from({ length: cells + 1 }, (_, i) => left + (span * i) / cells);
    const steps = Array.from({ length: cells + 1 }, (_, row) => (network: number) => {
      const ys = new Float64Array(cells + 1).fill(bottom + span * (1 - row / cells));
      networks[network].margins(columns, ys, this.fields[network], row * (cells + 1));
      return cells + 1;
    });
    wanted.forEach(({ xs, ys }, list) => {
      for (let from = 0; from < xs.length; from += GO) {
        const [someX, someY] = [xs.subarray(from, from + GO), ys.subarray(from, from + GO)];
        steps.push(network => {
          networks[network].margins(someX, someY, this.margins[network][list], from);
          return someX.length;
        });
      }
    });
    this.#steps = steps;
  }

  get isDone(): boolean {
    return this.complete === this.#networks.length;
  }

  /** Networks that are done. */
  get complete(): number {
    return Math.floor(this.#done / this.#steps.length);
  }

  /**
   * Goes on until everything is done or `mayGoOn` says no; at least one step.
   *
   * @returns multiplications that were made
   */
  goOn(mayGoOn: () => boolean): number {
    let work = 0;
    while (!this.isDone) {
      const network = this.complete;
      const points = this.#steps[this.#done % this.#steps.length](network);
      work += this.#networks[network].work * points;
      this.#done++;
      if (!mayGoOn()) break;
    }
    return work;
  }
}

/** The coarsest grid that is drawn at all, in cells along each side. */
export const FEWEST_CELLS = 16;

/**
 * Cells along each side of a grid that can be computed in a given time.
 *
 * @param work of one point, of all networks together, in multiplications
 * @param pace time for a multiplication, in the unit of `time`
 */
export function affordableCells(work: number, pace: number, time: number, most: number): number {
  const points = time / (work * pace);
  return Math.max(Math.min(FEWEST_CELLS, most), Math.min(most, Math.floor(Math.sqrt(points)) - 1));
}
