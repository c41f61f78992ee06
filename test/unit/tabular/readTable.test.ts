import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TableError } from "../../../src/tabular/tableError.ts";
import { type LoadOptions, loadTable, readTable } from "../../../src/tabular/readTable.ts";
import {
  MAX_DISTINCT,
  MISSING_CODE,
  type RawTable,
  rowExclusionLabels,
} from "../../../src/tabular/table.ts";

function cells(table: RawTable): (string | null)[][] {
  return table.columns.map(({ codes, values }) =>
    Array.from(codes ?? [], code => (code === MISSING_CODE ? null : values[code])),
  );
}

function formatOf(text: string, options?: LoadOptions): string {
  const { delimiter, decimalComma, header } = readTable(text, options).format;
  return `${delimiter === "\t" ? "tab" : delimiter} ${decimalComma ? "1,5" : "1.5"} ${
    header ? "header" : "data"
  }`;
}

test("columns hold numbers, codes and what was counted", () => {
  const { columns, rowCount, lines } = readTable('x,color\n1,red\n-2.5,"blue, dark"\n,red\n');
  assert.equal(rowCount, 3);
  assert.deepEqual([...lines], [2, 3, 4]);
  const [x, color] = columns;
  assert.deepEqual([...(x.numbers ?? [])], [1, -2.5, NaN]);
  assert.equal(color.numbers, null);
  assert.deepEqual([...(color.codes ?? [])], [0, 1, 0]);
  assert.deepEqual(color.values, ["red", "blue, dark"]);
  assert.deepEqual(x.facts, {
    missing: 1,
    numbers: 2,
    infinities: 0,
    words: 0,
    distinct: 2,
    min: -2.5,
    max: 1,
    isWhole: false,
    hasLeadingZeros: false,
    isCounter: false,
    meanWordsPerValue: 0,
    first: { missing: { line: 4, column: 1, text: "" }, infinity: null, words: null },
  });
});

test("delimiter, decimal comma and header are found", () => {
  const cases: readonly [string, string][] = [
    ["a,b\n1,2\n", ", 1.5 header"],
    ["a;b\n1,5;2,5\n", "; 1,5 header"],
    ["1,5;2,5;3,5\n4,5;5,5;6,5\n", "; 1,5 data"],
    ["a\tb\n1\t2\n", "tab 1.5 header"],
    ["a|b|c\n1|2|3\n", "| 1.5 header"],
    ["x;1,2;3\ny;4,5;6\n", "; 1,5 data"],
    ["x,1;2,3\ny,4;5,6\n", ", 1.5 data"],
    ["5.1,3.5,setosa\n4.9,3.0,setosa\n", ", 1.5 data"],
    ["name,color\nann,red\nbob,blue\n", ", 1.5 header"],
    ["ann,red\nbob,blue\ncid,red\n", ", 1.5 data"],
    ["a;b\n1,234;5\n6;7\n", "; 1.5 header"],
    ["?,a\n1,x\n2,y\n", ", 1.5 header"],
    ["x\n1\n2\n", ", 1.5 header"],
    ["sep=;\na;b\n1;2\n", "; 1.5 header"],
    ['"a","b"\n"1,5","2"\n', ", 1.5 header"],
  ];
  for (const [text, expected] of cases) assert.equal(formatOf(text), expected, text);
});

test("what is said is not guessed", () => {
  assert.equal(formatOf("a,b\n1,2\n", { header: false }), ", 1.5 data");
  assert.equal(formatOf("1,2\n3,4\n", { header: true }), ", 1.5 header");
  assert.equal(formatOf("a b\n1 2\n", { delimiter: " " }), "  1.5 header");
  assert.equal(formatOf('a,b\n"1,5",x\n', { decimalComma: true }), ", 1,5 header");
  assert.deepEqual(
    readTable("1,2\n", { header: false }).columns.map(column => column.name),
    ["column1", "column2"],
  );
});

