/** How strongly one update shrinks the weights, on a scale with its danger zones. */
import { formatPlain } from "../format.ts";
import { type GuardRail } from "../guardRails.ts";

/** Ends of the scale, as powers of ten of learning rate times lambda. */
const LOWEST = -7;
const HIGHEST = 1;

/** Share of the scale, from 0 to 1. */
function position(shrinkage: number): number {
  if (shrinkage <= 0) return 0;
  const share = (Math.log10(shrinkage) - LOWEST) / (HIGHEST - LOWEST);
  return Math.max(0.01, Math.min(1, share));
}

const verdicts = {
  none: "fine",
  oscillates: "weights oscillate",
  explodes: "weights explode",
} as const;

export function GuardRailNote({ rail }: { readonly rail: GuardRail }) {
  const share = position(rail.shrinkage);
  return (
    <div class={`guard-rail ${rail.danger}`}>
      <p class="guard-title">
        <span>Learning rate × lambda</span>
        <span class="number">
          {formatPlain(rail.shrinkage)}
          <span class="guard-verdict"> {verdicts[rail.danger]}</span>
        </span>
      </p>
      <div
        class="guard-scale"
        role="meter"
        aria-label="Learning rate times lambda"
        aria-valuemin={0}
        aria-valuemax={2}
        aria-valuenow={Math.min(2, rail.shrinkage)}
        aria-valuetext={`${formatPlain(rail.shrinkage)}: ${verdicts[rail.danger]}`}
      >
        <span class="guard-zone oscillates" style={{ left: `${100 * position(1)}%` }} />
        <span class="guard-zone explodes" style={{ left: `${100 * position(2)}%` }} />
        <span class="guard-needle" style={{ left: `${100 * share}%` }} />
      </div>
      <p class="guard-text">{rail.text}</p>
      {rail.decayText !== "" && <p class="guard-text">{rail.decayText}</p>}
    </div>
  );
}
