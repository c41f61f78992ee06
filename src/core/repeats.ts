/** One experiment made again with other seeds: what is kept of its runs, and of their items. */
import { variantConfig } from "./experiment.ts";
import { countBits, type ItemBits, ItemTally } from "./itemBits.ts";
import type { PartSizes } from "./items.ts";
import type { MeanInterval } from "./pairedTests.ts";
import { type PlannedResult, plannedRuns, type RunPlan } from "./plan.ts";
import type { MetricName } from "./recorder.ts";
import { rSquared } from "./regression.ts";
import { isJudgedAtBest } from "./earlyStopping.ts";
import type { RunState } from "./run.ts";
import type { VariantId } from "./variants.ts";

/** Seeds that someone may ask for at a time; one is enough where each fold is held out. */
export const SEED_REPEATS = { min: 1, max: 100, integer: true } as const;

/** Held-out parts that someone may ask for; 0 for none. */
export const FOLD_REPEATS = { min: 0, max: 20, integer: true } as const;

/** Validation loss that is larger than its smallest value by this share has turned. */
const TURNED = 0.05;

/**
 * A run at the epoch that it is judged at. Shares are from 0 to 1; null where there are no items. Of
 * accuracy and R squared there is the one that goes with the task, and the other is null.
 */
export interface JudgedRun {
  readonly status: RunState;
  readonly epoch: number;
  /** Whether that is the epoch with the smallest validation loss, not the last one. */
  readonly isBest: boolean;
  readonly trainAccuracy: number | null;
  readonly validationAccuracy: number | null;
  readonly testAccuracy: number | null;
  readonly freshAccuracy: number | null;
  readonly trainRSquared: number | null;
  readonly validationRSquared: number | null;
  readonly testRSquared: number | null;
  /** Mean data loss of an item, never with a penalty. */
  readonly validationLoss: number | null;
  readonly testLoss: number | null;
  /** Square root of the sum of all squared weights. */
  readonly weightNorm: number;
  /** Whether validation loss rose from its smallest value while training loss fell. */
  readonly hasTurned: boolean | null;
}

/** All variants with one seed, and one fold held out if there are folds. */
export interface Repeat {
  readonly seed: number;
  /** From 0; null without folds. */
  readonly fold: number | null;
  /** One for each variant. */
  readonly runs: readonly JudgedRun[];
}

/** What repeats came to. JSON-safe. */
export interface RepeatReport {
  readonly variants: readonly { readonly id: VariantId; readonly label: string }[];
  /** With folds, `train` is what is dealt into them and `validation` is 0. Null before any run ended. */
  readonly parts: PartSizes | null;
  /** Held-out parts, which then are the validation items; 0 for none. */
  readonly folds: number;
  /** In the order of the plan; only those that every variant was trained with. */
  readonly repeats: readonly Repeat[];
  /**
   * For each variant, by how much more often an item is right than with the first variant, over
   * items: means over seeds. Null for the first variant, where there are no items, and in a
   * regression.
   */
  readonly testItems: readonly (MeanInterval | null)[];
  readonly freshItems: readonly (MeanInterval | null)[];
}

/** The numbers of a result that verdicts are made of. */
function judge(result: PlannedResult, atBest: boolean): Judged {
  const { best, last, bestRight, right, parts, variances } = result;
  const isBest = atBest && best !== null;
  const at: Readonly<Record<MetricName, number>> = isBest ? best : last;
  const items = isBest && bestRight !== null ? bestRight : right;
  const share = (correct: number, count: number) =>
    count === 0 || variances !== null ? null : correct / count;
  return {
    items,
    run: {
      status: result.status,
      epoch: at.epoch,
      isBest,
      trainAccuracy: share(at.trainCorrect, parts.train),
      validationAccuracy: share(at.validationCorrect, parts.validation),
      testAccuracy: share(at.testCorrect, parts.test),
      freshAccuracy: share(countBits(items.fresh), parts.fresh),
      trainRSquared: rSquared(at.trainMse, variances?.train ?? null),
      validationRSquared: rSquared(at.validationMse, variances?.validation ?? null),
      testRSquared: rSquared(at.testMse, variances?.test ?? null),
      validationLoss: parts.validation === 0 ? null : at.validationLoss,
      testLoss: parts.test === 0 ? null : at.testLoss,
      weightNorm: Math.sqrt(at.sumOfSquares),
      hasTurned: best === null ? null : hasTurned(best, last),
    },
  };
}

