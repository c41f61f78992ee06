/** Runs item by item at their end, against a count of its own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingConfig } from "../../../src/core/config.ts";
import { inputCountOf, type ItemTable } from "../../../src/core/items.ts";
import { type Judgement, judgeRuns } from "../../../src/core/judgement.ts";
import { argMax, Network } from "../../../src/core/network.ts";
import { Run } from "../../../src/core/run.ts";
import { createRun, quickConfig, smallDataset, trainAll } from "./training.ts";

/** Everything that judging yields is a pause. */
function judged(runs: readonly Run[]): Judgement[] {
  const judging = judgeRuns(runs);
  for (let next = judging.next(); ; next = judging.next()) if (next.done) return next.value;
}

/** Whether each item of a table is classified correctly by some weights of a run. */
function rightOf({ config, sizes }: Run, parameters: Float64Array, table: ItemTable): boolean[] {
  const network = new Network(parameters.slice(), sizes, config);
  const inputs = inputCountOf(table);
  return Array.from(table.labels, (label, item) => {
    network.forward(table.inputs, item * inputs);
    return argMax(network.probabilities) === label;
  });
}

function partOf(first: readonly boolean[], right: readonly boolean[]) {
  return {
    items: right.length,
    onlyFirst: first.filter((isRight, item) => isRight && !right[item]).length,
    onlySecond: first.filter((isRight, item) => !isRight && right[item]).length,
    correct: right.filter(Boolean).length,
  };
}

/** What judging comes to, where each run is judged with the weights that `chosen` says. */
function expected(runs: readonly Run[], chosen: (run: Run) => [number, Float64Array]): Judgement[] {
  const { test: testItems, fresh } = smallDataset;
  const all = runs.map(run => {
    const [epoch, parameters] = chosen(run);
    const of = (table: ItemTable) => rightOf(run, parameters, table);
    return { epoch, test: of(testItems), fresh: of(fresh) };
  });
  return all.map(right => ({
    epoch: right.epoch,
    test: partOf(all[0].test, right.test),
    fresh: partOf(all[0].fresh, right.fresh),
  }));
}

function trained(...changes: Partial<TrainingConfig>[]): Run[] {
  return trainAll(changes.map(each => createRun(quickConfig(each)))).map(({ run }) => run);
}

test("runs are judged at their last epoch, and compared with the first", () => {
  const runs = trained({ epochs: 3, seed: 1 }, { epochs: 25, learningRate: 0.2 }, { seed: 9 });
  const judgements = judged(runs);
  assert.deepEqual(
    judgements,
    expected(runs, run => [run.epoch, run.parameters]),
  );
  const [first, ...others] = judgements;
  assert.deepEqual([first.fresh.onlyFirst, first.fresh.onlySecond], [0, 0]);
  assert.ok(others.some(({ fresh }) => fresh.onlyFirst > 0));
  assert.ok(others.some(({ fresh }) => fresh.onlySecond > 0));
});

test("a run that may stop early is judged at its best epoch, unless it has none", () => {
  const overfits = { hiddenLayers: [12], loss: "crossEntropy", learningRate: 0.3 } as const;
  const runs = trained({ ...overfits, epochs: 60, patience: 40 }, { ...overfits, epochs: 60 });
  const [patient, whole] = runs;
  assert.ok(patient.bestEpoch > 0 && patient.bestEpoch < patient.epoch);
  const judgements = judged(runs);
  assert.deepEqual(
    judgements,
    expected(runs, run =>
      run === patient ? [run.bestEpoch, run.bestParameters] : [run.epoch, run.parameters],
    ),
  );
  assert.equal(judgements[1].epoch, whole.epoch);
  const unbegun = createRun(quickConfig({ patience: 5 }));
  assert.deepEqual(
    judged([unbegun]),
    expected([unbegun], run => [0, run.parameters]),
  );
});

test("of runs that predict numbers there is nothing to tell", () => {
  const labels = (table: ItemTable) => ({ ...table, labels: Float64Array.from(table.labels) });
  const numbers = {
    ...smallDataset,
    train: labels(smallDataset.train),
    validation: labels(smallDataset.validation),
    test: labels(smallDataset.test),
    fresh: labels(smallDataset.fresh),
  };
  const config = quickConfig({
    output: "identity",
    loss: "squaredError",
    articleDerivative: false,
  });
  const run = new Run(config, [10, 8, 1], numbers);
  assert.deepEqual(judged([run]), []);
});