test("names may be anything but __proto__, and are never keys", () => {
  const { columns } = readTable("constructor,toString,hasOwnProperty\n1,2,3\n");
  assert.deepEqual(
    columns.map(column => column.name),
    ["constructor", "toString", "hasOwnProperty"],
  );
  const { values } = readTable("x\n__proto__\nconstructor\n", { header: true }).columns[0];
  assert.deepEqual(values, ["__proto__", "constructor"]);
});

test("columns without a name can be called by their number", () => {
  const table = readTable(",x\n1,2\n", { unnamedColumns: "number", header: true });
  assert.deepEqual(
    table.columns.map(column => column.name),
    ["column1", "x"],
  );
});

test("missing values are those that are empty, or named so", () => {
  assert.deepEqual(cells(readTable("a,b\nNA,1\n?, \nx,NaN\n")), [
    [null, null, "x"],
    ["1", null, null],
  ]);
  assert.deepEqual(cells(readTable("a,b\nNA,1\n-999,2\n", { missingWords: ["-999"] })), [
    ["NA", null],
    ["1", "2"],
  ]);
});

test("blank rows are left out and listed; ragged ones if that is asked for", () => {
  const text = 'a,b\n\n1,"x\ny"\n , \n2,z\n3\n4,5,6\n';
  const table = readTable(text, { raggedRows: "exclude" });
  assert.deepEqual([...table.lines], [3, 6]);
  assert.deepEqual(
    table.excludedRows.map(({ reason, lines }) => [rowExclusionLabels[reason], ...lines]),
    [
      ["the row is blank", 2, 5],
      ["the row has more or fewer values than there are columns", 7, 8],
    ],
  );
});

test("mixed line ends and blanks around values make no difference", () => {
  const plain = readTable("a,b\n1,x\n2,y\n3,x\n");
  const mixed = readTable(" a ,b\r\n1, x\r2 ,y\n3,x");
  assert.deepEqual(cells(mixed), cells(plain));
  assert.deepEqual(mixed.columns[0].numbers, plain.columns[0].numbers);
});

test("a column keeps its numbers when it has too many values for a category", () => {
  const rows = Array.from({ length: MAX_DISTINCT + 5 }, (_, i) => `${i * 3},w${i},${i % 7}`);
  const [numbers, words, few] = readTable(`n,w,f\n${rows.join("\n")}\n`).columns;
  assert.equal(numbers.codes, null);
  assert.equal(numbers.facts.distinct, null);
  assert.equal(numbers.numbers?.at(-1), (MAX_DISTINCT + 4) * 3);
  assert.equal(words.codes, null);
  assert.equal(words.numbers, null);
  assert.equal(few.facts.distinct, 7);
  assert.equal(few.codes?.length, rows.length);
});

test("bytes and text give the same table, in whatever encoding", () => {
  const text = "größe;farbe\n1,5;grün\n2,5;weiß\n";
  const expected = cells(readTable(text));
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
  for (const bytes of [Buffer.from(text), Buffer.from(text, "latin1"), utf16]) {
    assert.deepEqual(cells(readTable(bytes)), expected);
  }
  assert.equal(readTable(utf16).format.encoding, "utf-16le");
  assert.equal(readTable(text).format.encoding, null);
});