type Metrics = Readonly<Record<"trainLoss" | "validationLoss", number>>;

function hasTurned(best: Metrics, last: Metrics): boolean {
  const growth = last.validationLoss / best.validationLoss - 1;
  return growth > TURNED && last.trainLoss < best.trainLoss;
}

interface Judged {
  readonly run: JudgedRun;
  readonly items: { readonly test: ItemBits; readonly fresh: ItemBits };
}

/**
 * Takes results as they come, in any order; what it reports depends on none. Of single items it
 * keeps only how often each was right.
 */
export class RepeatCollector {
  readonly #plan: RunPlan;
  readonly #isJudgedAtBest: boolean | undefined;
  readonly #repeats = new Map<string, Repeat>();
  /** Seeds and folds that some variants are missing of. */
  readonly #waiting = new Map<string, (Judged | undefined)[]>();
  #parts: PartSizes | null = null;
  #isRegression = false;
  #test: readonly ItemTally[] = [];
  #fresh: readonly ItemTally[] = [];

  /**
   * @param isJudgedAtBest whether runs are judged at their best epochs or at their last; by default
   * those are that may stop early
   */
  constructor(plan: RunPlan, isJudgedAtBest?: boolean) {
    this.#plan = plan;
    this.#isJudgedAtBest = isJudgedAtBest;
  }

  /** Seeds, with folds, that every variant was trained with. */
  get count(): number {
    return this.#repeats.size;
  }

  /** @returns whether a seed is now complete */
  add(result: PlannedResult): boolean {
    const { experiment } = this.#plan;
    const { variants } = experiment;
    const { seed, fold, variant } = result.run;
    if (this.#parts === null) {
      this.#isRegression = result.variances !== null;
      const { train, validation, test, fresh } = result.parts;
      this.#parts =
        fold === null ? result.parts : { train: train + validation, validation: 0, test, fresh };
      this.#test = variants.map(() => new ItemTally(test));
      this.#fresh = variants.map(() => new ItemTally(fresh));
    }
    const key = keyOf(seed, fold);
    const found = this.#waiting.get(key) ?? variants.map(() => undefined);
    const config = variantConfig(experiment, variants[variant]);
    found[variant] = judge(result, this.#isJudgedAtBest ?? isJudgedAtBest(config));
    this.#waiting.set(key, found);
    const complete = found.filter(judged => judged !== undefined);
    if (complete.length < variants.length) return false;
    this.#waiting.delete(key);
    this.#repeats.set(key, { seed, fold, runs: complete.map(({ run }) => run) });
    for (const [i, { items }] of complete.entries()) {
      this.#test[i].add(items.test);
      this.#fresh[i].add(items.fresh);
    }
    return true;
  }

  report(): RepeatReport {
    const { variants } = this.#plan.experiment;
    const overItems = (tallies: readonly ItemTally[]) =>
      variants.map((_, i) =>
        i === 0 || this.#isRegression ? null : (tallies.at(i)?.minus(tallies[0]) ?? null),
      );
    const first = plannedRuns(this.#plan).filter(({ variant }) => variant === 0);
    return {
      variants: variants.map(({ id, label }) => ({ id, label })),
      parts: this.#parts,
      folds: this.#plan.folds,
      repeats: first.flatMap(({ seed, fold }) => this.#repeats.get(keyOf(seed, fold)) ?? []),
      testItems: overItems(this.#test),
      freshItems: overItems(this.#fresh),
    };
  }
}

function keyOf(seed: number, fold: number | null): string {
  return `${seed} ${fold ?? ""}`;
}

/**
 * Seeds other than the one of the experiment: those that follow it, and after the largest 0, 1, 2.
 *
 * @param largest seed there is
 */
export function otherSeeds(seed: number, count: number, largest: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const next = seed + i + 1;
    return next <= largest ? next : next - largest - 1;
  });
}
