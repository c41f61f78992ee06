/** How strongly one update shrinks the weights, on a scale with its danger zones. */
import { formatPlain } from "../format.ts";
import type { GuardRail, Limits } from "../guardRails.ts";

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
  return (
    <div class={`guard-rail ${rail.danger}`}>
      {rail.limits !== null && <Scale rail={rail} limits={rail.limits} />}
      <p class="guard-text">{rail.text}</p>
      {rail.decayText !== "" && <p class="guard-text">{rail.decayText}</p>}
    </div>
  );
}

function Scale({ rail, limits }: { readonly rail: GuardRail; readonly limits: Limits }) {
  const { shrinkage, danger } = rail;
  const at = (value: number) => ({ left: `${100 * position(value)}%` });
  return (
    <>
      <p class="guard-title">
        <span>Learning rate × lambda</span>
        <span class="number">
          {formatPlain(shrinkage)}
          <span class="guard-verdict"> {verdicts[danger]}</span>
        </span>
      </p>
      <div
        class="guard-scale"
        role="meter"
        aria-label="Learning rate times lambda"
        aria-valuemin={0}
        aria-valuemax={limits.explodes}
        aria-valuenow={Math.min(limits.explodes, shrinkage)}
        aria-valuetext={`${formatPlain(shrinkage)}: ${verdicts[danger]}`}
      >
        <span class="guard-zone oscillates" style={at(limits.oscillates)} />
        <span class="guard-zone explodes" style={at(limits.explodes)} />
        <span class="guard-needle" style={at(shrinkage)} />
      </div>
    </>
  );
}
