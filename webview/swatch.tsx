/** The sign of a variant beside its name: its colour and marker, on a piece of its line. */
import type { VariantId } from "../src/core/variants.ts";
import { markerCorners, variantLooks } from "./identity.ts";

const MARKER_RADIUS = 3.6;

/** A marker around a point of an SVG drawing. */
export function Marker({
  id,
  x,
  y,
}: {
  readonly id: VariantId;
  readonly x: number;
  readonly y: number;
}) {
  const corners = markerCorners[variantLooks[id].marker];
  if (corners.length === 0) return <circle cx={x} cy={y} r={MARKER_RADIUS} />;
  const points = corners
    .map(([dx, dy]) => `${x + dx * MARKER_RADIUS},${y + dy * MARKER_RADIUS}`)
    .join(" ");
  return <polygon points={points} />;
}

function Swatch({ id, isDashed }: { readonly id: VariantId; readonly isDashed: boolean }) {
  const width = isDashed ? 44 : 22;
  return (
    <svg
      class={`swatch variant-${id}`}
      viewBox={`0 0 ${width} 12`}
      width={width}
      height="12"
      aria-hidden="true"
    >
      <line
        x1="0"
        y1="6"
        x2={width}
        y2="6"
        {...(isDashed && { "stroke-dasharray": variantLooks[id].dash.join(" ") })}
      />
      <Marker id={id} x={width / 2} y={6} />
    </svg>
  );
}

/** A variant's sign and name. */
export function VariantName({
  id,
  label,
  isDashed = false,
}: {
  readonly id: VariantId;
  readonly label: string;
  /** Whether its line has its own dash, as in charts whose dashes mean nothing else. */
  readonly isDashed?: boolean;
}) {
  return (
    <span class="variant-name">
      <Swatch id={id} isDashed={isDashed} />
      <span>{label}</span>
    </span>
  );
}
