// The sentences that say what is seen: true to the numbers, and honest about them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareSizes, finding } from "../../../webview/finding.ts";
import { show } from "../../../webview/shown.ts";
import { wilsonInterval } from "../../../src/core/intervals.ts";
import { rowWidth } from "../../../src/core/recorder.ts";
import type { OwnVariant } from "../../../src/core/ownVariants.ts";
import { idle, panelState, train, type Trained } from "./panelFixture.ts";

function findingAt(trained: Trained, epoch: number) {
  const shown = show(panelState(trained), epoch);
  assert.ok(shown);
  const found = finding(shown);
  assert.ok(found);
  return found;
}

const twins = train("twins");

test("the twins at the end: scores, sizes, and what 40 items can tell", () => {
  const { headline, caution } = findingAt(twins, 500);
  assert.equal(
    headline,
    "At epoch 500 the network with L2 gets 32 of 40 test items right, without L2 28. " +
      "Its weights are 4.8 times smaller in sum of squares (13.9 against 66.5).",
  );
  assert.match(
    caution,
    /^These 40 test items cannot tell the networks apart: one item is 2\.5 points\./,
  );
  assert.match(
    caution,
    /On 4,000 fresh items: 67\.0 % with L2 and 62\.7 % without L2, a clear difference/,
  );
  assert.match(caution, /\(give or take 1\.5 points\)\.$/);
});

test("before the end the fresh items are promised, not told", () => {
  const { headline, caution } = findingAt(twins, 100);
  assert.match(headline, /^At epoch 100 /);
  assert.doesNotMatch(caution, /67\.0/);
  assert.match(caution, /At the end, 4,000 fresh items judge better\.$/);
});

test("twins without a lambda are called the same, not compared", () => {
  const { headline } = findingAt(train("twins", { epochs: 20, l2: 0 }), 20);
  assert.match(headline, /Lambda is 0, so both networks are the same\.$/);
});

test("at the start all networks are the same", () => {
  assert.equal(
    findingAt(twins, 0).headline,
    "Before training, every weight lies between \u22120.0100 and 0.0100, the same in every network.",
  );
});

test("one network is compared with its own training items", () => {
  const { headline } = findingAt(train("withoutL2"), 500);
  assert.equal(
    headline,
    "At epoch 500 the network without L2 gets 28 of 40 test items right, and 191 of 200 training " +
      "items. That is 25.5 points worse than on items it has seen. Its squared weights sum to 66.5.",
  );
});

test("the published rule tells the story of the sign", () => {
  const { headline } = findingAt(train("asPublished"), 500);
  assert.equal(
    headline,
    "The article's printed program adds the penalty where it should subtract it. By epoch 500 its " +
      "squared weights sum to 146,099, beside 13.9 with the right sign and 66.5 without a penalty. " +
      "Its test score, 29 of 40, does not give the error away; its weights do.",
  );
});

test("a run that diverged is named, with the reason", () => {
  const { headline, caution } = findingAt(train("withL2", { l2: 10, learningRate: 1 }), 0);
  assert.match(
    headline,
    /^The network with L2 diverged after epoch \d+: a number in it was no longer/,
  );
  assert.equal(caution, "Learning rate times lambda is 10; from 2 on, weights explode.");
});

test("a difference too large for chance is called that", () => {
  // So strong a penalty erases the network: it guesses one class.
  const { caution } = findingAt(train("twins", { l2: 2, epochs: 100 }), 100);
  assert.match(caution, /^The difference is too large for chance, even on 40 test items\./);
});

test("nothing is found before the first training", () => {
  const shown = show(panelState({ playground: idle, chunks: [] }), 0);
  assert.ok(shown);
  assert.equal(finding(shown), undefined);
});

test("Wilson's interval, against published values", () => {
  const close = (actual: readonly number[], expected: readonly number[]) =>
    actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 5e-5, String(actual)));
  // Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29.
  close(wilsonInterval(81, 263), [0.2553, 0.3662]);
  close(wilsonInterval(15, 148), [0.0624, 0.1605]);
  close(wilsonInterval(0, 20), [0, 0.1611]);
  close(wilsonInterval(1, 29), [0.0061, 0.1718]);
});

test("sizes are compared in either direction", () => {
  assert.equal(compareSizes(13.9, 66.5), "4.8 times smaller");
  assert.equal(compareSizes(146107, 66.5), "2,200 times larger");
  assert.equal(compareSizes(1, 1.01), "about the same size");
  assert.equal(compareSizes(0, 1), "not comparable");
});

