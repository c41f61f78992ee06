/** The confusion matrix of one network as a table; of many classes the pairs that are confused most. */
import { formatCount, formatPercent } from "../format.ts";
import {
  accuracyText,
  classScores,
  type ClassScore,
  type ConfusedPair,
  confusedPairs,
  type Confusion,
  weakestClasses,
} from "./confusion.ts";
import { WideTable } from "../wideTable.tsx";

/** With more classes than this nobody reads a matrix. */
const MOST_CLASSES = 20;

/** With more classes than this columns are narrow. */
const FEW_CLASSES = 6;

/** Rows of the lists that stand for a large matrix. */
const LISTED = 12;

interface ConfusionProps {
  readonly confusion: Confusion;
  readonly classNames: readonly string[];
  /** Of the network and the items, for the names of the tables. */
  readonly title: string;
}

export function ConfusionTable(props: ConfusionProps) {
  return props.confusion.classes > MOST_CLASSES ? <Lists {...props} /> : <Matrix {...props} />;
}

function Matrix({ confusion, classNames, title }: ConfusionProps) {
  const { classes, counts } = confusion;
  const scores = classScores(confusion);
  return (
    <WideTable label={title}>
      <table class={classes > FEW_CLASSES ? "numbers confusion is-dense" : "numbers confusion"}>
        <caption class="visually-hidden">
          {title}: rows are true classes, columns predicted ones.
        </caption>
        <thead>
          <tr>
            <th scope="col">True class</th>
            {classNames.map(name => (
              <th key={name} scope="col" title={`predicted: ${name}`}>
                <span class="visually-hidden">predicted </span>
                <span class="class-label">{name}</span>
              </th>
            ))}
            <th scope="col">Right (95 % interval)</th>
          </tr>
        </thead>
        <tbody>
          {scores.map(({ trueClass, items, correct }) => (
            <tr key={trueClass}>
              <th scope="row" title={classNames[trueClass]}>
                <span class="class-label">{classNames[trueClass]}</span>
              </th>
              {classNames.map((name, predicted) => (
                <Cell
                  key={name}
                  count={counts[trueClass * classes + predicted]}
                  items={items}
                  isRight={predicted === trueClass}
                />
              ))}
              <td>{accuracyText({ correct, items })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** Right ones stand in a frame; the line below grows with the share. No meaning is by colour alone. */
function Cell({
  count,
  items,
  isRight,
}: {
  readonly count: number;
  readonly items: number;
  readonly isRight: boolean;
}) {
  const share = items === 0 ? 0 : count / items;
  return (
    <td class={isRight ? "is-right" : "is-wrong"} style={{ "--share": `${100 * share}%` }}>
      <span class="confusion-count">{formatCount(count)}</span>
      <span class="confusion-share">{items === 0 ? "–" : `${Math.round(100 * share)} %`}</span>
    </td>
  );
}

function Lists({ confusion, classNames, title }: ConfusionProps) {
  const pairs = confusedPairs(confusion);
  const weakest = weakestClasses(confusion);
  return (
    <>
      <p class="card-text">
        {formatCount(confusion.classes)} classes are too many for a matrix: here is what is confused
        most, and which classes are right least often.
      </p>
      <Pairs pairs={pairs} classNames={classNames} title={title} />
      <Weakest scores={weakest} classNames={classNames} title={title} />
    </>
  );
}

function Pairs({
  pairs,
  classNames,
  title,
}: Pick<ConfusionProps, "classNames" | "title"> & { readonly pairs: readonly ConfusedPair[] }) {
  if (pairs.length === 0) return <p class="card-text">No class is taken for another one.</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${title}, confused pairs`}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">True class</th>
            <th scope="col">Taken for</th>
            <th scope="col">Items</th>
            <th scope="col">Of its class</th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, LISTED).map(({ trueClass, predictedClass, count, share }) => (
            <tr key={`${trueClass} ${predictedClass}`}>
              <th scope="row">{classNames[trueClass]}</th>
              <td>{classNames[predictedClass]}</td>
              <td>{formatCount(count)}</td>
              <td>{formatPercent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Weakest({
  scores,
  classNames,
  title,
}: Pick<ConfusionProps, "classNames" | "title"> & { readonly scores: readonly ClassScore[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${title}, weakest classes`}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Items</th>
            <th scope="col">Right (95 % interval)</th>
          </tr>
        </thead>
        <tbody>
          {scores.slice(0, LISTED).map(score => (
            <tr key={score.trueClass}>
              <th scope="row">{classNames[score.trueClass]}</th>
              <td>{formatCount(score.items)}</td>
              <td>{accuracyText(score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
