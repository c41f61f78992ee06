import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { classCounts, encodeLabels } from "../../../src/tabular/classes.ts";
import { suggestInputs } from "../../../src/tabular/inputs.ts";
import { findLeaks } from "../../../src/tabular/leaks.ts";
import { compareNaturally } from "../../../src/tabular/naturalOrder.ts";
import { readTable } from "../../../src/tabular/readTable.ts";
import { guessTarget } from "../../../src/tabular/target.ts";

function rows(count: number, make: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => make(i)).join("\n");
}

function target(text: string): string {
  const table = readTable(text, { header: true });
  const { position, task } = guessTarget(table);
  return `${table.columns[position].name}: ${task}`;
}

test("a task that is known passes over columns that hold the other", () => {
  const text = `id,size,price,kind,nr\n${rows(30, i => `${i + 1},${(i * 37) % 31}.5,${(i * 7) % 4},${"ab"[i % 2]},${i}`)}`;
  const table = readTable(text, { header: true });
  const guess = (task?: "classification" | "regression") => {
    const { position, task: found } = guessTarget(table, task);
    return `${table.columns[position].name}: ${found}`;
  };
  assert.equal(guess(), "kind: classification");
  assert.equal(guess("classification"), "kind: classification");
  // Neither the words nor the columns that count rows.
  assert.equal(guess("regression"), "price: regression");
  const words = readTable("kind,colour\na,red\nb,red\na,blue\n");
  assert.throws(() => guessTarget(words, "regression"), {
    message: /^no column can be a target: expected one with numbers that differ\./,
  });
});

test("names come in the order that people expect", () => {
  const sorted = ["-2", "1e1", "10.5", "a", "b02", "b2", "b10", "b10a", "c"];
  assert.deepEqual(sorted.toReversed().sort(compareNaturally), sorted);
});

test("the order of names is an order", () => {
  const name = fc.string({
    unit: fc.constantFrom("0", "1", "2", "a", "b", ".", "-", "e"),
    maxLength: 5,
  });
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      assert.equal(Math.sign(compareNaturally(a, b)), -Math.sign(compareNaturally(b, a)) + 0);
      assert.equal(compareNaturally(a, b) === 0, a === b);
      if (compareNaturally(a, b) < 0 && compareNaturally(b, c) < 0) {
        assert(compareNaturally(a, c) < 0, `${a} ${b} ${c}`);
      }
    }),
    { numRuns: 5000 },
  );
});

test("classes are counted in natural order, and labels are their indexes", () => {
  const table = readTable("x,class\n1,c10\n2,c9\n3,c10\n4,c1\n");
  const goal = table.columns[1];
  const all = Uint32Array.of(0, 1, 2, 3);
  assert.deepEqual(classCounts(goal, all), [
    { name: "c1", items: 1 },
    { name: "c9", items: 1 },
    { name: "c10", items: 2 },
  ]);
  assert.deepEqual(
    encodeLabels(table, goal, ["c1", "c9", "c10"], Uint32Array.of(3, 0, 1)),
    Uint16Array.of(0, 2, 1),
  );
  assert.throws(() => encodeLabels(table, goal, ["c1", "c9"], all), {
    message: /^line 2: column "class": expected one of "c1", "c9", got "c10"/,
  });
});

test("the target is guessed by name, by place, by what it holds", () => {
  const many = (make: (i: number) => string): string => rows(40, make);
  assert.equal(
    target(`survived,age,sex\n${many(i => `${i % 2},${i / 4},m${i % 3}`)}`),
    "survived: classification",
  );
  assert.equal(
    target(`a,b,kind\n${many(i => `${i / 4},${i % 3},k${i % 3}`)}`),
    "kind: classification",
  );
  assert.equal(
    target(`kind,a,b\n${many(i => `k${i % 3},${i / 4},${i / 8}`)}`),
    "kind: classification",
  );
  assert.equal(
    target(`a,kind,note\n${many(i => `${i / 4},k${i % 3},"remark no ${i} on this"`)}`),
    "kind: classification",
  );
  // As of houses and their prices: a category among the inputs, the number behind them.
  assert.equal(target(`a,kind,b\n${many(i => `${i / 4},k${i % 3},${i / 8}`)}`), "b: regression");
  assert.equal(
    target(`a,sale price,kind,b\n${many(i => `${i / 4},${i / 3},k${i % 3},${i / 8}`)}`),
    "sale price: regression",
  );
  assert.equal(target(`a,price\n${many(i => `${i / 4},${(i * 37) % 101}`)}`), "price: regression");
  assert.equal(target(`a,digit\n${many(i => `${i / 4},${i % 10}`)}`), "digit: classification");
  assert.equal(target(`target,kind\n${many(i => `${i / 3},k${i % 2}`)}`), "target: regression");
});

test("every column is an input, or is listed with the reason why not", () => {
  const text = rows(
    30,
    i =>
      `${i + 1},${i / 7},c${i % 3},${i % 2 ? "yes" : "no"},2024-01-${10 + (i % 20)},same,n${i},k${i % 2}`,
  );
  const table = readTable(`nr,x,c,b,day,s,name,class\n${text}`);
  const { inputs, excluded } = suggestInputs(table, 7);
  assert.deepEqual(
    inputs.map(({ position, kind }) => `${position} ${kind}`),
    ["1 number", "2 category", "3 boolean"],
  );
  assert.deepEqual(
    excluded.map(({ position, reason }) => `${position} ${reason.slice(0, 22)}`),
    [
      "0 it counts the rows",
      "4 a date is no number fo",
      '5 every value is "same"',
      "6 its values hardly repe",
      "7 it is the target",
    ],
  );
});

test("a category of very many values is not suggested", () => {
  const table = readTable(`c,class\n${rows(600, i => `c${i % 150},k${i % 2}`)}`);
  assert.deepEqual(suggestInputs(table, 1).excluded[0], {
    position: 0,
    reason: "it would become 150 inputs",
  });
});

test("columns that tell the target are suspected, others not", () => {
  const table = readTable(
    `copy,range,honest,noise,class\n${rows(
      60,
      i =>
        `${["p", "q", "q"][i % 3]},${(i % 3) * 10 + i / 20},${(i % 3) + i / 20},${(i * 7) % 11},${"abc"[i % 3]}`,
    )}`,
  );
  // "copy" does not tell b from c.
  assert.deepEqual(
    findLeaks(table, 4, "classification").map(({ position }) => position),
    [1],
  );
  const exact = readTable(`copy,x,class\n${rows(60, i => `v${i % 6},${i % 7},${"abc"[i % 3]}`)}`);
  assert.deepEqual(
    findLeaks(exact, 2, "classification").map(({ position }) => position),
    [0],
  );
  const line = readTable(`x,y,z\n${rows(40, i => `${i},${3 * i - 1},${(i * 37) % 41}`)}`);
  assert.deepEqual(
    findLeaks(line, 1, "regression").map(({ position }) => position),
    [0],
  );
});
