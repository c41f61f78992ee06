// What brings the pages beside the panel back after a reload of the window.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLE_SPLIT } from "../../../src/core/tableChoice.ts";
import {
  type DataPageMemory,
  restoreDataPage,
  restoreUsePage,
  saveDataPage,
  saveUsePage,
  type UsePageMemory,
} from "../../../src/host/savedPages.ts";
import { ValidationError } from "../../../src/protocol/validate.ts";

const dataPage: DataPageMemory = {
  uri: "vscode-vfs://github/some/tickets.csv",
  sha256: "0".repeat(64),
  reading: { delimiter: ";", header: true, missingWords: ["-"] },
  edits: {
    target: "late",
    task: "regression",
    columns: new Map([
      ["minutes", { isUsed: true, scaling: "minMax" }],
      ["__proto__", { isUsed: false }],
    ]),
  },
  targetMissing: "drop",
  split: TABLE_SPLIT,
};

const usePage: UsePageMemory = {
  weights: "file:///some.weights.json",
  values: [{ name: "length", text: "about 5" }],
  table: { uri: "file:///some.csv", reading: { decimalComma: true } },
};

/** As the editor stores it. */
function stored(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

test("both pages come back as they were saved", () => {
  assert.deepEqual(restoreDataPage(stored(saveDataPage(dataPage))), dataPage);
  const unread = { ...dataPage, sha256: null };
  assert.deepEqual(restoreDataPage(stored(saveDataPage(unread))), unread);
  assert.deepEqual(restoreUsePage(stored(saveUsePage(usePage))), usePage);
  const alone = { ...usePage, table: null };
  assert.deepEqual(restoreUsePage(stored(saveUsePage(alone))), alone);
});

test("what is no saved page is refused, naming the member", () => {
  const data: Readonly<Record<string, unknown>> = {
    version: 0,
    uri: 7,
    sha256: "short",
    reading: { delimiter: ",," },
    target: 3,
    task: "clustering",
    columns: [{ name: "a", changes: { kind: "nonsense" } }],
    targetMissing: "fill",
    split: { ...TABLE_SPLIT, train: "x" },
    other: 1,
  };
  for (const [member, value] of Object.entries(data)) {
    refuses(() => restoreDataPage({ ...stored(saveDataPage(dataPage)), [member]: value }), member);
  }
  const use = { version: 0, weights: null, values: [{ name: "a", text: 5 }], table: 1 };
  for (const [member, value] of Object.entries(use)) {
    refuses(() => restoreUsePage({ ...stored(saveUsePage(usePage)), [member]: value }), member);
  }
  for (const value of [null, "", [], 7, {}]) {
    assert.throws(() => restoreDataPage(value), ValidationError);
    assert.throws(() => restoreUsePage(value), ValidationError);
  }
});

function refuses(restore: () => unknown, member: string): void {
  assert.throws(restore, (error: unknown) => {
    assert.ok(error instanceof ValidationError);
    assert.ok(error.field.startsWith(`saved.${member}`), error.field);
    return true;
  });
}
