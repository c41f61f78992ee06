// Every message of the data page, accepted and refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TABLE_SPLIT } from "../../../src/core/tableChoice.ts";
import {
  type DataPageMessage,
  parseDataPageMessage,
  parseTableChoice,
  parseTableReading,
} from "../../../src/protocol/dataMessages.ts";
import { ValidationError } from "../../../src/protocol/validate.ts";

const accepted: { readonly [T in DataPageMessage["type"]]: readonly DataPageMessage[] } = {
  ready: [{ type: "ready" }],
  read: [
    { type: "read", reading: {} },
    {
      type: "read",
      reading: {
        delimiter: "\t",
        header: false,
        decimalComma: true,
        encoding: "utf-16be",
        missingWords: ["", "n.a."],
        raggedRows: "exclude",
        unnamedColumns: "number",
      },
    },
  ],
  cancel: [{ type: "cancel" }],
  reload: [{ type: "reload" }],
  pickFile: [{ type: "pickFile" }],
  openTable: [{ type: "openTable", uri: "file:///c%3A/some.csv" }],
  giveTable: [
    { type: "giveTable", name: "some.CSV", bytes: new Uint8Array([97, 44, 98]) },
    { type: "giveTable", name: "50 MB.txt", bytes: new Uint8Array(50e6) },
  ],
  setTarget: [{ type: "setTarget", position: 0 }],
  setTask: [{ type: "setTask", task: "regression" }],
  setTargetMissing: [{ type: "setTargetMissing", method: "drop" }],
  setColumn: [
    { type: "setColumn", position: 9_999, changes: {} },
    {
      type: "setColumn",
      position: 3,
      changes: {
        isUsed: true,
        kind: "category",
        scaling: "none",
        unknown: "error",
        missing: "fill",
      },
    },
  ],
  setColumns: [{ type: "setColumns", changes: { missing: "drop" } }],
  setSplit: [{ type: "setSplit", split: TABLE_SPLIT }],
  suggest: [{ type: "suggest" }],
  train: [{ type: "train" }],
  openFile: [{ type: "openFile", line: 1, column: 40 }],
  pageError: [{ type: "pageError", message: "x", stack: "" }],
};

test("every message is accepted, rebuilt", () => {
  for (const [type, messages] of Object.entries(accepted)) {
    for (const message of messages) {
      assert.equal(message.type, type);
      const parsed = parseDataPageMessage(message);
      assert.deepEqual(parsed, message);
      assert.notEqual(parsed, message);
    }
  }
});

test("what is wrong is named", () => {
  const split = TABLE_SPLIT;
  const bytes = new Uint8Array(1);
  const wrong: [unknown, RegExp][] = [
    [null, /^message\.type: expected a known message, got nothing$/],
    ["train", /^message\.type/],
    [{ type: "toString" }, /^message\.type: expected a known message, got "toString"$/],
    [{ type: "train", now: true }, /^message\.now: there is no such member$/],
    [{ type: "read" }, /^message\.reading/],
    [{ type: "read", reading: { delimiter: ";;" } }, /reading\.delimiter: expected one character/],
    [{ type: "read", reading: { delimiter: "" } }, /reading\.delimiter/],
    [{ type: "read", reading: { header: undefined } }, /reading\.header/],
    [{ type: "read", reading: { header: 1 } }, /reading\.header: expected true or false, got 1/],
    [{ type: "read", reading: { encoding: "latin1" } }, /reading\.encoding: expected one of utf-8/],
    [{ type: "read", reading: { missingWords: "NA" } }, /reading\.missingWords/],
    [{ type: "read", reading: { missingWords: ["x".repeat(101)] } }, /reading\.missingWords\.0/],
    [{ type: "read", reading: { maxRows: 1e9 } }, /reading\.maxRows: there is no such member/],
    [{ type: "setTarget", position: -1 }, /position: expected a whole number from 0 to 9999/],
    [{ type: "setTarget", position: 1.5 }, /position/],
    [{ type: "setTarget", position: "1" }, /position/],
    [{ type: "setTargetMissing", method: "fill" }, /method/],
    [{ type: "setTask", task: "clustering" }, /task: expected one of classification, regression/],
    [{ type: "setColumn", position: 1, changes: { kind: "date" } }, /changes\.kind/],
    [{ type: "setColumn", position: 1, changes: { scaling: "constructor" } }, /changes\.scaling/],
    [{ type: "setColumn", position: 1, changes: { position: 2 } }, /changes\.position/],
    [
      { type: "setColumns", changes: { isUsed: false } },
      /changes\.isUsed: there is no such member/,
    ],
    [{ type: "setSplit", split: { ...split, train: 2 } }, /split\.train: expected a number from 0/],
    [{ type: "setSplit", split: { ...split, method: "counts" } }, /split\.method/],
    [{ type: "setSplit", split: { ...split, seed: -1 } }, /split\.seed/],
    [{ type: "openFile", line: 0, column: 1 }, /line/],
    [{ type: "openTable", uri: 7 }, /message\.uri: expected a URI, got 7/],
    [{ type: "openTable", uri: "x".repeat(10_001) }, /message\.uri: expected at most 10,000/],
    [{ type: "giveTable", name: "a.csv", bytes: [1] }, /message\.bytes: expected bytes/],
    [
      { type: "giveTable", name: "a.csv", bytes: new Uint8Array(50e6 + 1) },
      /message\.bytes: expected at most 50 MB/,
    ],
    [
      { type: "giveTable", name: "a.pdf", bytes },
      /message\.name: .* ends in \.csv, \.tsv or \.txt/,
    ],
    [{ type: "giveTable", name: "../a.csv", bytes }, /message\.name: .* without folders/],
    [{ type: "giveTable", name: "a\\b.csv", bytes }, /message\.name: .* without folders/],
    [{ type: "pageError", message: "x".repeat(10_001), stack: "" }, /message\.message/],
  ];
  for (const [value, expected] of wrong) {
    assert.throws(
      () => parseDataPageMessage(value),
      (error: unknown) => error instanceof ValidationError && expected.test(error.message),
      String(expected),
    );
  }
});

test("whatever arrives is a message or is refused, never anything else", () => {
  const types = fc.constantFrom(...Object.keys(accepted), "nonsense");
  const member = fc.constantFrom("reading", "position", "changes", "split", "line", "method");
  const record = fc.dictionary(member, fc.jsonValue());
  fc.assert(
    fc.property(types, record, (type, members) => {
      try {
        assert.equal(parseDataPageMessage({ type, ...members }).type, type);
      } catch (error) {
        assert.ok(error instanceof ValidationError);
      }
    }),
    { numRuns: 300 },
  );
});

test("readings and choices that were saved are checked too", () => {
  const choice = {
    target: 2,
    task: "regression",
    targetMissing: "error",
    inputs: [
      { position: 0, kind: "number", scaling: "zScore", unknown: "zeros", missing: "error" },
    ],
    split: TABLE_SPLIT,
  };
  assert.deepEqual(parseTableChoice(choice, "saved.choice"), choice);
  const { task: _task, ...older } = choice;
  assert.equal(parseTableChoice(older, "saved.choice").task, "classification");
  assert.throws(
    () => parseTableChoice({ ...choice, inputs: [{ position: 0 }] }, "saved.choice"),
    /saved\.choice\.inputs\.0\.kind/,
  );
  assert.deepEqual(parseTableReading({ header: true }, "saved.reading"), { header: true });
  assert.throws(
    () => parseTableReading({ header: "yes" }, "saved.reading"),
    /saved\.reading\.header/,
  );
});