test("overfitting: the epoch at which validation loss turned, while training loss fell", () => {
  assert.equal(
    findingAt(twins, 500).overfitting,
    "Signs of overfitting: while training loss still fell, validation loss rose by 59 % after " +
      "epoch 48 without L2 and by 12 % after epoch 56 with L2.",
  );
  assert.match(findingAt(twins, 100).overfitting, /rose by \d+ % after epoch 48 without L2/);
  assert.equal(findingAt(twins, 0).overfitting, "");
});

test("overfitting is seen where the rows of a long run lack the best epoch", () => {
  const isKept = (epoch: number) => epoch % 50 === 0;
  const chunks = twins.chunks.map((chunk, i) => {
    const width = rowWidth(twins.playground.runs[i].sizes.length - 1);
    const rows = chunk.rows.filter((_, place) => isKept(chunk.rows[place - (place % width)]));
    return { ...chunk, rows };
  });
  assert.match(
    findingAt({ ...twins, chunks }, 500).overfitting,
    /validation loss rose by 59 % after epoch 48 without L2 and by 12 % after epoch 56 with L2\.$/,
  );
});

test("no sign of overfitting is said where there is none", () => {
  const small = train("withL2", { l2: 0.05, epochs: 60 });
  assert.match(
    findingAt(small, 60).overfitting,
    /^No sign of overfitting: validation loss has not/,
  );
  const both = train("twins", { epochs: 30 });
  assert.match(findingAt(both, 10).overfitting, /^No sign of overfitting in any network\.$/);
});

test("a run that stopped early says when, and which epoch was best", () => {
  const { overfitting } = findingAt(train("withoutL2", { patience: 20 }), 68);
  assert.match(overfitting, /Training stopped early at epoch 68; its best epoch is 48\.$/);
});

test("two of one's own: the second against the first, or against the one without a remedy", () => {
  const path: readonly OwnVariant[] = [
    { id: "l2", name: "", settings: { l2: 0.05 } },
    { id: "extra1", name: "Mine", settings: { l2: 0.005 } },
  ];
  const trained = train("custom", {}, path);
  assert.match(
    findingAt(trained, 500).headline,
    /^At epoch 500 the network \u201cMine\u201d gets 32 of 40 test items right, with L2 0\.05 \d+\. Its weights are [\d.]+ times larger/,
  );
  const none: readonly OwnVariant[] = [path[1], { id: "none", name: "", settings: {} }];
  assert.match(
    findingAt(train("custom", {}, none), 500).headline,
    /^At epoch 500 the network \u201cMine\u201d gets 32 of 40 test items right, without a remedy 28\. Its weights are 4\.8 times smaller/,
  );
});

test("three of one's own are ranked; one that stopped early is judged by its best epoch", () => {
  const own: readonly OwnVariant[] = [
    { id: "l2", name: "", settings: { l2: 0.005 } },
    { id: "extra1", name: "", settings: { l2: 0.0005 } },
    { id: "earlyStopping", name: "", settings: { patience: 20 } },
  ];
  const trained = train("custom", {}, own);
  const { headline, caution } = findingAt(trained, 500);
  assert.match(headline, /^On 4,000 fresh items the network/);
  assert.match(caution, /best of 3/);
  const shown = show(panelState(trained), 500);
  const early = shown?.runs[2];
  assert.ok(early);
  assert.deepEqual([early.epoch, early.judged.bestEpoch], [68, 48]);
  assert.equal(early.judged.values.epoch, 48);
  assert.notEqual(early.judged.values.sumOfSquares, early.values.sumOfSquares);
  assert.match(`${headline} ${caution}`, /with early stopping after 20 \(at its best epoch, 48\)/);
  // Before its end it is what it is.
  const before = show(panelState(trained), 50)?.runs[2];
  assert.deepEqual([before?.judged.bestEpoch, before?.judged.values.epoch], [null, 50]);
});

test("the tournament: the best by fresh items, with its interval, and the smallest weights", () => {
  const tournament = train("tournament");
  const { headline, caution, overfitting } = findingAt(tournament, 500);
  assert.equal(
    headline,
    "On 4,000 fresh items the network with early stopping (at its best epoch, 48) is best: " +
      "67.0 % right, give or take 1.5 points. The smallest weights are those with early stopping " +
      "(at its best epoch, 48): sum of squares 8.84, against 66.5 without a remedy.",
  );
  assert.match(
    caution,
    /^Too close to it to tell apart: with L2, .*Clearly worse: without a remedy/,
  );
  assert.match(
    caution,
    /best of 9, it looks a little better than it is\. 40 test items cannot rank/,
  );
  assert.match(
    overfitting,
    /^Signs of overfitting in 8 of 9 networks: .*with early stopping stopped/,
  );
  const earlier = findingAt(tournament, 100);
  assert.match(earlier.headline, /^At epoch 100 most test items are right /);
  assert.match(earlier.caution, /At the end, 4,000 fresh items judge better\.$/);
});
