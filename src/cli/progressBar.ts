/** A bar on a terminal that shows how far the work is. Where nobody looks it writes nothing. */

const REDRAW_MS = 100;
const WIDTH = 24;
/** Back to the first column, and clear the line. */
const CLEAR = "\r\u001B[K";
const DIM = "\u001B[2m";
const PLAIN = "\u001B[22m";

/** What a bar needs of a stream. */
export interface BarStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export class ProgressBar {
  readonly #stream: BarStream;
  readonly #isShown: boolean;
  readonly #isColoured: boolean;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  /** @param environment NO_COLOR and TERM=dumb are respected */
  constructor(stream: BarStream, environment: Readonly<Record<string, string | undefined>>) {
    this.#stream = stream;
    this.#isShown = stream.isTTY === true && environment["TERM"] !== "dumb";
    this.#isColoured = (environment["NO_COLOR"] ?? "") === "";
  }

  /**
   * @param share of the work that is done, from 0 to 1
   * @param detail shown behind it
   */
  show(label: string, share: number, detail = ""): void {
    const now = performance.now();
    if (!this.#isShown || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    const done = Math.round(WIDTH * Math.max(0, Math.min(1, share)));
    const percent = `${Math.floor(100 * share)} %`.padStart(5);
    const head = `${label.padEnd(10)} [`;
    const tail = `]${percent}  ${detail}`;
    // A terminal that does not know its width says 0.
    const { columns = 0 } = this.#stream;
    const room = (columns > 0 ? columns : 80) - head.length - WIDTH - 1;
    const rest = "-".repeat(WIDTH - done);
    const bar = "#".repeat(done) + (this.#isColoured ? `${DIM}${rest}${PLAIN}` : rest);
    this.#stream.write(`${CLEAR}${head}${bar}${tail.slice(0, Math.max(0, room))}`);
  }

  /** Takes the bar away, so that lines can be written. */
  clear(): void {
    if (this.#isDrawn) this.#stream.write(CLEAR);
    this.#isDrawn = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }
}
