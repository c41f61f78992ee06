import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readRows } from "../../../src/tabular/csvRows.ts";
import { TableError } from "../../../src/tabular/tableError.ts";

interface Read {
  readonly rows: string[][];
  readonly lines: number[];
  /** `line:column` of each cell. */
  readonly places: string[][];
}

function read(pieces: Iterable<string>, delimiter = ",", batchCharacters?: number): Read {
  const found: Read = { rows: [], lines: [], places: [] };
  for (const batch of readRows(pieces, delimiter, 1, batchCharacters)) {
    for (const [row, cells] of batch.rows.entries()) {
      found.rows.push([...cells]);
      found.lines.push(batch.lines[row]);
      found.places.push(
        cells.map((_, cell) => {
          const { line, column } = batch.placeOf(row, cell);
          return `${line}:${column}`;
        }),
      );
    }
  }
  return found;
}

function* cut(text: string, length: number): Generator<string> {
  for (let i = 0; i < text.length; i += length) yield text.slice(i, i + length);
}

const delimiter = fc.constantFrom(",", ";", "\t", "|", " ");
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const cell = fc.string({
  unit: fc.constantFrom("a", "1", " ", ",", ";", '"', "\n", "ä", ".", "\t", "|"),
  maxLength: 6,
});
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
});

function written(text: string, mark: string, isAlwaysQuoted: boolean): string {
  const needsQuotes = isAlwaysQuoted || /["\n]/.test(text) || text.includes(mark);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

test("rows come back as they were written, with any line ends, wherever the text is cut", () => {
  fc.assert(
    fc.property(
      table,
      delimiter,
      fc.array(lineEnd, { minLength: 6, maxLength: 6 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (rows, mark, ends, isAlwaysQuoted, pieceLength, batch) => {
        let text = "";
        const lines: number[] = [];
        const places: string[][] = [];
        let line = 1;
        for (const [i, cells] of rows.entries()) {
          lines.push(line);
          let column = 1;
          const rowPlaces: string[] = [];
          for (const [k, value] of cells.entries()) {
            rowPlaces.push(`${line}:${column}`);
            const found = written(value, mark, isAlwaysQuoted);
            const breaks = found.split("\n");
            line += breaks.length - 1;
            column = (breaks.length > 1 ? 1 : column) + (breaks.at(-1)?.length ?? 0) + 1;
            text += (k > 0 ? mark : "") + found;
          }
          places.push(rowPlaces);
          text += ends[i];
          line++;
        }
        // A CR before the LF of a blank line would be one end, not two.
        const isOneEnd = rows.some(
          ([first], i) => i > 0 && first === "" && ends[i - 1] === "\r" && ends[i] === "\n",
        );
        fc.pre(isAlwaysQuoted || !isOneEnd);
        assert.deepEqual(read(cut(text, pieceLength), mark, batch), { rows, lines, places });
        assert.deepEqual(read([text], mark), { rows, lines, places });
      },
    ),
    { numRuns: 1000 },
  );
});

test("the last line needs no end", () => {
  assert.deepEqual(read(["a,b\n1,2"]).rows, [
    ["a", "b"],
    ["1", "2"],
  ]);
  assert.deepEqual(read(["a,b\n1,"]).rows, [
    ["a", "b"],
    ["1", ""],
  ]);
  assert.deepEqual(read([""]).rows, []);
  assert.deepEqual(read(["\n"]).rows, [[""]]);
});

test("quotes that do not close are refused where the value begins, wherever the text is cut", () => {
  const cases: readonly [string, number, number][] = [
    ['a,b\n1,"x\n2,y\n', 2, 3],
    ['a,b\n"x"y,1\n', 2, 1],
    ['a,"b"\n"p\nq",1\n1,"x" y\n', 4, 3],
    ['a\n"x""', 2, 1],
  ];
  for (const [text, line, column] of cases) {
    for (let length = 1; length <= text.length; length++) {
      assert.throws(
        () => read(cut(text, length), ",", length),
        (error: unknown) => {
          assert(error instanceof TableError);
          assert.deepEqual(error.place, { line, column }, JSON.stringify(text));
          return true;
        },
      );
    }
  }
});

test("blanks between a closing quote and a delimiter are no mistake, wherever the text is cut", () => {
  const text = '"a"   ,"b"  \n"c"  ,d\n';
  for (let length = 1; length <= text.length; length++) {
    assert.deepEqual(read(cut(text, length), ",", length).rows, [
      ["a", "b"],
      ["c", "d"],
    ]);
  }
});

test("a quote inside of a value that does not begin with one is a character", () => {
  assert.deepEqual(read(['5" disk,a"b\n']).rows, [['5" disk', 'a"b']]);
});
