/** Many runs over worker threads: the same results however many there are, and an end at once. */
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { ARTICLE_CONFIG } from "../../src/core/config.ts";
import { createDataset } from "../../src/core/datasets.ts";
import { ARTICLE_DATASET, createExperiment } from "../../src/core/experiment.ts";
import {
  makeRun,
  plannedData,
  type PlannedResult,
  plannedRuns,
  type RunPlan,
  shareDataset,
} from "../../src/core/plan.ts";
import { countBits } from "../../src/core/itemBits.ts";
import { makeRuns, usualPoolSize } from "../../src/threads/workerPool.ts";
import { assertSameBits } from "../unit/core/training.ts";
import { wasmEngine } from "./engines.ts";

const WORKER = resolve(import.meta.dirname, "../../dist/worker.js");
const SPEC = { ...ARTICLE_DATASET, trainItems: 60, freshItems: 30 };

function planOf(folds: number, changes: Partial<typeof ARTICLE_CONFIG> = {}): RunPlan {
  const base = { ...ARTICLE_CONFIG, epochs: 20, dropout: 0.1, jitter: 0.1, ...changes };
  return { experiment: createExperiment("twins", base, SPEC), seeds: [0, 7], folds };
}

/** Everything of a result but the arrays, which are compared bit by bit. */
function facts({ parameters: _, bestParameters: __, ...rest }: PlannedResult) {
  return rest;
}

function assertSameResults(a: readonly PlannedResult[], b: readonly PlannedResult[]): void {
  assert.deepEqual(a.map(facts), b.map(facts));
  for (const [i, { parameters, bestParameters }] of a.entries()) {
    assertSameBits(parameters, b[i].parameters, `weights of run ${i}`);
    const other = b[i].bestParameters;
    assert.equal(bestParameters === null, other === null);
    if (bestParameters && other) assertSameBits(bestParameters, other, `best weights of run ${i}`);
  }
}

/** The runs of a plan one after the other, without a thread. */
function makeHere(plan: RunPlan): PlannedResult[] {
  const dataset = createDataset(plan.experiment.dataset);
  return plannedRuns(plan).map(run => {
    const making = makeRun(plan, run, plannedData(dataset, plan, run.fold), wasmEngine());
    for (;;) {
      const next = making.next();
      if (next.done) return next.value;
    }
  });
}

for (const folds of [0, 3]) {
  test(`${folds} folds: the same results with one thread, with three, and with none`, async () => {
    const plan = planOf(folds);
    const here = makeHere(plan);
    assert.equal(here.length, 2 * 2 * Math.max(1, folds));
    assertSameResults(await makeRuns(WORKER, plan, 1), here);
    const arrived: PlannedResult[] = [];
    const shares: number[] = [];
    const results = await makeRuns(WORKER, plan, 3, {
      onResult: result => arrived.push(result),
      onProgress: (_, share) => shares.push(share),
    });
    assertSameResults(results, here);
    assert.equal(arrived.length, here.length);
    assert.equal(shares.at(-1), 1);
    for (const { right, bestRight, last, best, fresh } of here) {
      assert.equal(countBits(right.test), last.testCorrect);
      assert.equal(countBits(right.fresh), fresh.correct);
      assert.equal(bestRight && countBits(bestRight.test), best && best.testCorrect);
    }
    // Seeds and variants differ from one another, as they must.
    const sums = new Set(here.map(result => result.last.sumOfSquares));
    assert.equal(sums.size, here.length);
  });
}

test("data from outside gives what the same data from its description gives", async () => {
  const plan = planOf(0);
  const dataset = createDataset(SPEC);
  const shared = shareDataset(dataset);
  assert.ok(shared.train.inputs.buffer instanceof SharedArrayBuffer);
  assert.equal(shareDataset(shared).train, shared.train);
  const expected = await makeRuns(WORKER, plan, 1);
  assertSameResults(await makeRuns(WORKER, plan, 2, { dataset }), expected);
});

test("cancelling ends at once, with the reason, and leaves no thread", async () => {
  const plan = planOf(0, { epochs: 1_000_000 });
  const controller = new AbortController();
  const reason = new Error("enough");
  let wasUnderWay = false;
  const making = makeRuns(WORKER, plan, 2, {
    signal: controller.signal,
    onProgress: () => {
      wasUnderWay = true;
      controller.abort(reason);
    },
  });
  await assert.rejects(making, reason);
  assert.ok(wasUnderWay);
  await assert.rejects(makeRuns(WORKER, plan, 2, { signal: AbortSignal.abort(reason) }), reason);
});

test("a thread that leaves ends the whole with a reason", async () => {
  const workers = join(import.meta.dirname, "../unit/host/workers");
  await assert.rejects(makeRuns(join(workers, "leaves.mjs"), planOf(0), 2), /ended with code/);
});

test("there is always a thread", () => {
  assert.ok(usualPoolSize() >= 1);
});
