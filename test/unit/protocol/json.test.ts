import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JsonError, parseJson } from "../../../src/protocol/json.ts";
import { formatJson } from "../../../src/protocol/jsonFormat.ts";

const LIMITS = { depth: 100, values: 100_000 };
const parse = (text: string) => parseJson(text, LIMITS);

/** The same tree with ordinary prototypes, for comparing. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  assert.equal(Object.getPrototypeOf(value), null);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

/**
 * What JSON.parse reads, with every object and array read as an array that begins with a mark.
 * V8 up to 13.6 at least takes a key with an escape for another one: "a\\b" for "a\\\\" once it has
 * read that at the same place of an object. As values, strings are read right.
 *
 * @throws {SyntaxError}
 */
function parseByArrays(text: string): unknown {
  JSON.parse(text);
  const marks: Readonly<Record<string, string>> = { "{": "[1", "[": "[0", "}": "]", ":": "," };
  const tokens = /"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]?|[}:]/g;
  const arrays = text.replace(tokens, token => {
    const mark = marks[token[0]] ?? token;
    if (token[0] !== "{" && token[0] !== "[") return mark;
    return /[}\]]$/.test(token) ? `${mark}]` : `${mark},`;
  });
  return rebuilt(JSON.parse(arrays));
}

function rebuilt(tree: unknown): unknown {
  if (!Array.isArray(tree)) return tree;
  const [isObject, ...rest] = tree.map(rebuilt);
  if (isObject === 0) return rest;
  const pairs = rest.flatMap((key, i) => (i % 2 === 0 ? [[String(key), rest[i + 1]]] : []));
  return Object.fromEntries(pairs);
}

test("any JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
      const text = JSON.stringify(value, null, space);
      assert.deepEqual(plain(parse(text)), parseByArrays(text));
    }),
  );
});

test("whatever JSON.parse refuses is refused, with a place in the text", () => {
  const pieces = '{}[],:"\\-+.eE0123ntrufalse \n\u0001\u00e9\u2028ab'.split("");
  const junk = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(list => list.join(""));
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", ...pieces), fc.nat(2))
    .map(([json, at, piece, drop]) => {
      const position = at % (json.length + 1);
      return json.slice(0, position) + piece + json.slice(position + drop);
    });
  fc.assert(
    fc.property(fc.oneof(junk, damaged), text => {
      let expected: unknown;
      try {
        expected = parseByArrays(text);
      } catch {
        assert.throws(
          () => parse(text),
          (error: unknown) => {
            assert.ok(error instanceof JsonError);
            const lines = text.split("\n");
            assert.ok(error.line >= 1 && error.line <= lines.length);
            assert.ok(error.column >= 1 && error.column <= lines[error.line - 1].length + 1);
            return /^expected .*got /.test(error.problem);
          },
        );
        return;
      }
      try {
        assert.deepEqual(plain(parse(text)), expected);
      } catch (error) {
        if (!(error instanceof JsonError)) throw error;
        assert.match(error.problem, /once/);
      }
    }),
    { numRuns: 3000 },
  );
});

test("errors name line and character", () => {
  for (const [text, line, column, problem] of [
    ["", 1, 1, "expected a value, got the end of the file"],
    ['{"a": 1,\n  "b" 2}', 2, 7, 'expected a colon, got "2"'],
    ['{"a": 1,\n}', 2, 1, 'expected a member, got "}"'],
    ["[1, 2", 1, 6, "expected a comma or ], got the end of the file"],
    ["[01]", 1, 3, 'expected a comma or ], got "1"'],
    ["[1.]", 1, 4, 'expected a digit, got "]"'],
    ['["a\nb"]', 1, 4, "expected the end of a string, got a new line"],
    ['["a\\x"]', 1, 4, 'expected an escape, got "\\\\"'],
    ["[nul]", 1, 5, 'expected null, got "]"'],
    ["[-]", 1, 3, 'expected a digit, got "]"'],
    ["[1] 2", 1, 5, 'expected the end of the file, got "2"'],
    ['{"a": 1, "a": 2}', 1, 10, "expected each member once, got one again"],
  ] as const) {
    assert.throws(() => parse(text), {
      line,
      column,
      problem,
      message: `line ${line}, character ${column}: ${problem}`,
    });
  }
});

test("limits are exact", () => {
  parseJson("[[1]]", { depth: 2, values: 3 });
  assert.throws(() => parseJson("[[1]]", { depth: 1, values: 3 }), JsonError);
  assert.throws(() => parseJson("[[1]]", { depth: 2, values: 2 }), JsonError);
  parseJson("[[],[],[]]", { depth: 2, values: 4 });
});

test("__proto__ is a member like any other", () => {
  const value = parse('{"__proto__": {"x": 1}}') as Record<string, unknown>;
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.ok(!("x" in value));
});

test("formatted JSON reads back to the same, in a fixed layout", () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = formatJson(value as Parameters<typeof formatJson>[0]);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(formatJson(JSON.parse(text) as Parameters<typeof formatJson>[0]), text);
      assert.ok(text.endsWith("\n") && !/[ \t]\n/.test(text));
    }),
  );
});

test("the layout: short values in a line, matrices by rows, long lists filled up", () => {
  const long = Array.from({ length: 30 }, (_, i) => 1000 + i);
  assert.equal(
    formatJson({ a: [1, -0, 1e21], b: {}, c: [], d: { e: "f", g: null }, h: [[1, 2], [3]], long }),
    `{
  "a": [1, 0, 1e+21],
  "b": {},
  "c": [],
  "d": { "e": "f", "g": null },
  "h": [
    [1, 2],
    [3]
  ],
  "long": [
    1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015,
    1016, 1017, 1018, 1019, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028, 1029
  ]
}
`,
  );
  assert.throws(() => formatJson([1, [Number.NaN]]), RangeError);
});
