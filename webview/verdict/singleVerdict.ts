/** What the shown runs alone can tell: one seed, compared item by item. */
import { taskOf } from "../../src/core/config.ts";
import { wilsonInterval } from "../../src/core/intervals.ts";
import type { JudgedPart } from "../../src/core/judgement.ts";
import { holm, mcnemar, type McNemar, OUTSIDE } from "../../src/core/pairedTests.ts";
import type { RunSummary } from "../../src/protocol/messages.ts";
import { formatCount, formatPercent, formatPoints, joinWords } from "../format.ts";

/** Items of one kind, and a run's score on them beside the first run's. */
export interface SinglePart {
  readonly what: "fresh" | "test";
  readonly part: JudgedPart;
  /** Null for the first run. */
  readonly test: McNemar | null;
}

/** A probability as people read it. */
export function formatP(p: number): string {
  return p < 0.0001 ? "below 0.0001" : p > 0.995 ? "1" : p.toPrecision(2);
}

/** The parts that have items, those that judge best first; empty before the end of all runs. */
export function singleParts(run: RunSummary, isFirst: boolean): SinglePart[] {
  const { judgement } = run;
  if (judgement === null) return [];
  return (["fresh", "test"] as const)
    .map(what => ({ what, part: judgement[what] }))
    .filter(({ part }) => part.items > 0)
    .map(({ what, part }) => ({ what, part, test: isFirst ? null : mcnemar(part) }));
}

function itemsText({ what, part }: SinglePart): string {
  return `${formatCount(part.items)} ${what} items`;
}

function ofOne(run: RunSummary, single: SinglePart): string {
  const { correct, items } = single.part;
  const [low, high] = wilsonInterval(correct, items);
  return (
    `The network ${run.label} gets ${formatPercent(correct / items)} of ${itemsText(single)} right ` +
    `(95 % interval ${formatPoints(low)} to ${formatPoints(high)} %).`
  );
}

function ofTwo(first: RunSummary, other: RunSummary, single: SinglePart): string {
  const { onlyFirst, onlySecond } = single.part;
  const p = formatP(single.test?.p ?? 1);
  if (onlyFirst + onlySecond === 0) {
    return `No difference: both networks get the same of ${itemsText(single)} right.`;
  }
  const counts =
    `${formatCount(onlySecond)} are right only ${other.label}, ${formatCount(onlyFirst)} only ` +
    `${first.label} (exact McNemar, p ${p})`;
  if ((single.test?.p ?? 1) >= OUTSIDE) {
    return `These ${itemsText(single)} cannot tell the two networks apart: ${counts}.`;
  }
  const better = onlySecond > onlyFirst ? other : first;
  return `On ${itemsText(single)} the network ${better.label} is better: ${counts}.`;
}

function ofMany(runs: readonly RunSummary[], singles: readonly SinglePart[]): string {
  const [first, ...others] = runs;
  const ps = holm(singles.map(({ test }) => test?.p ?? 1));
  const found = others.map((run, i) => ({ run, p: ps[i], ...singles[i].part }));
  const sure = found.filter(({ p }) => p < OUTSIDE);
  const better = sure.filter(({ onlyFirst, onlySecond }) => onlySecond > onlyFirst);
  const worse = sure.filter(({ onlyFirst, onlySecond }) => onlySecond < onlyFirst);
  const [single] = singles;
  if (sure.length === 0) {
    return `These ${itemsText(single)} cannot tell any network from the one ${first.label}.`;
  }
  const list = (of: typeof found) => joinWords(of.map(({ run }) => run.label));
  const parts = [
    ...(better.length > 0 ? [`better than the one ${first.label}: ${list(better)}`] : []),
    ...(worse.length > 0 ? [`worse than the one ${first.label}: ${list(worse)}`] : []),
  ];
  const rest = others.length - sure.length;
  const unclear = rest === 0 ? "" : `; ${rest} cannot be told from it`;
  return `On ${itemsText(single)}, ${parts.join("; ")}${unclear}.`;
}

export interface SingleText {
  readonly headline: string;
  /** How far it goes; "" where there is no verdict. */
  readonly caution: string;
}

/** @param runs one for each variant */
export function singleVerdict(runs: readonly RunSummary[]): SingleText {
  const [first, ...others] = runs;
  const own = singleParts(first, true);
  if (own.length === 0) {
    return {
      headline:
        taskOf(first.config) === "regression"
          ? "A verdict on predicted numbers needs repeats with other seeds."
          : "A verdict needs the end of training, or repeats with other seeds.",
      caution: "",
    };
  }
  const singles = others.map(run => singleParts(run, false)[0]);
  const headline =
    others.length === 0
      ? ofOne(first, own[0])
      : others.length === 1
        ? ofTwo(first, others[0], singles[0])
        : ofMany(runs, singles);
  return {
    headline,
    caution: "That is one seed. Only repeats show how much of it is luck of the seed.",
  };
}
