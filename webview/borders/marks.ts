/** The marks of items: a shape for each class, filled or hollow, outlined where a network is wrong. */
import type { Sprite } from "./mapPixels.ts";
import type { Palette } from "./palette.ts";

/** Sprites by class. */
type ClassSprites = readonly [Sprite, Sprite];

/** How items of one kind look. */
export interface Marks {
  readonly right: ClassSprites;
  readonly wrong: ClassSprites;
}

/** Distance of an outline from its mark, in CSS pixels, where marks are not small. */
const OUTLINE = 2;
/** Below this radius outlines shrink with their marks, or they would cover a small map. */
const SMALL_RADIUS = 2.8;

/** Adds the mark of a class around a place: a disc for class 0, a triangle for class 1. */
function addMark(context: CanvasRenderingContext2D, label: 0 | 1, at: number, radius: number) {
  context.beginPath();
  if (label === 0) {
    context.arc(at, at, radius, 0, 2 * Math.PI);
    return;
  }
  const half = radius * 1.2;
  context.moveTo(at, at - radius * 1.35);
  context.lineTo(at + half, at + radius * 0.8);
  context.lineTo(at - half, at + radius * 0.8);
  context.closePath();
}

function drawMark(
  context: CanvasRenderingContext2D,
  at: number,
  radius: number,
  palette: Palette,
  [label, isHollow, isWrong]: readonly [0 | 1, boolean, boolean],
): void {
  const { page, text, classes } = palette;
  const stroke = (colour: string, width: number) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  };
  addMark(context, label, at, radius);
  if (!isHollow) stroke(page, 1.6);
  context.fillStyle = isHollow ? page : classes[label];
  context.fill();
  if (isHollow) stroke(classes[label], 1.3);
  if (!isWrong) return;
  const scale = Math.min(1, radius / SMALL_RADIUS);
  addMark(context, label, at, radius + scale * OUTLINE);
  stroke(page, scale * 2.8);
  stroke(text, Math.max(0.8, scale * 1.3));
}

/**
 * @param side of the map in CSS pixels
 * @param ratio pixels of the picture for each CSS pixel
 */
export function makeMarks(palette: Palette, side: number, ratio: number, isHollow: boolean): Marks {
  const radius = Math.max(1.5, Math.min(4, side / 90));
  const size = 2 * Math.ceil((1.35 * (radius + OUTLINE) + 2) * ratio) + 1;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no canvas");
  const sprite = (label: 0 | 1, isWrong: boolean): Sprite => {
    canvas.width = canvas.height = size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawMark(context, size / 2 / ratio, radius, palette, [label, isHollow, isWrong]);
    const { data } = context.getImageData(0, 0, size, size);
    const pixels = new Uint32Array(data.buffer);
    return {
      size,
      pixels,
      shares: Uint16Array.from(pixels, (_, i) => (data[4 * i + 3] * 256) / 255),
    };
  };
  return {
    right: [sprite(0, false), sprite(1, false)],
    wrong: [sprite(0, true), sprite(1, true)],
  };
}
