/** Draws a network: units as circles, weights as lines between them. */
import { prepareCanvas } from "../charts/drawing.ts";
import { cssColour, mix, type Theme } from "../theme.ts";
import { type Edge, type NetworkPicture, placeOf, type Unit } from "./networkLayout.ts";

/** Lines are drawn in so many widths, each with its colour: many lines in few strokes. */
const STEPS = 24;
const THINNEST = 0.75;
const THICKEST = 5;
/** The palest line is this far from the colour of zero: it is not zero. */
const PALEST = 0.3;
const FADED = 0.13;
const NEGATIVE_DASH = [5, 3.5];

/** What a unit is marked as. */
export type UnitMark = "dead" | "saturated" | "cutOff";

export interface DrawnNetwork {
  readonly picture: NetworkPicture;
  /** The largest last. */
  readonly edges: readonly Edge[];
  /** Its weights stand out, all others fade. */
  readonly active: Unit | null;
  readonly markOf: (unit: Unit) => UnitMark | undefined;
  /** Whether dropout dropped it: its weights fade, as they had no part. */
  readonly isDropped: (unit: Unit) => boolean;
  /** Names of layers, and of inputs and classes. */
  readonly layerNames: readonly string[];
  readonly nameOf: (unit: Unit) => string;
}

/** Whether a weight leads to a unit or from it. */
function isOf({ layer, from, to }: Pick<Edge, "layer" | "from" | "to">, unit: Unit) {
  return (
    (layer === unit.layer && from === unit.unit) || (layer + 1 === unit.layer && to === unit.unit)
  );
}

export function drawNetwork(canvas: HTMLCanvasElement, network: DrawnNetwork, theme: Theme): void {
  const { picture, edges, active, isDropped } = network;
  const context = prepareCanvas(canvas, picture.width, picture.height);
  const standsOut = ({ layer, from, to }: Edge) =>
    !isDropped({ layer, unit: from }) && !isDropped({ layer: layer + 1, unit: to });
  const clear = edges.filter(edge => (active === null ? standsOut(edge) : isOf(edge, active)));
  if (clear.length < edges.length) {
    context.globalAlpha = FADED;
    drawEdges(context, picture, edges, theme);
    context.globalAlpha = 1;
  }
  drawEdges(context, picture, clear, theme);
  drawUnits(context, network, theme);
  drawNames(context, network, theme);
}

/** The line of a weight: its width and colour, by its share of the scale. */
export function edgeLook(share: number, isNegative: boolean, theme: Theme) {
  return {
    width: THINNEST + (THICKEST - THINNEST) * share,
    colour: cssColour(
      mix(theme.zero, isNegative ? theme.negative : theme.positive, PALEST + (1 - PALEST) * share),
    ),
    dash: isNegative ? NEGATIVE_DASH : [],
  };
}

function drawEdges(
  context: CanvasRenderingContext2D,
  { columns, radius }: NetworkPicture,
  edges: readonly Edge[],
  theme: Theme,
): void {
  const heights = columns.map(({ units, ys }) => new Map(units.map((unit, i) => [unit, ys[i]])));
  const bundles = new Map<number, Edge[]>();
  for (const edge of edges) {
    const key = 2 * Math.round(edge.share * (STEPS - 1)) + (edge.weight < 0 ? 1 : 0);
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, [edge]);
    else bundle.push(edge);
  }
  context.lineCap = "butt";
  for (const [key, bundle] of [...bundles].sort(([a], [b]) => a - b)) {
    const look = edgeLook(Math.floor(key / 2) / (STEPS - 1), key % 2 === 1, theme);
    context.lineWidth = look.width;
    context.strokeStyle = look.colour;
    context.setLineDash(look.dash);
    context.beginPath();
    for (const { layer, from, to } of bundle) {
      context.moveTo(columns[layer].x + radius, heights[layer].get(from) ?? 0);
      context.lineTo(columns[layer + 1].x - radius, heights[layer + 1].get(to) ?? 0);
    }
    context.stroke();
  }
  context.setLineDash([]);
}

function drawUnits(
  context: CanvasRenderingContext2D,
  { picture, active, markOf, isDropped }: DrawnNetwork,
  theme: Theme,
): void {
  const { columns, radius } = picture;
  columns.forEach(({ x, units, ys }, layer) => {
    units.forEach((unit, i) => {
      const y = ys[i];
      const mark = markOf({ layer, unit });
      const isHatched = isDropped({ layer, unit });
      const isOut = isHatched || mark === "dead" || mark === "cutOff";
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = isOut ? theme.grid : theme.surface;
      context.strokeStyle = isOut ? theme.muted : theme.foreground;
      context.lineWidth = 1.25;
      context.setLineDash(mark === "cutOff" ? [2, 2] : []);
      context.fill();
      context.stroke();
      context.setLineDash([]);
      if (isHatched) drawHatching(context, x, y, radius);
      if (mark === "dead") drawCross(context, x, y, radius * 0.55);
      if (mark === "saturated") {
        context.beginPath();
        context.arc(x, y, radius * 0.45, 0, 2 * Math.PI);
        context.fillStyle = theme.foreground;
        context.fill();
      }
    });
  });
  const place = active === null ? null : placeOf(picture, active);
  if (place === null) return;
  context.beginPath();
  context.arc(place.x, place.y, radius + 3.5, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = theme.foreground;
  context.stroke();
}

/** Three slanting lines, from rim to rim. */
function drawHatching(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
): void {
  context.beginPath();
  for (const offset of [-0.55, 0, 0.55]) {
    const half = Math.sqrt((1 - offset ** 2) / 2);
    const middle = offset * Math.SQRT1_2;
    context.moveTo(x + radius * (middle - half), y + radius * (middle + half));
    context.lineTo(x + radius * (middle + half), y + radius * (middle - half));
  }
  context.stroke();
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, arm: number): void {
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.stroke();
}

function drawNames(
  context: CanvasRenderingContext2D,
  { picture, layerNames, nameOf }: DrawnNetwork,
  theme: Theme,
): void {
  const { columns, radius, margin, width } = picture;
  const last = columns.length - 1;
  const gap = (width - 2 * margin) / last;
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = "middle";
  columns.forEach(({ x, units, ys, left }, layer) => {
    const isSide = layer === 0 || layer === last;
    const room = isSide ? margin + gap / 2 : gap;
    context.textAlign = layer === 0 ? "left" : layer === last ? "right" : "center";
    const at = layer === 0 ? 0 : layer === last ? width : x;
    context.fillStyle = theme.foreground;
    context.fillText(fitted(context, layerNames[layer], room - 6), at, 7);
    if (left > 0) {
      context.fillStyle = theme.muted;
      context.fillText(fitted(context, `${left} not drawn`, room - 6), at, 21);
    }
    if (!isSide) return;
    context.fillStyle = theme.muted;
    context.textAlign = layer === 0 ? "right" : "left";
    const beside = layer === 0 ? x - radius - 5 : x + radius + 5;
    units.forEach((unit, i) => {
      const name = fitted(context, nameOf({ layer, unit }), margin - radius - 6);
      context.fillText(name, beside, ys[i]);
    });
  });
}

/** As much of a text as there is room for. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}
