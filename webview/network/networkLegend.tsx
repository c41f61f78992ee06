/** What lines and circles of a drawn network mean. */
import type { Theme } from "../theme.ts";
import { edgeLook, type UnitMark } from "./networkDrawing.ts";

const WIDTH = 34;

const labels: Readonly<Record<UnitMark, string>> = {
  dead: "dead unit",
  saturated: "saturated unit",
  cutOff: "cut off by zeros",
};

export function NetworkLegend({
  theme,
  marks,
  hasDropped,
}: {
  readonly theme: Theme;
  /** Those that there are. */
  readonly marks: readonly UnitMark[];
  readonly hasDropped: boolean;
}) {
  return (
    <ul class="network-legend">
      <li>
        <Sample share={0.6} isNegative={false} theme={theme} /> above 0
      </li>
      <li>
        <Sample share={0.6} isNegative={true} theme={theme} /> below 0
      </li>
      <li>
        <Sample share={0} isNegative={false} theme={theme} />
        <Sample share={1} isNegative={false} theme={theme} /> near 0, and far from it
      </li>
      {marks.map(mark => (
        <li key={mark}>
          <UnitSign mark={mark} /> {labels[mark]}
        </li>
      ))}
      {hasDropped && (
        <li>
          <svg class="unit-sign is-dropped" width="14" height="14" aria-hidden="true">
            <circle cx="7" cy="7" r="6" />
            <path d="M2.8 11.2 11.2 2.8M1.2 8 8 1.2M6 12.8 12.8 6" />
          </svg>{" "}
          dropped in this update
        </li>
      )}
    </ul>
  );
}

function Sample({
  share,
  isNegative,
  theme,
}: {
  readonly share: number;
  readonly isNegative: boolean;
  readonly theme: Theme;
}) {
  const { width, colour, dash } = edgeLook(share, isNegative, theme);
  return (
    <svg width={WIDTH} height="12" aria-hidden="true">
      <line
        x1="0"
        x2={WIDTH}
        y1="6"
        y2="6"
        stroke={colour}
        stroke-width={width}
        stroke-dasharray={dash.join(" ")}
      />
    </svg>
  );
}

function UnitSign({ mark }: { readonly mark: UnitMark }) {
  return (
    <svg class={`unit-sign is-${mark}`} width="14" height="14" aria-hidden="true">
      <circle cx="7" cy="7" r="6" />
      {mark === "dead" && <path d="M4 4 10 10M10 4 4 10" />}
      {mark === "saturated" && <circle class="unit-core" cx="7" cy="7" r="2.7" />}
    </svg>
  );
}
