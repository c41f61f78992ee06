// Verdicts on made-up repeats whose answer is known, and the sentences that tell them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { meanInterval } from "../../../src/core/pairedTests.ts";
import { type JudgedRun, otherSeeds, type RepeatReport } from "../../../src/core/repeats.ts";
import { verdictOf } from "../../../src/core/verdict.ts";
import type { VariantId } from "../../../src/core/variants.ts";
import { verdictText } from "../../../src/core/verdictText.ts";

const BASE: JudgedRun = {
  status: "finished",
  epoch: 500,
  isBest: false,
  trainAccuracy: 0.8,
  validationAccuracy: 0.8,
  testAccuracy: 0.8,
  freshAccuracy: 0.8,
  trainRSquared: null,
  validationRSquared: null,
  testRSquared: null,
  validationLoss: 0.3,
  testLoss: 0.3,
  weightNorm: 8,
  hasTurned: false,
};

type Change = Partial<JudgedRun>;

interface MadeUp {
  readonly parts?: Partial<NonNullable<RepeatReport["parts"]>>;
  readonly folds?: number;
  /** Differences of single items to the first variant. */
  readonly items?: readonly (readonly number[])[];
}

const IDS: readonly VariantId[] = ["none", "l2", "l1", "dropout", "jitter"];
const LABELS = ["without L2", "with L2", "with L1", "with dropout", "with jitter"];

/** @param variants for each of them, what differs from BASE, seed by seed */
function reportOf(variants: readonly (readonly Change[])[], madeUp: MadeUp = {}): RepeatReport {
  const { parts = {}, folds = 0, items = [] } = madeUp;
  const itemwise = variants.map((_, i) => {
    const differences = items.at(i - 1);
    return i === 0 || differences === undefined ? null : meanInterval(differences);
  });
  const isFresh = parts.fresh !== 0;
  return {
    variants: variants.map((_, i) => ({ id: IDS[i], label: LABELS[i] })),
    parts: { train: 200, validation: 40, test: 40, fresh: 4000, ...parts },
    folds,
    repeats: variants[0].map((_, i) => ({
      seed: folds > 0 ? 0 : i + 1,
      fold: folds > 0 ? i : null,
      runs: variants.map(changes => ({
        ...BASE,
        ...(!isFresh && { freshAccuracy: null }),
        ...changes[i],
      })),
    })),
    testItems: isFresh ? variants.map(() => null) : itemwise,
    freshItems: isFresh ? itemwise : variants.map(() => null),
  };
}

const fresh = (...values: readonly number[]): Change[] =>
  values.map(freshAccuracy => ({ freshAccuracy }));
const tested = (...values: readonly number[]): Change[] =>
  values.map(testAccuracy => ({ testAccuracy }));

/** So many items, of which a share differs by so much. */
const many = (count: number, share: number, by: number): number[] =>
  Array.from({ length: count }, (_, i) => (i < share * count ? by : 0));

function told(report: RepeatReport): { headline: string; further: string } {
  const { headline, further } = verdictText(report, verdictOf(report));
  return { headline, further: further.join(" ") };
}

function outcomes(report: RepeatReport): string[] {
  const { judgedBy, measures } = verdictOf(report);
  const judged = measures.find(({ name }) => name === judgedBy);
  return judged?.differences.map(({ outcome }) => outcome) ?? [];
}

test("a clear difference on fresh items, with its interval", () => {
  const report = reportOf(
    [fresh(0.7, 0.71, 0.69, 0.7, 0.72), fresh(0.73, 0.75, 0.72, 0.73, 0.74)],
    {
      items: [many(4000, 0.03, 1)],
    },
  );
  assert.deepEqual(outcomes(report), ["more"]);
  assert.equal(
    told(report).headline,
    "On 4,000 fresh items the network with L2 is better than the one without L2: 3.0 points more " +
      "are right (95 % interval 2.1 to 3.9, 5 seeds).",
  );
  const turned = reportOf([fresh(0.73, 0.75, 0.72), fresh(0.7, 0.71, 0.69)], {
    items: [many(4000, 0.03, -1)],
  });
  assert.match(
    told(turned).headline,
    /with L2 is worse than the one without L2: 3\.3 points fewer/,
  );
});

