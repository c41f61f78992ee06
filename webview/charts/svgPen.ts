/** Draws a chart as an SVG document: paths and text, no picture inside. Needs no DOM. */
import { markerCorners, type MarkerShape } from "../identity.ts";
import type { Box, Pen, Stroke, TextStyle } from "./pen.ts";

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}

/** As short as it can be: hundredths of a pixel are seen by nobody. */
function short(length: number): string {
  return String(Math.round(length * 100) / 100);
}

/** Attributes of a colour; the colours of themes are written as rgba(r, g, b, a). */
function paint(attribute: "fill" | "stroke", colour: string, opacity = 1): string {
  const found = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(colour);
  if (found === null) return `${attribute}="${escape(colour)}"`;
  const hex = found.slice(1, 4).map(part => Number(part).toString(16).padStart(2, "0"));
  const alpha = Number(found[4]) * opacity;
  const rest = alpha < 1 ? ` ${attribute}-opacity="${short(alpha)}"` : "";
  return `${attribute}="#${hex.join("")}"${rest}`;
}

export class SvgPen implements Pen {
  readonly #parts: string[] = [];
  #clips = 0;

  line(points: Float64Array, { colour, width, dash, opacity }: Stroke): void {
    const data = pathData(points);
    if (data === "") return;
    const dashes = dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`;
    this.#parts.push(
      `<path d="${data}" fill="none" ${paint("stroke", colour, opacity)} ` +
        `stroke-width="${width}" stroke-linejoin="round"${dashes}/>`,
    );
  }

  area(points: Float64Array, colour: string, opacity: number): void {
    const data = pathData(points);
    if (data !== "") this.#parts.push(`<path d="${data}Z" ${paint("fill", colour, opacity)}/>`);
  }

  marker(
    shape: MarkerShape,
    x: number,
    y: number,
    radius: number,
    fill: string,
    outline: string,
  ): void {
    const look = `${paint("fill", fill)} ${paint("stroke", outline)} stroke-width="1.5"`;
    const corners = markerCorners[shape];
    if (corners.length === 0) {
      this.#parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" ${look}/>`);
      return;
    }
    const points = corners.map(([dx, dy]) => `${short(x + dx * radius)},${short(y + dy * radius)}`);
    this.#parts.push(`<polygon points="${points.join(" ")}" ${look}/>`);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const { colour, size, anchor, isBold = false, isTurned = false } = style;
    const place = `x="${short(x)}" y="${short(y)}"`;
    const turn = isTurned ? ` transform="rotate(-90 ${short(x)} ${short(y)})"` : "";
    // Not every program knows dominant-baseline: the middle of digits is so far above their foot.
    this.#parts.push(
      `<text ${place} dy="0.35em" font-size="${size}" text-anchor="${anchor}" ` +
        `${paint("fill", colour)}${isBold ? ' font-weight="600"' : ""}${turn}>${escape(text)}</text>`,
    );
  }

  clip({ left, top, right, bottom }: Box, draw: () => void): void {
    const id = `plot${this.#clips++}`;
    const place = `x="${short(left)}" y="${short(top)}"`;
    const size = `width="${short(right - left)}" height="${short(bottom - top)}"`;
    this.#parts.push(
      `<clipPath id="${id}"><rect ${place} ${size}/></clipPath><g clip-path="url(#${id})">`,
    );
    draw();
    this.#parts.push("</g>");
  }

  /** The whole document. */
  document(
    size: { readonly width: number; readonly height: number },
    title: string,
    background: string,
    fontFamily: string,
  ): string {
    const { width, height } = size;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
        `viewBox="0 0 ${width} ${height}" role="img" font-family="${escape(fontFamily)}">`,
      `<title>${escape(title)}</title>`,
      `<rect width="${width}" height="${height}" ${paint("fill", background)}/>`,
      ...this.#parts,
      "</svg>",
      "",
    ].join("\n");
  }
}

/** Commands of a path; "" if there is nothing to draw. */
function pathData(points: Float64Array): string {
  let data = "";
  let isDown = false;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    const isPoint = Number.isFinite(x + y);
    if (isPoint) data += `${isDown ? "L" : "M"}${short(x)} ${short(y)}`;
    isDown = isPoint;
  }
  return data;
}