test("any table of words and numbers comes back", () => {
  const word = fc.constantFrom("a", "b c", 'say "hi"', "x,y", "z;\tq", "ä", "two\nlines", "1", "");
  const shape = { minLength: 1, maxLength: 20 };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, fc.double({ noNaN: true, noDefaultInfinity: true })), shape),
      fc.constantFrom(",", ";", "\t", "|"),
      fc.constantFrom("\n", "\r\n"),
      (rows, delimiter, end) => {
        const lines = rows.map(([text, x]) => `"${text.replaceAll('"', '""')}"${delimiter}${x}`);
        const table = readTable(["w", ...lines].join(end).replace("w", `w${delimiter}x`));
        assert.equal(table.format.delimiter, delimiter);
        assert.deepEqual(
          cells(table)[0],
          rows.map(([text]) => text || null),
        );
        assert.deepEqual(
          [...(table.columns[1].numbers ?? [])],
          rows.map(([, x]) => x + 0),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test("loading tells how far it is, and ends when it is left", () => {
  const bytes = Buffer.from(`a,b\n${"1,x\n".repeat(300_000)}`);
  const seen: number[] = [];
  let rows = 0;
  for (const progress of loadTable(bytes)) {
    assert(progress.rows > rows);
    rows = progress.rows;
    seen.push(progress.fraction);
    if (seen.length === 3) break;
  }
  assert.equal(seen.length, 3);
  assert(seen[0] > 0 && seen[2] < 1);
  assert.deepEqual(seen, [...seen].sort());
});

test("200,000 rows of 20 columns", t => {
  const row = Array.from({ length: 18 }, (_, i) => (i + 1) / 7).join(",");
  const lines = Array.from({ length: 200_000 }, (_, i) => `${row},${i},${i % 3 ? "yes" : "no"}`);
  const bytes = Buffer.from(lines.join("\n"));
  const start = performance.now();
  const table = readTable(bytes);
  t.diagnostic(`${bytes.length} bytes in ${Math.round(performance.now() - start)} ms`);
  assert.equal(table.rowCount, 200_000);
  assert.equal(table.columns[18].numbers?.[199_999], 199_999);
});

test("a sample takes so many rows, the same for a seed, and lists the others", () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `${i},${i % 7}`);
  const text = `id,x\n${lines.join("\n")}\n\n`;
  const numbers = (seed: number, rows = 100) =>
    readTable(text, { sample: { rows, seed } }).columns[0].numbers ?? new Float64Array(0);
  const table = readTable(text, { sample: { rows: 100, seed: 5 } });
  assert.equal(table.rowCount, 100);
  assert.deepEqual(table.format.sample, { rows: 100, seed: 5 });
  const reasons = table.excludedRows.map(({ reason, lines: left }) => [reason, left.length]);
  assert.deepEqual(reasons, [
    ["blank", 1],
    ["sample", 900],
  ]);
  // In their order, each with its line.
  const ids = numbers(5);
  assert.deepEqual(
    [...ids],
    [...ids].sort((a, b) => a - b),
  );
  assert.deepEqual(
    [...table.lines],
    Array.from(ids, id => id + 2),
  );
  assert.deepEqual(numbers(5), ids);
  assert.notDeepEqual(numbers(6), ids);
  assert.equal(numbers(5, 1000).length, 1000);
  assert.equal(numbers(5, 5000).length, 1000);
});

test("every row is in a sample equally often, and more rows than allowed can be sampled", () => {
  const text = `x\n${Array.from({ length: 20 }, (_, i) => i).join("\n")}\n`;
  assert.throws(
    () => readTable(text, { maxRows: 10 }),
    (error: unknown) => error instanceof TableError && error.isTooLong,
  );
  const counts = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    const { columns } = readTable(text, { maxRows: 10, sample: { rows: 5, seed } });
    for (const id of columns[0].numbers ?? []) counts[id]++;
  }
  // 500 each, with a standard deviation of 19.4.
  for (const count of counts) assert.ok(Math.abs(count - 500) < 90, String(counts));
});

test("a sample of a table without a header, with rows of another length", () => {
  const text = `${Array.from({ length: 50 }, (_, i) => (i % 10 === 3 ? `${i}` : `${i},${i}`)).join("\n")}\n`;
  const options = { header: false, raggedRows: "exclude" } as const;
  const table = readTable(text, { ...options, sample: { rows: 20, seed: 1 } });
  assert.equal(table.rowCount, 20);
  const left = Object.fromEntries(
    table.excludedRows.map(({ reason, lines }) => [reason, lines.length]),
  );
  assert.deepEqual(left, { ragged: 5, sample: 25 });
});
