/** A dot for each seed in the row of its variant, the dots of a seed joined from row to row. */
import type { RepeatReport } from "../../src/core/repeats.ts";
import {
  type MeasureName,
  measures,
  type MeasureVerdict,
  valuesOf,
} from "../../src/core/verdict.ts";
import { rangeText, valueText } from "../../src/core/verdictText.ts";
import { formatPoints, formatTick } from "../format.ts";
import { Marker, VariantName } from "../swatch.tsx";
import { useWidth } from "../weights/useWidth.ts";
import { dotScale, place } from "./dotScale.ts";

const ROW_HEIGHT = 58;
const DOTS_AT = 34;
const MEAN_AT = 49;
/** Neighbouring seeds stand a little above each other, so that equal values are seen. */
const OFFSETS = [0, -4, 4, -7, 7];
const AXIS_HEIGHT = 24;
const SIDE = 12;
/** Room of a label of the axis. */
const TICK_ROOM = 76;

interface DotPlotProps {
  readonly report: RepeatReport;
  readonly measure: MeasureVerdict;
}

function tickText(name: MeasureName, value: number): string {
  return measures[name].isShare ? `${formatTick(100 * value)} %` : formatTick(value);
}

/** "66.4 % (65.4 to 67.4 %)". */
export function meanText({ name, means }: MeasureVerdict, variant: number): string {
  const mean = means[variant];
  const range = measures[name].isShare
    ? rangeText(mean, formatPoints) && `${rangeText(mean, formatPoints)} %`
    : rangeText(mean, value => valueText(name, value));
  const text = valueText(name, mean.mean);
  return range === "" ? text : `${text} (${range})`;
}

export function DotPlot({ report, measure }: DotPlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const { name, means } = measure;
  const { variants } = report;
  const values = variants.map((_, variant) => valuesOf(report, name, variant));
  const ends = means.flatMap(({ low, high }) => (low === null || high === null ? [] : [low, high]));
  const inner = width - 2 * SIDE;
  const isPositive = values.flat().every(value => value > 0);
  // An interval may reach below 0 where no value does; a logarithm cannot.
  const shown = isPositive ? ends.filter(end => end > 0) : ends;
  const scale = dotScale([...values.flat(), ...shown], Math.max(2, Math.floor(inner / TICK_ROOM)));
  const x = (value: number) =>
    SIDE + inner * Math.min(1, Math.max(0, scale.isLog && value <= 0 ? 0 : place(scale, value)));
  const height = ROW_HEIGHT * variants.length;
  const dot = (variant: number, repeat: number) => ({
    x: x(values[variant][repeat]),
    y: ROW_HEIGHT * variant + DOTS_AT + OFFSETS[repeat % OFFSETS.length],
  });
  const label =
    `${measures[name].label}, a dot for each of ${report.repeats.length} runs: ` +
    variants.map(({ label: of }, i) => `${of} ${meanText(measure, i)}`).join("; ");
  return (
    <figure class="dot-plot">
      <div ref={box}>
        {width > 0 && (
          <div class="dot-rows" style={{ height: `${height + AXIS_HEIGHT}px` }}>
            <svg
              role="img"
              aria-label={label}
              width={width}
              height={height + AXIS_HEIGHT}
              viewBox={`0 0 ${width} ${height + AXIS_HEIGHT}`}
            >
              {scale.ticks.map(tick => (
                <g key={tick} class="dot-tick">
                  <line x1={x(tick)} y1={20} x2={x(tick)} y2={height} />
                  <text x={x(tick)} y={height + 16}>
                    {tickText(name, tick)}
                  </text>
                </g>
              ))}
              <g class="dot-pairs">
                {report.repeats.map(({ seed, fold }, repeat) => (
                  <polyline
                    key={`${seed} ${fold}`}
                    points={variants
                      .map((_, variant) => dot(variant, repeat))
                      .map(({ x: left, y }) => `${left},${y}`)
                      .join(" ")}
                  />
                ))}
              </g>
              {variants.map(({ id }, variant) => (
                <g key={id} class={`dot-row variant-${id}`}>
                  {report.repeats.map((_, repeat) => (
                    <Marker key={repeat} id={id} {...dot(variant, repeat)} />
                  ))}
                  <Mean {...means[variant]} x={x} y={ROW_HEIGHT * variant + MEAN_AT} />
                </g>
              ))}
            </svg>
            {variants.map(({ id, label: of }, variant) => (
              <p key={id} class="dot-label" style={{ top: `${ROW_HEIGHT * variant}px` }}>
                <VariantName id={id} label={of} />
                <span class="number">{meanText(measure, variant)}</span>
              </p>
            ))}
          </div>
        )}
      </div>
      <figcaption>
        Each mark is one {report.folds > 0 ? "run" : "seed"}
        {variants.length > 1 && "; lines join the runs of a seed"}. Below: the mean and its 95 %
        interval.{scale.isLog && " The axis is logarithmic."}
      </figcaption>
    </figure>
  );
}

/** The mean as a stroke across its interval. */
function Mean({
  mean,
  low,
  high,
  x,
  y,
}: {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly x: (value: number) => number;
  readonly y: number;
}) {
  return (
    <g class="dot-mean">
      {low !== null && high !== null && <path d={`M${x(low)} ${y - 3}v6m0 -3H${x(high)}m0 -3v6`} />}
      <path class="dot-mean-mark" d={`M${x(mean)} ${y - 6}v12`} />
    </g>
  );
}
