import assert from "node:assert/strict";
import { test } from "node:test";
import { controlOf } from "../../../src/host/refusedControl.ts";

test("a refusal is told beside its control, if it has one", () => {
  for (const [field, control] of [
    ["message.changes.l2", "l2"],
    ["config.patience", "patience"],
    ["config.penaltyScale.1", "penaltyScale"],
    ["own", "own"],
    ["message.own", "own"],
    ["message.own.3.settings.dropout", "own.3.dropout"],
    ["own.0.patience", "own.0.patience"],
    ["message.own.2.name", "own.2.name"],
    ["message.type", undefined],
    ["message.recipe", undefined],
    ["ownership.l2", undefined],
  ] as const) {
    assert.equal(controlOf(field), control, field);
  }
});
