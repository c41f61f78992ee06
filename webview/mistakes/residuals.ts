/** Residuals of predicted numbers: what they are, how they are drawn, their numbers as CSV. */
import { scaleUnit, unscaled } from "../../src/core/columnEncoding.ts";
import type { VariantId } from "../../src/core/variants.ts";
import { csvCell } from "../charts/chartCsv.ts";
import type { Pen } from "../charts/pen.ts";
import { layOutHead, type Picture, PICTURE_MARGIN, PICTURE_WIDTH } from "../charts/picture.ts";
import { formatCount, formatNumber, formatTick } from "../format.ts";
import { variantLooks } from "../identity.ts";
import type { RegressionFacts } from "../numbers.ts";
import type { Theme } from "../theme.ts";
import { linearScale, place } from "../verdict/dotScale.ts";

export interface ResidualContent {
  /** Target and output, scaled; shape [items, 2], at least one item. */
  readonly pairs: Float64Array;
  readonly facts: RegressionFacts;
  readonly variant: VariantId;
  /** "without L2, test items" */
  readonly about: string;
  readonly epoch: number;
}

/** Of each item its prediction, and the residual: true less predicted. In the target's unit. */
interface Residuals {
  readonly predicted: Float64Array;
  readonly residual: Float64Array;
}

export function residualsOf({ pairs, facts }: Pick<ResidualContent, "pairs" | "facts">): Residuals {
  const unit = scaleUnit(facts.scaling);
  const count = pairs.length / 2;
  const predicted = new Float64Array(count);
  const residual = new Float64Array(count);
  for (let item = 0; item < count; item++) {
    const [target, output] = [pairs[2 * item], pairs[2 * item + 1]];
    predicted[item] = unscaled(output, facts.scaling);
    residual[item] = unit * (target - output);
  }
  return { predicted, residual };
}

/** How the residuals lie, in a sentence. */
export function residualWords({ residual }: Residuals): string {
  const items = residual.length;
  const [least, most] = rangeOf(residual);
  const mean = residual.reduce((sum, value) => sum + value, 0) / items;
  return (
    `${formatCount(items)} ${items === 1 ? "item" : "items"}: residuals from ${formatNumber(least)} ` +
    `to ${formatNumber(most)}, mean ${formatNumber(mean)}.`
  );
}

/** The smallest and the largest; there is at least one. */
function rangeOf(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

const MARGIN = { left: 56, right: 12, top: 10, bottom: 34 } as const;

/** Narrower than this nothing can be drawn. */
export const LEAST_WIDTH = MARGIN.left + MARGIN.right + 1;

/** More items than this are drawn smaller. */
const MANY_ITEMS = 500;

/** Draws axes and items between the top of a picture and its height. */
export function drawResiduals(
  pen: Pen,
  { width, height, top = 0 }: { width: number; height: number; top?: number },
  content: ResidualContent,
  theme: Theme,
): void {
  const { facts, variant } = content;
  const { predicted, residual } = residualsOf(content);
  const across = linearScale(...rangeOf(predicted), Math.max(2, Math.floor(width / 110)));
  // Both signs alike: that zero is in the middle is what one looks for.
  const [least, most] = rangeOf(residual);
  const reach = Math.max(-least, most);
  const up = linearScale(-reach, reach, 5);
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [upper, lower] = [top + MARGIN.top, height - MARGIN.bottom];
  const xOf = (value: number) => left + place(across, value) * (right - left);
  const yOf = (value: number) => lower - place(up, value) * (lower - upper);
  const level = (value: number, colour: string) => {
    const y = Math.round(yOf(value)) + 0.5;
    pen.line(Float64Array.of(left, y, right, y), { colour, width: 1, dash: [] });
  };
  const text = { colour: theme.muted, size: 11 } as const;
  for (const tick of up.ticks) {
    level(tick, theme.grid);
    pen.text(formatTick(tick), left - 6, yOf(tick), { ...text, anchor: "end" });
  }
  for (const tick of across.ticks) {
    pen.text(formatTick(tick), xOf(tick), lower + 11, { ...text, anchor: "middle" });
  }
  pen.text("true − predicted", 2, lower + 25, { ...text, anchor: "start" });
  pen.text(`${facts.target}, predicted`, right, lower + 25, { ...text, anchor: "end" });
  level(0, theme.foreground);
  const { marker } = variantLooks[variant];
  const radius = predicted.length > MANY_ITEMS ? 2 : 3;
  const colour = theme.variants[variant];
  for (const [item, value] of predicted.entries()) {
    pen.marker(marker, xOf(value), yOf(residual[item]), radius, colour, theme.surface);
  }
}

const PICTURE_HEIGHT = 420;

export function residualPicture(content: ResidualContent, theme: Theme): Picture {
  const title = `Residuals of ${content.facts.target}`;
  const notes = `${content.about}, epoch ${formatCount(content.epoch)}; ${residualWords(residualsOf(content))}`;
  const head = layOutHead(title, notes, [], 0, theme);
  const height = head.bottom + PICTURE_HEIGHT;
  const draw = (pen: Pen) => {
    head.draw(pen);
    const size = { width: PICTURE_WIDTH - PICTURE_MARGIN, height, top: head.bottom };
    drawResiduals(pen, size, content, theme);
  };
  return { title, theme, height, draw };
}

/** One row for each item, in full precision. */
export function residualCsv(content: ResidualContent): string {
  const { target } = content.facts;
  const { predicted, residual } = residualsOf(content);
  const head = [`${target}, predicted`, `${target}, true less predicted`].map(csvCell).join(",");
  const rows = Array.from(predicted, (value, item) => `${value},${residual[item]}`);
  return `${[head, ...rows].join("\n")}\n`;
}
