/** A table again, with the answers of a network behind its columns. */
import { decodePieces, detectEncoding } from "./decode.ts";
import { readRows, type RowBatch } from "./csvRows.ts";
import type { RawTable } from "./table.ts";
import type { Answers } from "./classify.ts";

/** What is written behind each row: class and probabilities, or in a regression the number. */
export interface Appended {
  /** Empty in a regression. */
  readonly classNames: readonly string[];
  readonly answers: Answers;
  /** The item of each row of the table; -1 for a row that was not answered. */
  readonly itemOf: Int32Array;
}

/** The first line of a table may name the delimiter; it is no row. */
const SEPARATOR_LINE = /^sep=.(?:\r\n?|\n)/i;

/**
 * The rows of the table as they were, in UTF-8 with LF line ends, each with its class and its
 * probabilities, or with its number. Rows that loading left out are left out here too. Yields a batch of rows at a time.
 *
 * @param bytes of the file that the table was loaded from
 */
export function* predictedCsv(
  bytes: Uint8Array,
  table: RawTable,
  { classNames, answers, itemOf }: Appended,
): Generator<string> {
  const { delimiter, decimalComma, header, encoding } = table.format;
  const csv = (cells: readonly string[]) => cells.map(cell => quotedCell(cell, delimiter));
  const numberText = (value: number) =>
    decimalComma ? String(value).replace(".", ",") : String(value);
  const nothing = ["", ...classNames.map(() => "")];
  const { values } = answers;
  const answerOf = (row: number): readonly string[] => {
    const item = itemOf[row];
    if (item < 0) return nothing;
    if (values !== null) return [numberText(values[item])];
    const start = item * classNames.length;
    const probabilities = answers.probabilities.subarray(start, start + classNames.length);
    return [classNames[answers.classes[item]], ...Array.from(probabilities, numberText)];
  };
  let isHeader = header;
  let row = 0;
  for (const batch of batchesOf(bytes, encoding ?? detectEncoding(bytes), delimiter)) {
    const lines: string[] = [];
    for (const [i, cells] of batch.rows.entries()) {
      if (isHeader && cells.some(cell => cell.trim() !== "")) {
        isHeader = false;
        const names = table.columns.map(({ name }) => name);
        lines.push(csv([...cells, ...newNames(names, classNames)]).join(delimiter));
      } else if (batch.lines[i] === table.lines[row]) {
        lines.push(csv([...cells, ...answerOf(row++)]).join(delimiter));
      }
    }
    if (lines.length > 0) yield `${lines.join("\n")}\n`;
  }
}

function* batchesOf(
  bytes: Uint8Array,
  encoding: Parameters<typeof decodePieces>[1],
  delimiter: string,
): Generator<RowBatch> {
  const pieces = decodePieces(bytes, encoding);
  const first = pieces.next();
  if (first.done === true) return;
  const text = first.value.replace(SEPARATOR_LINE, "");
  const whole = (function* () {
    yield text;
    yield* pieces;
  })();
  yield* readRows(whole, delimiter, text === first.value ? 1 : 2);
}

/** Names for the new columns that no column has yet. */
function newNames(taken: readonly string[], classNames: readonly string[]): string[] {
  const names = new Set(taken);
  return ["predicted", ...classNames.map(name => `probability ${name}`)].map(wanted => {
    let name = wanted;
    for (let number = 2; names.has(name); number++) name = `${wanted} ${number}`;
    names.add(name);
    return name;
  });
}

/** As RFC 4180 has it; blanks at the ends are quoted too, since readers may take them away. */
function quotedCell(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
