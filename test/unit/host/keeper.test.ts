// What is kept in the workspace from one window to the next.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Keeper, type Storage } from "../../../src/host/keeper.ts";
import { ValidationError } from "../../../src/protocol/validate.ts";

function storageOf(values: Map<string, unknown>): Storage {
  return {
    get: key => values.get(key),
    update: (key, value) => {
      values.set(key, structuredClone(value));
      return Promise.resolve();
    },
  };
}

test("what was kept comes back in the next window, and nothing where there is nothing to keep", async () => {
  const values = new Map<string, unknown>();
  let shown: object | undefined = { a: 1 };
  const keeper = new Keeper(storageOf(values), "page", () => shown);
  assert.equal(keeper.saved, undefined);
  keeper.schedule();
  keeper.schedule();
  assert.equal(values.size, 0);
  await keeper.flush();
  assert.deepEqual(values.get("page"), { a: 1 });
  shown = undefined;
  await keeper.flush();
  assert.deepEqual(values.get("page"), { a: 1 });
  // What another one keeps is another thing.
  assert.equal(new Keeper(storageOf(values), "other", () => shown).saved, undefined);
  assert.deepEqual(new Keeper(storageOf(values), "page", () => shown).saved, { a: 1 });
});

test("what was kept is checked; a mistake of our own is not taken for it", () => {
  const keeper = new Keeper(storageOf(new Map([["page", 7]])), "page", () => undefined);
  const told: string[] = [];
  const tell = (reason: string) => void told.push(reason);
  assert.equal(
    keeper.recollect(value => Number(value) + 1, tell),
    8,
  );
  const refuse = () => {
    throw new ValidationError("saved", "expected an object, got 7");
  };
  assert.equal(keeper.recollect(refuse, tell), undefined);
  assert.deepEqual(told, ["saved: expected an object, got 7"]);
  const fail = () => {
    throw new Error("zebra");
  };
  assert.throws(() => keeper.recollect(fail, tell), /zebra/);
  const empty = new Keeper(storageOf(new Map()), "page", () => undefined);
  assert.equal(empty.recollect(fail, tell), undefined);
});
