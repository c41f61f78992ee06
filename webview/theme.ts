/** Colours of the editor's theme, resolved for canvases, and its motion preference. */
import type { VariantId } from "../src/core/variants.ts";
import { variantLooks } from "./identity.ts";

/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export type Rgba = readonly [number, number, number, number];

export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly fontFamily: string;
  readonly variants: Readonly<Record<VariantId, string>>;
  /** Ends and middle of the scale of weights. */
  readonly negative: Rgba;
  readonly zero: Rgba;
  readonly positive: Rgba;
}

export function cssColour([r, g, b, a]: Rgba): string {
  return `rgba(${r}, ${g}, ${b}, ${a})`;
}

/** The mixture of two opaque colours. */
export function mix(from: Rgba, to: Rgba, share: number): Rgba {
  const at = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [at(0), at(1), at(2), 1];
}

/** Relative luminance as WCAG 2 defines it, from 0 to 1. */
function luminance(colour: Rgba): number {
  const linear = (channel: number) => {
    const value = channel / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

/** Contrast of two colours as WCAG 2 defines it, from 1 to 21. */
export function contrast(a: Rgba, b: Rgba): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Reads colours by painting them on one pixel, so that any colour syntax will do. */
function paint(context: CanvasRenderingContext2D, colour: string): Rgba {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

/** Resolves custom properties of the style sheets to colours; they follow the theme. */
export function readColours(properties: readonly string[]): Rgba[] {
  const probe = document.createElement("span");
  // Where the system forces colours, its own would be read instead of these.
  probe.style.setProperty("forced-color-adjust", "none");
  document.body.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no canvas");
  const colours = properties.map(property => {
    probe.style.color = `var(${property})`;
    return paint(context, getComputedStyle(probe).color);
  });
  probe.remove();
  return colours;
}

/** Resolves what every canvas of the panel draws with. */
export function readTheme(): Theme {
  const looks = Object.entries(variantLooks);
  const [text, muted, grid, surface, negative, zero, positive, ...variants] = readColours([
    "--text",
    "--text-muted",
    "--grid-line",
    "--surface",
    "--weight-negative",
    "--weight-zero",
    "--weight-positive",
    ...looks.map(([, { colour }]) => colour),
  ]);
  return {
    foreground: cssColour(text),
    muted: cssColour(muted),
    grid: cssColour(grid),
    surface: cssColour(surface),
    fontFamily: getComputedStyle(document.body).fontFamily,
    variants: Object.fromEntries(looks.map(([id], i) => [id, cssColour(variants[i])])) as Record<
      VariantId,
      string
    >,
    negative,
    zero,
    positive,
  };
}

/**
 * Calls back when the editor's theme changed: it then rewrites body's class or html's style. And when
 * the system began or ended to force colours, or forces others.
 */
export function observeTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  for (const query of ["(forced-colors: active)", "(prefers-color-scheme: dark)"]) {
    matchMedia(query).addEventListener("change", changed);
  }
}

/** Whether the system or the editor asks for less motion. */
export function prefersReducedMotion(): boolean {
  return (
    document.body.classList.contains("vscode-reduce-motion") ||
    matchMedia("(prefers-reduced-motion: reduce)").matches
  );
}
