import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { classCounts, encodeLabels } from "../../../src/tabular/classes.ts";
import { encodeRows, usableRows } from "../../../src/tabular/encodeRows.ts";
import { fitEncodings } from "../../../src/tabular/fitEncodings.ts";
import { suggestInputs } from "../../../src/tabular/inputs.ts";
import { kindProblem } from "../../../src/tabular/kinds.ts";
import { findLeaks } from "../../../src/tabular/leaks.ts";
import { type LoadOptions, readTable } from "../../../src/tabular/readTable.ts";
import { TableError } from "../../../src/tabular/tableError.ts";
import { guessTarget } from "../../../src/tabular/target.ts";

/** All that happens to a file before training, with nothing chosen by hand. */
function prepare(source: Uint8Array | string, options?: LoadOptions): Float64Array {
  const table = readTable(source, options);
  const target = guessTarget(table);
  const { inputs, excluded } = suggestInputs(table, target.position);
  assert.equal(inputs.length + excluded.length, table.columns.length);
  findLeaks(table, target.position, target.task);
  for (const { position, kind } of inputs) {
    const problem = kindProblem(table.columns[position], kind);
    if (problem !== null) throw problem;
  }
  const goal = table.columns[target.position];
  const choices = inputs.map(({ position, missing }) => ({
    column: table.columns[position],
    missing,
  }));
  const { rows, excluded: dropped } = usableRows(table, [
    ...choices,
    { column: goal, missing: "error" },
  ]);
  assert.equal(rows.length, table.rowCount);
  assert.deepEqual(dropped, []);
  const encodings = fitEncodings(table, inputs, rows);
  if (target.task === "classification") {
    const classes = classCounts(goal, rows).map(({ name }) => name);
    const labels = encodeLabels(table, goal, classes, rows);
    assert(labels.every(label => label < classes.length));
  }
  return encodeRows(table, encodings, rows).inputs;
}

const manyRows = (cell: string): string => `x,class\n${"1,a\n2,b\n".repeat(20)}${cell},a\n`;

