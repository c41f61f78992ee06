import assert from "node:assert/strict";
import { test } from "node:test";
import { DisposableStore } from "../../../src/host/disposable.ts";

function recorder(names: string[]) {
  return (name: string) => ({ dispose: () => names.push(name) });
}

test("releases last in, first out, and once", () => {
  const released: string[] = [];
  const thing = recorder(released);
  const store = new DisposableStore();
  store.add(thing("first"));
  store.add(thing("second"));
  assert.deepEqual(released, []);
  store.dispose();
  store.dispose();
  assert.deepEqual(released, ["second", "first"]);
  assert.equal(store.isDisposed, true);
});

test("releases at once what arrives after disposal", () => {
  const released: string[] = [];
  const store = new DisposableStore();
  store.dispose();
  const late = recorder(released)("late");
  assert.equal(store.add(late), late);
  assert.deepEqual(released, ["late"]);
});