test("few items cannot tell, however sure the seeds are", () => {
  const report = reportOf(
    [tested(0.7, 0.7, 0.7, 0.7, 0.7), tested(0.75, 0.775, 0.75, 0.75, 0.75)],
    {
      parts: { fresh: 0 },
      items: [many(40, 0.055, 1)],
    },
  );
  const [difference] = verdictOf(report).measures[0].differences;
  assert.ok(difference.overSeeds.p < 0.001, "the seeds agree");
  assert.deepEqual(outcomes(report), ["unclear"]);
  assert.match(
    told(report).headline,
    /^These 40 test items cannot tell the networks without L2 and with L2 apart: with L2 5\.5 points more are right on average, but on other items it could be −/,
  );
  assert.match(told(report).further, /seeds alone say nothing of other items/);
});

test("few seeds cannot tell, however many items there are", () => {
  const report = reportOf([fresh(0.7, 0.7, 0.7), fresh(0.78, 0.69, 0.74)], {
    items: [many(4000, 0.037, 1)],
  });
  assert.deepEqual(outcomes(report), ["unclear"]);
  assert.match(told(report).headline, /^3 seeds cannot tell .* with L2 3\.7 points more are right/);
  assert.match(told(report).further, /So few repeats/);
});

test("no difference: the same items, or a difference that is certain to be small", () => {
  const accuracies = fresh(0.7, 0.72, 0.71);
  const same = reportOf([accuracies, accuracies], { items: [many(4000, 0, 1)] });
  assert.deepEqual(outcomes(same), ["same"]);
  assert.match(
    told(same).headline,
    /^No difference: on 4,000 fresh items .* get the same ones right/,
  );
  const close = reportOf([fresh(0.7, 0.72, 0.71, 0.7), fresh(0.701, 0.719, 0.7105, 0.6995)], {
    items: [many(4000, 0.0001, 1)],
  });
  assert.deepEqual(outcomes(close), ["close"]);
  assert.match(told(close).headline, /^No difference worth the name: .* within 1 point/);
  // As many right, but not the same ones: that is not known to be no difference.
  const others = reportOf([fresh(0.7, 0.7), fresh(0.7, 0.7)], { items: [[1, -1, 0, 0, 1, -1]] });
  assert.deepEqual(outcomes(others), ["unclear"]);
});

test("rounding is no difference, however steady it is", () => {
  const norms = [5, 6, 7].map(weightNorm => ({ weightNorm }));
  const rounded = norms.map(({ weightNorm }) => ({ weightNorm: weightNorm * (1 + 1e-12) }));
  const { measures } = verdictOf(reportOf([norms, rounded]));
  assert.equal(measures.find(({ name }) => name === "weightNorm")?.differences[0].outcome, "same");
});

test("one seed has no interval and no verdict", () => {
  const report = reportOf([fresh(0.7), fresh(0.8)], { items: [many(4000, 0.1, 1)] });
  assert.deepEqual(outcomes(report), ["unclear"]);
  assert.match(told(report).headline, /^1 seed cannot tell/);
  assert.throws(() => verdictOf(reportOf([[]])), RangeError);
});

test("one network: a mean with its interval, nothing to compare", () => {
  const report = reportOf([fresh(0.7, 0.72, 0.71)]);
  assert.equal(
    told(report).headline,
    "Over 3 seeds, the network without L2 gets 71.0 % of 4,000 fresh items right on average " +
      "(95 % interval 68.5 to 73.5 %).",
  );
  assert.ok(!told(report).further.includes("Holm"));
});

