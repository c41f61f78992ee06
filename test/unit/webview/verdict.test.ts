// What the shown runs alone can tell, and the axis that repeats are drawn on.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JudgedPart } from "../../../src/core/judgement.ts";
import type { RunSummary } from "../../../src/protocol/messages.ts";
import { dotScale, place } from "../../../webview/verdict/dotScale.ts";
import { formatP, singleParts, singleVerdict } from "../../../webview/verdict/singleVerdict.ts";
import { train } from "./panelFixture.ts";

const trained = train("asPublished", { epochs: 20 });

function part(correct: number, items: number, onlyFirst = 0, onlySecond = 0): JudgedPart {
  return { correct, items, onlyFirst, onlySecond };
}

/** The first runs of the experiment, with other judgements. */
function runsWith(...parts: readonly { test?: JudgedPart; fresh?: JudgedPart }[]): RunSummary[] {
  return parts.map(({ test: tested = part(30, 40), fresh = part(0, 0) }, i) => ({
    ...trained.playground.runs[i],
    judgement: { epoch: 500, test: tested, fresh },
  }));
}

test("runs are judged item by item beside the first of them", () => {
  const [first, other] = trained.playground.runs;
  for (const run of [first, other]) {
    const { judgement, epoch } = run;
    assert.equal(judgement?.epoch, epoch);
    assert.equal(judgement.fresh.correct, run.fresh?.correct);
    const difference = judgement.fresh.onlySecond - judgement.fresh.onlyFirst;
    assert.equal(difference, judgement.fresh.correct - (first.judgement?.fresh.correct ?? NaN));
  }
  assert.deepEqual(
    singleParts(other, false).map(({ what, part: { items } }) => [what, items]),
    [
      ["fresh", 4000],
      ["test", 40],
    ],
  );
  assert.deepEqual(
    singleParts(first, true).map(single => single.test),
    [null, null],
  );
});

test("few items cannot tell two networks apart, many can", () => {
  const few = runsWith({}, { test: part(31, 40, 2, 3) });
  assert.equal(
    singleVerdict(few).headline,
    "These 40 test items cannot tell the two networks apart: 3 are right only as published " +
      "(weights grow), 2 only without L2 (exact McNemar, p 1).",
  );
  const many = runsWith({ fresh: part(3000, 4000) }, { fresh: part(2928, 4000, 212, 140) });
  assert.match(
    singleVerdict(many).headline,
    /^On 4,000 fresh items the network without L2 is better/,
  );
  assert.match(singleVerdict(many).headline, /p 0\.00015\)/);
  assert.match(singleVerdict(many).caution, /one seed/);
  const same = runsWith({}, { test: part(30, 40) });
  assert.match(singleVerdict(same).headline, /^No difference/);
});

test("one network has an interval, many are compared with the first after Holm", () => {
  assert.equal(
    singleVerdict(runsWith({})).headline,
    "The network without L2 gets 75.0 % of 40 test items right (95 % interval 59.8 to 85.8 %).",
  );
  const three = runsWith({}, { test: part(20, 40, 12, 2) }, { test: part(36, 40, 0, 6) });
  // Alone, 0 against 6 is p 0.031; of two it is not sure enough beside 12 against 2, p 0.013.
  assert.match(
    singleVerdict(three).headline,
    /^On 40 test items, better than the one without L2: with L2; worse than the one without L2: as published/,
  );
  const unsure = runsWith({}, { test: part(30, 40, 1, 1) }, { test: part(36, 40, 0, 6) });
  assert.match(singleVerdict(unsure).headline, /^These 40 test items cannot tell any network/);
});

test("before the end there is no verdict", () => {
  const runs = runsWith({}).map(run => ({ ...run, judgement: null }));
  assert.match(singleVerdict(runs).headline, /needs the end of training/);
  assert.equal(singleVerdict(runs).caution, "");
});

test("probabilities are never shown as nothing", () => {
  assert.deepEqual(
    [formatP(0), formatP(0.04), formatP(0.2345), formatP(1)],
    ["below 0.0001", "0.040", "0.23", "1"],
  );
});

test("the axis of dots: round marks, logarithmic where values are far apart", () => {
  const linear = dotScale([0.62, 0.684], 6);
  assert.equal(linear.isLog, false);
  assert.ok(linear.ticks.length >= 3 && linear.ticks.length <= 8, String(linear.ticks));
  assert.ok(place(linear, 0.62) > 0 && place(linear, 0.684) < 1);
  assert.ok(dotScale([0.642, 0.684], 2).ticks.length >= 2);
  const log = dotScale([3.7, 8.5, 386], 5);
  assert.equal(log.isLog, true);
  assert.deepEqual(
    log.ticks,
    [10, 30, 100, 300].filter(tick => log.ticks.includes(tick)),
  );
  assert.ok(log.ticks.length >= 3);
  const equal = dotScale([0.5, 0.5], 4);
  assert.ok(Math.abs(place(equal, 0.5) - 0.5) < 1e-9);
  assert.equal(dotScale([0, 0], 4).ticks.includes(0), true);
});
