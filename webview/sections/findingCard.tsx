/** What is seen, in words and in three comparisons. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Finding, finding } from "../finding.ts";
import { formatCount, formatNumber, formatPercent, formatPoints, joinWords } from "../format.ts";
import {
  fitOf,
  fitText,
  type RegressionFacts,
  typicalError,
  typicalErrorText,
} from "../numbers.ts";
import type { Shown, ShownRun } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { Term } from "../term.tsx";
import type { TermName } from "../terms.ts";

/** Screen readers hear of the finding at most this often. */
const ANNOUNCE_INTERVAL_MS = 5000;

interface Comparison {
  readonly title: string;
  readonly term: TermName;
  readonly note: string;
  readonly value: (run: ShownRun) => number;
  readonly text: (run: ShownRun) => string;
  /** Value of a full bar; undefined for the largest of the runs. */
  readonly full?: number;
}

const WEIGHTS: Comparison = {
  title: "Sum of squared weights",
  term: "sumOfSquares",
  note: "what the penalty is made of",
  value: run => run.judged.values.sumOfSquares,
  text: run => formatNumber(run.judged.values.sumOfSquares),
};

function numberComparisons(facts: RegressionFacts): Comparison[] {
  return [
    {
      title: "R² on test items",
      term: "rSquared",
      note: "1 is perfect, 0 no better than the mean",
      value: run => Math.max(0, fitOf(facts, run.judged.values, "test") ?? 0),
      text: run => fitText(facts, run.judged.values, "test"),
      full: 1,
    },
    {
      title: "Typical error on test items",
      term: "rmse",
      note: `root of the mean squared error, in units of ${facts.target}`,
      value: run => typicalError(facts, run.judged.values, "test"),
      text: run => typicalErrorText(facts, run.judged.values, "test"),
    },
    WEIGHTS,
  ];
}

function comparisons(shown: Shown): Comparison[] {
  const { trainItems, testItems, regression } = shown.data;
  if (regression !== null) return numberComparisons(regression);
  const gap = ({ judged: { values } }: ShownRun) =>
    values.trainCorrect / trainItems - values.testCorrect / testItems;
  return [
    {
      title: "Test items right",
      term: "testItems",
      note: `of ${testItems}, never trained on`,
      value: run => run.judged.values.testCorrect,
      text: ({ judged: { values } }) =>
        `${values.testCorrect} (${formatPercent(values.testCorrect / testItems)})`,
      full: testItems,
    },
    {
      title: "Gap between train and test",
      term: "accuracyGap",
      note: "points of accuracy lost on new items",
      value: run => Math.max(0, gap(run)),
      text: run => `${formatPoints(gap(run))} points`,
      full: 1,
    },
    WEIGHTS,
  ];
}

/** Which numbers are not those of the shown epoch; "" if all are. */
function bestEpochsText(runs: readonly ShownRun[]): string {
  const best = runs.flatMap(({ summary, judged }) =>
    judged.bestEpoch === null ? [] : [`${summary.label} (${formatCount(judged.bestEpoch)})`],
  );
  if (best.length === 0) return "";
  return `At ${best.length === 1 ? "its best epoch" : "their best epochs"}: ${joinWords(best)}.`;
}

/** No percent sign at the beginning of a line. */
function unbroken(text: string): string {
  return text.replaceAll(" %", "\u00a0%");
}

function Tile({ shown, comparison }: { readonly shown: Shown; readonly comparison: Comparison }) {
  const { title, term, note, value, text } = comparison;
  const full = comparison.full ?? Math.max(...shown.runs.map(value), Number.MIN_VALUE);
  return (
    <div class="tile">
      <h3 class="tile-title">
        <Term name={term}>{title}</Term>
      </h3>
      <p class="tile-note">{note}</p>
      <div>
        {shown.runs.map(run => (
          <div key={run.summary.id} class={`tile-run variant-${run.summary.id}`}>
            <VariantName id={run.summary.id} label={run.summary.label} />
            <span class="tile-value number">{text(run)}</span>
            <span class="tile-bar" aria-hidden="true">
              <span style={{ width: `${Math.min(100, (100 * value(run)) / full)}%` }} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The text, but never changing faster than every five seconds. */
function useCalm(text: string): string {
  const [calm, setCalm] = useState("");
  const latest = useRef(text);
  const timer = useRef(0);
  latest.current = text;
  useEffect(() => {
    if (timer.current !== 0 || calm === text) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      setCalm(latest.current);
    }, ANNOUNCE_INTERVAL_MS);
  }, [text, calm]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return calm;
}

export function FindingCard({ shown }: { readonly shown: Shown }) {
  const found: Finding = finding(shown) ?? {
    headline: "Training begins.",
    overfitting: "",
    caution: "",
  };
  const { headline, overfitting, caution } = found;
  const bestEpochs = bestEpochsText(shown.runs);
  const announced = useCalm(`${headline} ${overfitting} ${caution}`);
  return (
    <section class="card finding" aria-labelledby="finding-title">
      <h2 id="finding-title" class="visually-hidden">
        Finding
      </h2>
      <p class="headline" id="finding">
        {unbroken(headline)}
      </p>
      {overfitting !== "" && (
        <p class="overfitting" id="overfitting">
          {unbroken(overfitting)}
        </p>
      )}
      <p class="caution">{unbroken(caution)}</p>
      <p class="visually-hidden" aria-live="polite">
        {announced}
      </p>
      {shown.runs.length > 0 && (
        <div class={shown.runs.length > 3 ? "tiles many" : "tiles"}>
          {comparisons(shown).map(comparison => (
            <Tile key={comparison.title} shown={shown} comparison={comparison} />
          ))}
        </div>
      )}
      {bestEpochs !== "" && <p class="tiles-note">{bestEpochs}</p>}
    </section>
  );
}