const malformed: Readonly<Record<string, readonly [Uint8Array | string, RegExp, LoadOptions?]>> = {
  "empty file": ["", /^line 1, character 1: expected a table, got an empty file/],
  "blank lines only": ["\n \r\n,,\n", /^line 1, character 1: .*empty file/],
  "byte order mark only": [Buffer.from("\uFEFF"), /empty file/],
  "header only": [
    "a,b,c\n",
    /^line 2, character 1: expected rows of values, got nothing but a header/,
  ],
  "one value too few": ["a,b\n1,2\n3\n", /^line 3, character 2: expected 2 values.* got 1\./],
  "one value too many": ["a,b\n1,2\n3,4,5\n", /^line 3, character 5: expected 2 values.* got 3\./],
  "ragged after quoted line ends": [
    'a,b\n"x\ny",2\n3\n',
    /^line 4, character 2: expected 2 values/,
  ],
  "unclosed quote": ['a,b\n1,"x\n2,y\n', /^line 2, character 3: the quoted value .* never ends/],
  "quote inside a quoted value": [
    'a,b\n1,"x"y"\n',
    /^line 2, character 3: the quoted value .* quote inside/,
  ],
  "NUL byte": [Buffer.from("a,b\n1,\0\n"), /^line 2, character 3: expected text, got a NUL/],
  "NUL in text": ["a,b\n1,x\n2,\0\n", /^line 3, character 3: expected text, got a NUL/],
  "UTF-16 without a mark": [Buffer.from("a,b\n", "utf16le"), /^line 1, character 2: .*NUL.*UTF-16/],
  "UTF-16, the other byte first, without a mark": [
    Buffer.from("a,b\n", "utf16le").swap16(),
    /^line 1, character 1: .*NUL.*UTF-16/,
  ],
  "half of a surrogate pair in UTF-16": [
    Buffer.from("\uFEFFa,b\n1,\ud800x\n", "utf16le"),
    /^line 2, character 3: expected text in UTF-16, little-endian, got other bytes/,
  ],
  "half of a surrogate pair in UTF-8": [
    Buffer.concat([Buffer.from("a,b\n1,x"), Uint8Array.of(0xed, 0xa0, 0x80, 0x0a)]),
    /^line 2, character 4: expected text in UTF-8, got other bytes/,
    { encoding: "utf-8" },
  ],
  "a picture under the name of a table": [
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
    /^line 3, character 1: expected text, got a NUL character\. Choose a text file/,
  ],
  "commas only": [",,,\n,,,\n", /empty file/],
  "semicolons only": [";;;;\n;;;;\n;;;;\n", /empty file/],
  "tabs only": ["\t\t\n\t\t\n", /empty file/],
  "a delimiter at the end of each row": [
    "a,b\n1,2,\n3,4,\n",
    /^line 2, character 5: expected 2 val/,
  ],
  "a number with marks between thousands": [
    `x,class\n${Array.from({ length: 30 }, (_, i) => `${i / 8},${i % 2 ? "a" : "b"}\n`).join("")}"1,234.5",a\n`,
    /^line 32, character 1: column "x": expected a number, got "1,234\.5"\. Write numbers without marks/,
  ],
  "not the encoding that was chosen": [
    Buffer.from("a,b\n1,\xe4\n", "latin1"),
    /^line 2, character 3: expected text in UTF-8/,
    { encoding: "utf-8" },
  ],
  "two columns of one name": ["a,b,a\n1,2,3\n", /^line 1, character 5: columns 1 and 3 .* "a"/],
  "a column without a name": ["a,,b\n1,2,3\n", /^line 1, character 3: column 2 has no name/],
  "a delimiter at the end of the header": [
    "a,b,\n1,2,\n",
    /^line 1, character 5: column 3 has no name/,
  ],
  "__proto__ as a name": ["x,__proto__\n1,2\n", /^line 1, character 3: .*"__proto__"/],
  "a name without an end": [
    `${"x".repeat(5000)},b\n1,2\n`,
    /^line 1, character 1: .* at most 1000 char/,
  ],
  "a number beyond float64": [
    manyRows("1e999"),
    /^line 42, character 1: column "x": .*float64.*"1e999"/,
  ],
  "infinity in words": [manyRows("-inf"), /^line 42, character 1: column "x": .*float64.*"-inf"/],
  "a word among numbers": [
    `x,class\n${Array.from({ length: 30 }, (_, i) => `${i / 8},${i % 2 ? "a" : "b"}\n`).join("")}oops,a`,
    /^line 32, character 1: column "x": expected a number, got "oops"/,
  ],
  "a missing value": [manyRows(""), /^line 42, character 1: column "x" has no value here/],
  "a missing target": [
    "x,class\n1,a\n2,b\n3,?\n",
    /^line 4, character 3: column "class" has no value here/,
  ],
  "one class only": ["x,y,class\n1,2,a\n2,3,a\n", /^target "class": expected at least two classes/],
  "nothing that can be learned": ["a,b\nx,y\nx,y\n", /no column can be a target/],
  "10 MB on a single line": ["x".repeat(10_000_000), /^line 1, character 1: .* got 10000000\./],
  "10 MB of values on a single line": [
    "1,".repeat(5_000_000),
    /^line 1, character 20001: .*10,000 columns/,
  ],
  "10 MB of quotes on a single line": [
    `a,b\n${'"x'.repeat(5_000_000)}`,
    /^line 2, character 1: the quoted/,
  ],
  "10 MB in a quoted value": [
    `a,b\n1,"${"x\n".repeat(5_000_000)}`,
    /^line 2, character 3: .* never ends/,
  ],
  "a delimiter of two characters": [
    "a,b\n1,2\n",
    /expected a delimiter of one/,
    { delimiter: ",," },
  ],
  "a quote as delimiter": ["a,b\n1,2\n", /expected a delimiter of one/, { delimiter: '"' }],
  "too many rows": [
    "a,b\n1,2\n3,4\n",
    /^line 3, character 1: expected at most 1 row/,
    { maxRows: 1 },
  ],
};

for (const [name, [source, message, options]] of Object.entries(malformed)) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => prepare(source, options),
      (error: unknown) => {
        assert(error instanceof TableError, String(error));
        assert.match(error.message, message);
        assert.match(error.advice, /^[A-Z].*\.$/);
        assert(error.message.length < 400);
        return true;
      },
    );
  });
}

test("one class only is told of the target that was chosen", () => {
  const table = readTable("x,class\n1,a\n2,a\n");
  assert.throws(() => classCounts(table.columns[1], Uint32Array.of(0, 1)), {
    message: /target "class": expected at least two classes, got only "a"/,
  });
});

/** What can be read, though it looks odd: cells of the rows, and the line on which each begins. */
const odd: Readonly<Record<string, readonly [Uint8Array | string, string[][], number[]]>> = {
  "line ends of every kind": [
    "x,y\r\n1,a\n2,b\r3,c",
    [
      ["1", "a"],
      ["2", "b"],
      ["3", "c"],
    ],
    [2, 3, 4],
  ],
  "a line end in a quoted value": [
    'x,y\n1,"a\nb"\n2,c\n',
    [
      ["1", "a\nb"],
      ["2", "c"],
    ],
    [2, 4],
  ],
  "a byte order mark before a quote": [
    Buffer.from('\uFEFF"x","y"\n"1","a"\n"2","b"\n'),
    [
      ["1", "a"],
      ["2", "b"],
    ],
    [2, 3],
  ],
  "a column called constructor": [
    "constructor,y\n1,a\n2,b\n",
    [
      ["1", "a"],
      ["2", "b"],
    ],
    [2, 3],
  ],
};

