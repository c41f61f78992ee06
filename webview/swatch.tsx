/** The sign of a variant beside its name: its colour and marker, on a piece of its line. */
import type { VariantId } from "../src/core/experiment.ts";
import { markerCorners, variantLooks } from "./identity.ts";

const MARKER_RADIUS = 3.6;

/** A marker around a point of an SVG drawing. */
function Marker({ id, x, y }: { readonly id: VariantId; readonly x: number; readonly y: number }) {
  const corners = markerCorners[variantLooks[id].marker];
  if (corners.length === 0) return <circle cx={x} cy={y} r={MARKER_RADIUS} />;
  const points = corners
    .map(([dx, dy]) => `${x + dx * MARKER_RADIUS},${y + dy * MARKER_RADIUS}`)
    .join(" ");
  return <polygon points={points} />;
}

function Swatch({ id }: { readonly id: VariantId }) {
  return (
    <svg
      class={`swatch variant-${id}`}
      viewBox="0 0 22 12"
      width="22"
      height="12"
      aria-hidden="true"
    >
      <line x1="0" y1="6" x2="22" y2="6" />
      <Marker id={id} x={11} y={6} />
    </svg>
  );
}

/** A variant's sign and name. */
export function VariantName({ id, label }: { readonly id: VariantId; readonly label: string }) {
  return (
    <span class="variant-name">
      <Swatch id={id} />
      <span>{label}</span>
    </span>
  );
}
