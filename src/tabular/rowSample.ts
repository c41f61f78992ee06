/** A sample of the rows of a table that is too long to be used as a whole. */
import type { TableSample } from "../core/experiment.ts";
import { Random } from "../core/random.ts";

/**
 * Chooses so many of a known number of rows, each set of rows with equal chance, in one pass.
 *
 * @see Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S
 */
export class RowSelector {
  readonly #random: Random;
  #unseen: number;
  #wanted: number;

  /** @param total rows that will be asked about, below 2^32 */
  constructor(total: number, { rows, seed }: TableSample) {
    this.#random = Random.stream(seed, "split");
    this.#unseen = total;
    this.#wanted = rows;
  }

  /** Whether the next row is in the sample. */
  take(): boolean {
    if (this.#unseen <= 0) return false;
    const isChosen = this.#random.below(this.#unseen) < this.#wanted;
    this.#unseen--;
    if (isChosen) this.#wanted--;
    return isChosen;
  }
}
