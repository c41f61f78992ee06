/** The numbers behind a verdict. */
import type { ComponentChildren } from "preact";
import type { RepeatReport } from "../../src/core/repeats.ts";
import {
  type Difference,
  measures,
  type MeasureVerdict,
  type Outcome,
  type Verdict,
} from "../../src/core/verdict.ts";
import { differenceText, rangeText, valueText } from "../../src/core/verdictText.ts";
import type { RunSummary } from "../../src/protocol/messages.ts";
import { formatCount, formatScore } from "../format.ts";
import { VariantName } from "../swatch.tsx";
import { meanText } from "./dotPlot.tsx";
import { formatP, singleParts } from "./singleVerdict.ts";

function Table({
  label,
  head,
  children,
}: {
  readonly label: string;
  readonly head: readonly string[];
  readonly children: ComponentChildren;
}) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${label}, table`}>
      <table class="numbers">
        <thead>
          <tr>
            {head.map(text => (
              <th scope="col" key={text}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Mean and interval of every measure. */
export function MeansTable({
  report,
  verdict,
}: {
  readonly report: RepeatReport;
  readonly verdict: Verdict;
}) {
  return (
    <Table
      label="Means"
      head={["Network", ...verdict.measures.map(({ name }) => measures[name].label)]}
    >
      {report.variants.map(({ id, label }, variant) => (
        <tr key={id}>
          <th scope="row">
            <VariantName id={id} label={label} />
          </th>
          {verdict.measures.map(measure => (
            <td key={measure.name}>{meanText(measure, variant)}</td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

const outcomeTexts: Readonly<Record<Outcome, string>> = {
  more: "more",
  less: "less",
  same: "the same",
  close: "no difference",
  unclear: "cannot tell",
};

function intervalText({ name }: MeasureVerdict, interval: Difference["overSeeds"] | null): string {
  if (interval === null) return "–";
  const text = (value: number) => differenceText(name, value);
  const range = rangeText(interval, text);
  return range === "" ? text(interval.mean) : `${text(interval.mean)} (${range})`;
}

/** Paired differences to the first variant, of one measure. */
export function DifferencesTable({
  report,
  measure,
}: {
  readonly report: RepeatReport;
  readonly measure: MeasureVerdict;
}) {
  const { label, isShare } = measures[measure.name];
  const hasItems = measure.differences.some(({ overItems }) => overItems !== null);
  const unit = isShare ? ", points" : "";
  return (
    <Table
      label={`${label}, differences`}
      head={[
        `${label} beside ${report.variants[0].label}`,
        `Over seeds${unit}`,
        ...(hasItems ? [`Over items${unit}`] : []),
        "p",
        "Verdict",
      ]}
    >
      {measure.differences.map(({ variant, overSeeds, overItems, p, outcome }) => (
        <tr key={variant}>
          <th scope="row">
            <VariantName {...report.variants[variant]} />
          </th>
          <td>{intervalText(measure, overSeeds)}</td>
          {hasItems && <td>{intervalText(measure, overItems)}</td>}
          <td>{formatP(p)}</td>
          <td>{outcomeTexts[outcome]}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Every repeat, of one measure. */
export function RepeatsTable({
  report,
  measure,
}: {
  readonly report: RepeatReport;
  readonly measure: MeasureVerdict;
}) {
  const { name } = measure;
  const hasFolds = report.folds > 0;
  return (
    <Table
      label={`${measures[name].label}, every seed`}
      head={["Seed", ...(hasFolds ? ["Fold"] : []), ...report.variants.map(({ label }) => label)]}
    >
      {report.repeats.map(({ seed, fold, runs }) => (
        <tr key={`${seed} ${fold}`}>
          <th scope="row">{seed}</th>
          {fold !== null && <td>{fold + 1}</td>}
          {runs.map((run, i) => (
            <td key={report.variants[i].id}>
              {valueText(name, measures[name].valueOf(run) ?? Number.NaN)}
              {run.status === "diverged" && " (diverged)"}
              {run.isBest && ` (epoch ${formatCount(run.epoch)})`}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

/** McNemar's test of the shown runs, on each kind of items. */
export function SingleTable({ runs }: { readonly runs: readonly RunSummary[] }) {
  const [first] = runs;
  return (
    <Table
      label="The shown networks, item by item"
      head={[
        "Network",
        "Items",
        "Right",
        "Only this one",
        `Only ${first.label}`,
        "p, exact",
        "mid-p",
      ]}
    >
      {runs.flatMap((run, i) =>
        singleParts(run, i === 0).map(({ what, part, test }) => (
          <tr key={`${run.id} ${what}`}>
            <th scope="row">
              <VariantName id={run.id} label={run.label} />
            </th>
            <td>{what}</td>
            <td>{formatScore(part.correct, part.items)}</td>
            <td>{test === null ? "–" : formatCount(part.onlySecond)}</td>
            <td>{test === null ? "–" : formatCount(part.onlyFirst)}</td>
            <td>{test === null ? "–" : formatP(test.p)}</td>
            <td>{test === null ? "–" : formatP(test.midP)}</td>
          </tr>
        )),
      )}
    </Table>
  );
}
