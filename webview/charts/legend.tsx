/** The legend of a chart, which also reads it: every line's value at the shown epoch. */
import { VariantName } from "../swatch.tsx";
import type { ShownRun } from "../shown.ts";
import type { ChartSpec, LineKind, SeriesContext } from "./index.ts";
import { lineValue } from "./lines.ts";

function Dash({ kind }: { readonly kind: LineKind }) {
  return (
    <svg class={`dash ${kind}`} viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="24" y2="4" />
    </svg>
  );
}

export function Legend({
  spec,
  runs,
  context,
  epoch,
}: {
  readonly spec: ChartSpec;
  readonly runs: readonly ShownRun[];
  readonly context: SeriesContext;
  readonly epoch: number;
}) {
  return (
    <table class="legend">
      <caption class="visually-hidden">
        {spec.title} at epoch {epoch}
      </caption>
      {/* A single series needs no heading of its own: the title has said what it is. */}
      <thead class={spec.series.length === 1 ? "visually-hidden" : ""}>
        <tr>
          <td />
          {spec.series.map(series => (
            <th key={series.label} scope="col">
              <Dash kind={series.kind} /> {series.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <tr key={run.summary.id}>
            <th scope="row">
              <VariantName id={run.summary.id} label={run.summary.label} />
            </th>
            {spec.series.map(series => {
              const applies = series.appliesTo?.(run.summary) ?? true;
              const value = lineValue(
                { variant: run.summary.id, variantLabel: "", series, recording: run.recording },
                epoch,
                context,
              );
              return (
                <td key={series.label} class="number">
                  {applies && value !== undefined ? spec.format(value) : "–"}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
