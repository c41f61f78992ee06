/** What is learned: the column and whether as classes or as numbers, its rows, what is doubtful. */
import type { Task } from "../../src/core/config.ts";
import type { TableReview, TableState, TableSummary } from "../../src/protocol/dataMessages.ts";
import { formatCount, formatNumber } from "../format.ts";
import { WideTable } from "../wideTable.tsx";
import { Card, options, Select } from "./controls.tsx";
import type { DataHost } from "./host.ts";
import { counted, sentence, wholeFormat, withoutTarget } from "./words.ts";

const NONE = "";

const TASKS = {
  classification: "classes",
  regression: "numbers",
} as const satisfies Record<Task, string>;

/** Classes that are drawn one by one. */
const MAX_BARS = 30;

export function TargetCard({
  host,
  state,
  summary,
}: {
  readonly host: DataHost;
  readonly state: TableState;
  readonly summary: TableSummary;
}) {
  const { target, task, review } = state;
  const { columns, suggestion } = summary;
  const chosen = target === null ? undefined : columns.at(target);
  return (
    <Card id="target" title="What is learned">
      <div class="fields">
        <Select
          id="targetColumn"
          label="Column"
          value={target === null ? NONE : String(target)}
          choices={[
            ...(target === null ? [{ value: NONE, label: "choose a column" }] : []),
            ...columns.map(({ name, notTarget }, position) => ({
              value: String(position),
              label: notTarget === null ? name : `${name} (${notTarget})`,
              isDisabled: notTarget !== null,
            })),
          ]}
          choose={text => {
            if (text !== NONE) host.post({ type: "setTarget", position: Number(text) });
          }}
        />
        {chosen !== undefined && chosen.tasks.length > 1 && (
          <Select
            id="task"
            label="Learned as"
            value={task}
            choices={options(TASKS)}
            choose={text =>
              host.post({
                type: "setTask",
                task: text === "regression" ? "regression" : "classification",
              })
            }
          />
        )}
        {chosen !== undefined && chosen.missing > 0 && (
          <Select
            id="targetMissing"
            label={withoutTarget(chosen.missing, task)}
            value={state.targetMissing}
            choices={options({ error: "refuse", drop: "leave out, listed" })}
            choose={text =>
              host.post({ type: "setTargetMissing", method: text === "drop" ? "drop" : "error" })
            }
          />
        )}
      </div>
      <p class="card-text">
        {target === null
          ? sentence(suggestion.reason)
          : target === suggestion.target && `Taken because ${suggestion.reason}.`}
      </p>
      {review !== null && review.numbers === null && <Classes review={review} />}
      {review !== null && review.numbers !== null && (
        <Numbers numbers={review.numbers} review={review} />
      )}
      {review !== null && <Warnings review={review} summary={summary} />}
    </Card>
  );
}

/** What the numbers to be predicted are like. */
function Numbers({
  numbers,
  review,
}: {
  readonly numbers: NonNullable<TableReview["numbers"]>;
  readonly review: TableReview;
}) {
  const { min, mean, max, deviation } = numbers;
  const { train, validation, test } = review.items;
  // As in the table of columns.
  const format = wholeFormat(min, max);
  const cells: readonly (readonly [string, string])[] = [
    ["Smallest", format(min)],
    ["Mean", formatNumber(mean)],
    ["Largest", format(max)],
    ["Standard deviation", formatNumber(deviation)],
  ];
  return (
    <>
      <dl class="number-facts">
        {cells.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="number">{text}</dd>
          </div>
        ))}
      </dl>
      <p class="card-text">
        A number is predicted for each of {formatCount(train + validation + test)} rows. Networks
        learn it scaled to mean 0 and standard deviation 1 of the rows to train on; results are in
        its own unit.
      </p>
    </>
  );
}

function Classes({ review }: { readonly review: TableReview }) {
  const { classes } = review;
  const most = Math.max(1, ...classes.map(({ items }) => items));
  const shown = classes.slice(0, MAX_BARS);
  return (
    <>
      <WideTable label="Classes">
        <table class="class-table">
          <caption class="visually-hidden">Rows of each class</caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Rows</th>
              <th scope="col" class="bar-cell">
                <span class="visually-hidden">Share</span>
              </th>
              <th scope="col">Train</th>
              <th scope="col">Validation</th>
              <th scope="col">Test</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, items, train, validation, test }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatCount(items)}</td>
                <td class="bar-cell" aria-hidden="true">
                  <span class="class-bar">
                    <span style={{ width: `${(100 * items) / most}%` }} />
                  </span>
                </td>
                <td>{formatCount(train)}</td>
                <td>{formatCount(validation)}</td>
                <td>{formatCount(test)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {classes.length > MAX_BARS && (
        <p class="card-text">
          And {counted(classes.length - MAX_BARS, "more class", "more classes")}.
        </p>
      )}
    </>
  );
}

function Warnings({
  review,
  summary,
}: {
  readonly review: TableReview;
  readonly summary: TableSummary;
}) {
  const leaks = review.leaks.map(
    ({ position, reason }) =>
      `column "${summary.columns[position].name}" tells the target by itself: ${reason}. ` +
      "Do not use it if it is known only afterwards",
  );
  const all = [...leaks, ...review.warnings];
  if (all.length === 0) return null;
  return (
    <ul class="warnings" aria-label="Warnings">
      {all.map(text => (
        <li key={text}>{sentence(text)}</li>
      ))}
    </ul>
  );
}
