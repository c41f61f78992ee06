/** A chart as a picture of its own, for a canvas or as SVG: its frame, whatever is drawn inside. */
import type { Theme } from "../theme.ts";
import { CanvasPen, type Pen } from "./pen.ts";
import { SvgPen } from "./svgPen.ts";

/** A picture, laid out. */
export interface Picture {
  readonly title: string;
  readonly theme: Theme;
  readonly height: number;
  readonly draw: (pen: Pen) => void;
  /** Ends what it was laid out with. */
  readonly destroy?: () => void;
}

export const PICTURE_WIDTH = 960;
export const PICTURE_MARGIN = 18;

const LEGEND_ROW = 20;
/** Where the legend begins: below the title and the notes. */
const LEGEND_TOP = PICTURE_MARGIN + 54;

/** Pixels of the screen for each of a PNG. */
const PNG_RATIO = 2;

/** A sign and what it means. */
export interface LegendEntry {
  readonly label: string;
  /** Draws the sign, from x on to the right. */
  readonly drawSign: (pen: Pen, x: number, y: number) => void;
}

/** What stands above every picture. */
export interface PictureHead {
  /** Below it the picture itself begins. */
  readonly bottom: number;
  readonly draw: (pen: Pen) => void;
}

/**
 * Title, notes and a legend in as many rows as it needs.
 *
 * @param signWidth of the signs of the legend
 */
export function layOutHead(
  title: string,
  notes: string,
  legend: readonly LegendEntry[],
  signWidth: number,
  theme: Theme,
): PictureHead {
  const context = contextOf(document.createElement("canvas"));
  context.font = `12px ${theme.fontFamily}`;
  let x = PICTURE_MARGIN;
  let row = 0;
  const placed = legend.map(entry => {
    const width = signWidth + 8 + context.measureText(entry.label).width + 24;
    if (x > PICTURE_MARGIN && x + width > PICTURE_WIDTH - PICTURE_MARGIN) {
      x = PICTURE_MARGIN;
      row++;
    }
    const place = { ...entry, x, y: LEGEND_TOP + row * LEGEND_ROW };
    x += width;
    return place;
  });
  const draw = (pen: Pen) => {
    pen.text(title, PICTURE_MARGIN, PICTURE_MARGIN + 8, {
      colour: theme.foreground,
      size: 17,
      anchor: "start",
      isBold: true,
    });
    pen.text(notes, PICTURE_MARGIN, PICTURE_MARGIN + 32, {
      colour: theme.muted,
      size: 12,
      anchor: "start",
    });
    for (const { label, drawSign, x: left, y } of placed) {
      drawSign(pen, left, y);
      const style = { colour: theme.foreground, size: 12, anchor: "start" } as const;
      pen.text(label, left + signWidth + 8, y, style);
    }
  };
  return { bottom: LEGEND_TOP + (row + 1) * LEGEND_ROW, draw };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no canvas");
  return context;
}

/** The picture as an SVG document. */
export function pictureSvg({ title, theme, height, draw, destroy }: Picture): string {
  const pen = new SvgPen();
  draw(pen);
  destroy?.();
  return pen.document({ width: PICTURE_WIDTH, height }, title, theme.surface, theme.fontFamily);
}

/** The picture for a PNG, with two pixels for each of the screen. */
export function pictureCanvas({ theme, height, draw, destroy }: Picture): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = PNG_RATIO * PICTURE_WIDTH;
  canvas.height = PNG_RATIO * height;
  const context = contextOf(canvas);
  context.scale(PNG_RATIO, PNG_RATIO);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, PICTURE_WIDTH, height);
  draw(new CanvasPen(context, theme.fontFamily));
  destroy?.();
  return canvas;
}