for (const [name, [source, cells, lines]] of Object.entries(odd)) {
  test(`read: ${name}`, () => {
    const table = readTable(source, { header: true });
    assert.equal(table.format.delimiter, ",");
    assert.match(table.columns[0].name, /^(?:x|constructor)$/);
    assert.deepEqual([...table.lines], lines);
    assert.deepEqual(
      cells.map(row => row[0]),
      [...(table.columns[0].numbers ?? [])].map(String),
    );
    assert.deepEqual(
      cells.map(row => row[1]),
      [...(table.columns[1].codes ?? [])].map(code => table.columns[1].values[code]),
    );
  });
}

test("a table is prepared whatever its columns are called, but for __proto__", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf", "class"];
  const rows = Array.from({ length: 40 }, (_, i) =>
    [i / 3, (i * 7) % 5, i % 4, (i * i) % 11, "ab"[i % 2]].join(),
  );
  const inputs = prepare(`${names.join()}\n${rows.join("\n")}\n`);
  assert.equal(inputs.length, 40 * 4);
});

test("delimiters at the end of every line are a column without a name, which can be called by its number", () => {
  const table = readTable("a,b,\n1,2,\n3,4,\n", { unnamedColumns: "number" });
  assert.deepEqual(
    table.columns.map(({ name }) => name),
    ["a", "b", "column3"],
  );
  const { excluded } = suggestInputs(table, 1);
  assert.equal(excluded.find(({ position }) => position === 2)?.reason, "it holds no values");
});

test("numbers with marks between thousands are no input unasked, and it is said why", () => {
  const forms: [string, readonly string[], LoadOptions?][] = [
    ['"1,234"', ['"2,345"', '"13,456"', '"1,234,567.5"', "7"]],
    ["1.234", ["2.345", "13.456", "1.234.567", "7"], { delimiter: ";", decimalComma: true }],
    ["1 234", ["2 345", "13 456", "1 234 567,5", "7"], { delimiter: ";" }],
    ["1'234", ["2'345", "13'456.25", "1'234'567", "7"]],
  ];
  for (const [first, others, options = {}] of forms) {
    const cells = [first, ...others];
    const delimiter = options.delimiter ?? ",";
    const rows = cells.map((cell, i) => `${cell}${delimiter}${"ab"[i % 2]}`);
    const table = readTable(`x${delimiter}class\n${rows.join("\n")}\n`, options);
    const { inputs, excluded } = suggestInputs(table, 1);
    assert.deepEqual(inputs, [], first);
    assert.match(
      excluded[0].reason,
      /^its numbers have marks between thousands, such as "1.234"; wr/,
    );
  }
  // Words among which something looks like that are words.
  const mixed = readTable('x,class\n"1,234",a\nred,b\n"1,234",a\nred,b\n');
  assert.equal(suggestInputs(mixed, 1).inputs.length, 1);
});

test("one row is a table", () => {
  assert.equal(readTable("x,class\n1,a\n").rowCount, 1);
});

/** Pieces of which files are made, also bad ones. */
const piece = fc.constantFrom(
  ...[",", ",", ",", "\n", "\n", "\n", ";", "\t", '"', '""', "\r\n", "\r", " ", "\0", "\uFEFF"],
  ...["1", "2", "3", "-0.5", "1e999", "1e308", "-1e308", "5e-324", "0x1", "1,5", "inf", "NaN"],
  ...["a", "b", "class", "yes", "no", "?", "NA", "2024-01-31", "__proto__", "constructor", "ä"],
);

test("whatever a file holds, it is prepared or refused in a sentence", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), parts => {
      const text = parts.join("");
      for (const source of [text, Buffer.from(text), Buffer.from(text, "utf16le")]) {
        try {
          assert(prepare(source).every(Number.isFinite));
        } catch (error) {
          if (!(error instanceof TableError)) throw error;
          assert.match(error.message, /[^.]\. [A-Z].*\.$/s);
          const { place } = error;
          if (place === null) continue;
          assert(place.line >= 1 && place.line <= text.split(/\r\n?|\n/).length + 1);
          assert(place.column === null || (place.column >= 1 && place.column <= text.length + 2));
        }
      }
    }),
    { numRuns: 1500 },
  );
});

test("tables of any cells are prepared or refused in a sentence", () => {
  const cell = fc.constantFrom("1", "2", "3.5", "1e300", "-1e300", "x", "y", "", "yes", "no", "07");
  const rows = fc.integer({ min: 1, max: 4 }).chain(width =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 30,
    }),
  );
  let prepared = 0;
  fc.assert(
    fc.property(rows, table => {
      const names = table[0].map((_, i) => `c${i}`).join();
      try {
        const inputs = prepare([names, ...table.map(cells => cells.join())].join("\n"));
        assert(inputs.every(Number.isFinite));
        prepared++;
      } catch (error) {
        if (!(error instanceof TableError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
  assert(prepared > 50, `${prepared} were prepared`);
});

test("any bytes are text, or refused with a place", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), bytes => {
      try {
        readTable(bytes);
      } catch (error) {
        if (!(error instanceof TableError)) throw error;
        assert(error.place !== null);
      }
    }),
    { numRuns: 2000 },
  );
});
