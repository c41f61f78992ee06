import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduleLabels, type TrainingConfig } from "../../../src/core/config.ts";
import { learningRateAt, schedules } from "../../../src/core/schedules.ts";
import { assertClose, quickConfig } from "./training.ts";

const rates = (changes: Partial<TrainingConfig>, epochs: readonly number[]) => {
  const config = quickConfig(changes);
  return epochs.map(epoch => learningRateAt(config, epoch));
};

test("every schedule that the controls offer is there, in their order", () => {
  assert.deepEqual(Object.keys(schedules), Object.keys(scheduleLabels));
});

test("constant is the learning rate itself, in every epoch", () => {
  assert.deepEqual(rates({ learningRate: 0.1, epochs: 9 }, [1, 5, 9]), [0.1, 0.1, 0.1]);
});

test("in steps, worked by hand: every third epoch halves", () => {
  const changes = {
    schedule: "step",
    learningRate: 0.8,
    scheduleEvery: 3,
    scheduleFactor: 0.5,
  } as const;
  assert.deepEqual(
    rates(changes, [1, 2, 3, 4, 5, 6, 7, 9, 10]),
    [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1],
  );
});

test("a step of every epoch begins after the first one; a factor of 1 changes nothing", () => {
  const changes = { schedule: "step", learningRate: 1, scheduleEvery: 1 } as const;
  assert.deepEqual(rates({ ...changes, scheduleFactor: 0.25 }, [1, 2, 3]), [1, 0.25, 0.0625]);
  assert.deepEqual(rates({ ...changes, scheduleFactor: 1 }, [1, 2, 1_000_000]), [1, 1, 1]);
});

test("steps are near a power, whatever the factor", () => {
  for (const scheduleFactor of [0.01, 0.3, 0.9, 0.999]) {
    const changes = {
      schedule: "step",
      learningRate: 2,
      scheduleEvery: 7,
      scheduleFactor,
    } as const;
    for (const epoch of [1, 7, 8, 100, 1000]) {
      const expected = 2 * scheduleFactor ** Math.floor((epoch - 1) / 7);
      assertClose(rates(changes, [epoch]), [expected], 1e-13, `epoch ${epoch}`);
    }
  }
});

test("cosine falls from the learning rate towards 0, by half of it in the middle", () => {
  const changes = { schedule: "cosine", learningRate: 0.8, epochs: 100 } as const;
  const [first, quarter, middle, threeQuarters, last] = rates(changes, [1, 26, 51, 76, 100]);
  assert.equal(first, 0.8);
  assertClose([quarter], [0.4 * (1 + Math.SQRT1_2)], 1e-15, "a quarter");
  assertClose([middle], [0.4], 1e-15, "middle");
  assertClose([threeQuarters], [0.4 * (1 - Math.SQRT1_2)], 1e-14, "three quarters");
  assertClose([last], [0.4 * (1 - Math.cos(Math.PI / 100))], 1e-11, "last");
  const all = rates(
    changes,
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  assert.ok(all.every((rate, i) => rate > 0 && (i === 0 || rate < all[i - 1])));
  assert.deepEqual(rates({ ...changes, epochs: 1 }, [1]), [0.8]);
});

test("a schedule looks at the learning rate of the config, which may change on the way", () => {
  const shared = { schedule: "cosine", epochs: 10 } as const;
  const [one] = rates({ ...shared, learningRate: 0.5 }, [4]);
  const [two] = rates({ ...shared, learningRate: 1 }, [4]);
  assert.equal(two, 2 * one);
});
