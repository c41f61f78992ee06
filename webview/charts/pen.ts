/** What charts are drawn with: on a canvas here, as SVG in svgPen.ts. Lengths are in pixels. */
import type { MarkerShape } from "../identity.ts";
import { drawMarker } from "./drawing.ts";

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
  /** From 0 to 1. */
  readonly opacity?: number;
}

export interface TextStyle {
  readonly colour: string;
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  readonly isBold?: boolean;
  /** Read from below to above, as the title of a vertical axis. */
  readonly isTurned?: boolean;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Points are x and y in turn; where one of them is NaN the line is broken. */
export interface Pen {
  line(points: Float64Array, stroke: Stroke): void;
  /** Fills what the points go around. */
  area(points: Float64Array, colour: string, opacity: number): void;
  marker(
    shape: MarkerShape,
    x: number,
    y: number,
    radius: number,
    fill: string,
    outline: string,
  ): void;
  /** Text whose middle is as high as y. */
  text(text: string, x: number, y: number, style: TextStyle): void;
  /** Draws what is inside a box. */
  clip(box: Box, draw: () => void): void;
}

export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D;
  readonly #fontFamily: string;

  constructor(context: CanvasRenderingContext2D, fontFamily: string) {
    this.#context = context;
    this.#fontFamily = fontFamily;
  }

  line(points: Float64Array, { colour, width, dash, opacity = 1 }: Stroke): void {
    const context = this.#context;
    context.save();
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash([...dash]);
    this.#trace(points);
    context.stroke();
    context.restore();
  }

  area(points: Float64Array, colour: string, opacity: number): void {
    const context = this.#context;
    context.save();
    context.globalAlpha = opacity;
    context.fillStyle = colour;
    this.#trace(points);
    context.fill();
    context.restore();
  }

  marker(
    shape: MarkerShape,
    x: number,
    y: number,
    radius: number,
    fill: string,
    outline: string,
  ): void {
    drawMarker(this.#context, shape, x, y, radius, fill, outline);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const context = this.#context;
    context.save();
    context.translate(x, y);
    if (style.isTurned) context.rotate(-Math.PI / 2);
    context.font = `${style.isBold ? "600 " : ""}${style.size}px ${this.#fontFamily}`;
    context.fillStyle = style.colour;
    context.textAlign = style.anchor === "middle" ? "center" : style.anchor;
    context.textBaseline = "middle";
    context.fillText(text, 0, 0);
    context.restore();
  }

  clip({ left, top, right, bottom }: Box, draw: () => void): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    draw();
    context.restore();
  }

  #trace(points: Float64Array): void {
    const context = this.#context;
    context.beginPath();
    let isDown = false;
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i], points[i + 1]];
      const isPoint = Number.isFinite(x + y);
      if (isPoint && isDown) context.lineTo(x, y);
      else if (isPoint) context.moveTo(x, y);
      isDown = isPoint;
    }
  }
}