test("with many networks Holm's correction decides, and is told", () => {
  const noise = [0.012, -0.004, 0.009, 0.001, 0.011];
  const base = [0.7, 0.71, 0.69, 0.7, 0.72];
  const plus = (by: number) => fresh(...base.map((value, i) => value + by + noise[i]));
  // Alone, the weak one would be more than chance: p 0.04.
  const weak = [0.02, 0.001, 0.016, 0.012, 0.006];
  const report = reportOf(
    [
      fresh(...base),
      plus(0.05),
      fresh(...base.map((value, i) => value + weak[i])),
      plus(-0.1),
      plus(0),
    ],
    {
      items: [many(4000, 0.05, 1), many(4000, 0.011, 1), many(4000, 0.1, -1), many(4000, 0.006, 1)],
    },
  );
  const [{ differences }] = verdictOf(report).measures;
  assert.ok(Math.max(differences[1].overSeeds.p, differences[1].overItems?.p ?? 0) < 0.05);
  assert.ok(differences[1].p > 0.05);
  assert.deepEqual(outcomes(report), ["more", "unclear", "less", "unclear"]);
  const { headline, further } = told(report);
  assert.equal(
    headline,
    "On 4,000 fresh items 1 of 4 networks does better than the one without L2: with L2 (+5.6 " +
      "points); 1 does worse: with dropout (−9.4 points); 2 cannot be told from it (5 seeds).",
  );
  assert.match(further, /Holm's correction/);
});

test("many networks that nothing can tell apart", () => {
  const report = reportOf([tested(0.7, 0.725), tested(0.725, 0.7), tested(0.7, 0.7)], {
    parts: { fresh: 0 },
    items: [many(40, 0.05, 1), many(40, 0.05, -1)],
  });
  assert.equal(
    told(report).headline,
    "These 40 test items cannot tell any of 2 networks from the one without L2.",
  );
});

test("signs of overfitting, and that there are none", () => {
  assert.match(told(reportOf([fresh(0.79, 0.8, 0.81)])).further, /No sign of overfitting\./);
  const heart = [0.7, 0.72, 0.71].map(freshAccuracy => ({ freshAccuracy, trainAccuracy: 0.99 }));
  const report = reportOf([heart, fresh(0.8, 0.79, 0.8)]);
  assert.match(
    told(report).further,
    /Signs of overfitting: .*: without L2 \(28\.0 points\)\. No sign of it with L2\./,
  );
  const turned = [1, 2, 3].map(() => ({ hasTurned: true }));
  assert.equal(verdictOf(reportOf([turned])).overfitting[0]?.isSeen, true);
});

test("weights, diverged runs and loss are told", () => {
  const norms = (...values: readonly number[]) => values.map(weightNorm => ({ weightNorm }));
  const small = norms(3, 3.1, 3.05).map((run, i) => ({
    ...run,
    testLoss: 0.2 + i / 1000,
    ...(i === 0 && { status: "diverged" as const }),
  }));
  const { further } = told(reportOf([norms(8, 8.1, 8.2), small]));
  assert.match(
    further,
    /Weights are smaller with L2 \(norm 3\.05\) than without L2 \(norm 8\.10\)\./,
  );
  assert.match(further, /Test loss is lower with L2 \(0\.201\) than without L2 \(0\.300\)/);
  assert.match(further, /diverged.*1 of 3 with L2/);
});

test("folds: judged by what is held out, with wider intervals", () => {
  const held = (...values: readonly number[]): Change[] =>
    values.map(validationAccuracy => ({ validationAccuracy }));
  const variants = [held(0.8, 0.82, 0.81, 0.79, 0.8), held(0.84, 0.85, 0.86, 0.83, 0.83)];
  const report = reportOf(variants, { folds: 5, parts: { fresh: 0 } });
  const verdict = verdictOf(report);
  assert.equal(verdict.judgedBy, "validationAccuracy");
  const [{ overSeeds }] = verdict.measures[0].differences;
  const plain = meanInterval([0.04, 0.03, 0.05, 0.04, 0.03]);
  const width = (overSeeds.high ?? 0) - (overSeeds.low ?? 0);
  const plainWidth = (plain.high ?? 0) - (plain.low ?? 0);
  // Nadeau and Bengio: 1/5 grows by 1/4, held-out items by items trained on.
  assert.ok(Math.abs(width / plainWidth - Math.sqrt((1 / 5 + 1 / 4) * 5)) < 1e-9);
  assert.match(told(report).headline, /^On held-out items the network with L2 is better/);
  assert.match(told(report).headline, /, 5 folds\)\.$/);
  assert.match(told(report).further, /Folds share most/);
  // No share is more than all, whatever the width.
  const high = verdictOf(reportOf([held(1, 1, 0.8, 1, 1)], { folds: 5, parts: { fresh: 0 } }));
  assert.equal(high.measures[0].means[0].high, 1);
});

test("other seeds follow the experiment's own, and begin at 0 after the largest", () => {
  assert.deepEqual(otherSeeds(5, 3, 100), [6, 7, 8]);
  assert.deepEqual(otherSeeds(99, 3, 100), [100, 0, 1]);
});
