/** What the table of results has in its rows, of any data and of any runs. */
import type { ComponentChildren } from "preact";
import type { Score } from "../../src/protocol/messages.ts";
import { formatCount, formatError, formatNumber, formatScore, formatSeconds } from "../format.ts";
import { fitText, type RegressionFacts, typicalErrorText } from "../numbers.ts";
import type { PanelStore } from "../panelStore.ts";
import type { Shown, ShownRun } from "../shown.ts";
import type { TermName } from "../terms.ts";
import { runStatusText } from "./statusText.ts";

interface Row {
  readonly name: string;
  /** Explained where it comes first. */
  readonly term?: TermName;
  readonly cell: (run: ShownRun) => ComponentChildren;
}

interface RowGroup {
  readonly name: string;
  readonly term?: TermName;
  readonly rows: readonly Row[];
}

/** A score that may break into two lines, but not inside a number. */
function ScoreText({ correct, items }: Score) {
  const [count, share] = formatScore(correct, items).split(" (");
  return (
    <>
      <span class="nowrap">{count}</span> <span class="nowrap">({share}</span>
    </>
  );
}

function freshCell(run: ShownRun): ComponentChildren {
  const { fresh } = run.summary;
  if (fresh === null) return "–";
  if (fresh.epoch !== run.epoch && !run.isNewest) {
    return `scored at epoch ${formatCount(fresh.epoch)}`;
  }
  return (
    <>
      <ScoreText {...fresh} />
      {fresh.epoch !== run.epoch && (
        <span class="cell-note">at its best epoch, {formatCount(fresh.epoch)}</span>
      )}
    </>
  );
}

/** The score that early stopping comes to; the other rows are of the shown epoch. */
function bestTestRows({ runs }: Shown, cell: (run: ShownRun) => ComponentChildren): Row[] {
  if (runs.every(run => run.judged.bestEpoch === null)) return [];
  return [
    {
      name: "Test, at its best epoch",
      cell: run => (run.judged.bestEpoch === null ? "–" : cell(run)),
    },
  ];
}

/** Settings that tell the runs apart, or that any of them has on. */
const SETTINGS = [
  ["l2", "Lambda", "lambda"],
  ["l1", "L1", "l1"],
  ["decay", "Constant decay", "decay"],
  ["maxNorm", "Max-norm", "maxNorm"],
  ["dropout", "Dropout", "dropout"],
  ["jitter", "Jitter", "jitter"],
  ["patience", "Patience, epochs", "patience"],
] as const;

/** Settings of training, where the runs differ in them. */
const TRAINING_SETTINGS = [
  ["learningRate", "Learning rate"],
  ["batchSize", "Batch size"],
] as const;

function settingRows({ runs }: Shown): Row[] {
  const differing = TRAINING_SETTINGS.filter(
    ([member]) => new Set(runs.map(run => run.summary.config[member])).size > 1,
  ).map(([member, name]) => ({
    name,
    cell: (run: ShownRun) => String(run.summary.config[member]),
  }));
  const remedies = SETTINGS.filter(
    ([member]) => member === "l2" || runs.some(run => run.summary.config[member] !== 0),
  ).map(([member, name, term]) => ({
    name,
    term,
    cell: (run: ShownRun) => {
      const value = run.summary.config[member];
      return value === 0 && member !== "l2" ? "–" : String(value);
    },
  }));
  return [...remedies, ...differing];
}

/** The best epoch, which can be gone to. */
function bestCell(store: PanelStore, run: ShownRun): ComponentChildren {
  const { best, summary } = run;
  if (best === null) return "–";
  return (
    <button
      id={`best-${summary.id}`}
      type="button"
      class="link"
      title="Show this epoch"
      onClick={() => store.goTo(best.epoch)}
    >
      {formatCount(best.epoch)}
      <span class="visually-hidden">, show the best epoch of the network {summary.label}</span>
    </button>
  );
}

/** How well numbers are predicted. */
function numberGroups(shown: Shown, facts: RegressionFacts): RowGroup[] {
  const parts = [
    ["Train", "train"],
    ...(shown.validationItems > 0 ? [["Validation", "validation"] as const] : []),
    ["Test", "test"],
  ] as const;
  return [
    {
      name: "R²",
      term: "rSquared",
      rows: [
        ...parts.map(([name, part]) => ({
          name,
          cell: (run: ShownRun) => fitText(facts, run.values, part),
        })),
        ...bestTestRows(shown, run => fitText(facts, run.judged.values, "test")),
      ],
    },
    {
      name: `Typical error (RMSE), in units of ${facts.target}`,
      term: "rmse",
      rows: [
        ...parts.map(([name, part]) => ({
          name,
          cell: (run: ShownRun) => typicalErrorText(facts, run.values, part),
        })),
        ...bestTestRows(shown, run => typicalErrorText(facts, run.judged.values, "test")),
      ],
    },
  ];
}

/** All rows of the table, in groups: what the data and the runs have something to say on. */
export function rowGroups(store: PanelStore, shown: Shown): RowGroup[] {
  const { regression } = shown.data;
  const scores = regression === null ? classGroups(shown) : numberGroups(shown, regression);
  return [...scores, ...commonGroups(store, shown)];
}

function classGroups(shown: Shown): RowGroup[] {
  const { trainItems, testItems, freshItems } = shown.data;
  const { validationItems } = shown;
  const hasValidation = validationItems > 0;
  return [
    {
      name: "Items right",
      rows: [
        {
          name: "Train",
          term: "trainItems",
          cell: run => <ScoreText correct={run.values.trainCorrect} items={trainItems} />,
        },
        ...(hasValidation
          ? [
              {
                name: "Validation",
                term: "validationItems" as const,
                cell: (run: ShownRun) => (
                  <ScoreText correct={run.values.validationCorrect} items={validationItems} />
                ),
              },
            ]
          : []),
        {
          name: "Test",
          term: "testItems",
          cell: run => <ScoreText correct={run.values.testCorrect} items={testItems} />,
        },
        ...bestTestRows(shown, run => (
          <ScoreText correct={run.judged.values.testCorrect} items={testItems} />
        )),
        ...(freshItems > 0
          ? [{ name: "Fresh items", term: "freshItems" as const, cell: freshCell }]
          : []),
      ],
    },
    {
      name: "Mean squared error",
      term: "mse",
      rows: [
        { name: "Train", cell: run => formatError(run.values.trainMse) },
        { name: "Test", cell: run => formatError(run.values.testMse) },
      ],
    },
  ];
}

function commonGroups(store: PanelStore, shown: Shown): RowGroup[] {
  const hasValidation = shown.validationItems > 0;
  return [
    {
      name: "Loss",
      term: "loss",
      rows: [
        { name: "Train", cell: run => formatError(run.values.trainLoss) },
        { name: "Test", cell: run => formatError(run.values.testLoss) },
        {
          name: "Gap, test − train",
          term: "gap",
          cell: run => formatError(run.values.testLoss - run.values.trainLoss),
        },
        { name: "Penalty", term: "penalty", cell: run => formatError(run.values.penalty) },
        {
          name: "Train + penalty",
          term: "total",
          cell: run => formatError(run.values.trainLoss + run.values.penalty),
        },
      ],
    },
    ...(hasValidation
      ? [
          {
            name: "Validation loss",
            rows: [
              {
                name: "This epoch",
                cell: (run: ShownRun) => formatError(run.values.validationLoss),
              },
              {
                name: "Smallest",
                cell: (run: ShownRun) =>
                  run.best === null ? "–" : formatError(run.best.validationLoss),
              },
              {
                name: "Best epoch",
                term: "bestEpoch" as const,
                cell: (run: ShownRun) => bestCell(store, run),
              },
            ],
          },
        ]
      : []),
    {
      name: "Weights",
      rows: [
        {
          name: "Sum of squares",
          term: "sumOfSquares",
          cell: run => formatNumber(run.values.sumOfSquares),
        },
        { name: "Largest |w|", term: "maxAbs", cell: run => formatNumber(run.values.maxAbs) },
      ],
    },
    {
      name: "Run",
      rows: [
        ...settingRows(shown),
        { name: "Epochs trained", term: "epoch", cell: run => formatCount(run.summary.epoch) },
        { name: "State", cell: run => runStatusText(run.summary) },
        { name: "Time computing", cell: run => formatSeconds(run.summary.seconds) },
      ],
    },
  ];
}
