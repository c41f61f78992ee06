/** The runs of an experiment at its end, item by item: what single runs can be compared by. */
import { taskOf } from "./config.ts";
import { comparePair, countBits, type ItemBits } from "./itemBits.ts";
import type { PairCounts } from "./pairedTests.ts";
import { isJudgedAtBest } from "./earlyStopping.ts";
import type { RightItems, Run } from "./run.ts";

/** One part of the items. `onlyFirst` are items that only the experiment's first run gets right. */
export interface JudgedPart extends PairCounts {
  readonly correct: number;
}

/** A run at the epoch that it is judged at. JSON-safe. */
export interface Judgement {
  readonly epoch: number;
  readonly test: JudgedPart;
  readonly fresh: JudgedPart;
}

/**
 * Classifies test and fresh items with every run, pausing often. Of runs that predict numbers there
 * is nothing to tell item by item: a number is never right or wrong.
 *
 * @param runs of one experiment; the first is what the others are compared with
 */
export function* judgeRuns(runs: readonly Run[]): Generator<void, Judgement[]> {
  if (runs.some(run => taskOf(run.config) === "regression")) return [];
  const found: { readonly epoch: number; readonly right: RightItems }[] = [];
  for (const run of runs) {
    const isBest = isJudgedAtBest(run.config) && run.bestEpoch > 0;
    const classifying = run.rightItems(isBest ? run.bestParameters : run.parameters);
    let next = classifying.next();
    for (; !next.done; next = classifying.next()) yield;
    found.push({ epoch: isBest ? run.bestEpoch : run.epoch, right: next.value });
  }
  const part = (first: ItemBits, bits: ItemBits, items: number): JudgedPart => ({
    ...comparePair(first, bits, items),
    correct: countBits(bits),
  });
  return found.map(({ epoch, right }, i) => {
    const { test, fresh } = runs[i].parts;
    const [{ right: first }] = found;
    return {
      epoch,
      test: part(first.test, right.test, test),
      fresh: part(first.fresh, right.fresh, fresh),
    };
  });
}
