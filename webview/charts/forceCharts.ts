/** Charts over epochs of what inspections say: forces on the weights, dead and saturated units. */
import { formatCount, formatNumber } from "../format.ts";
import type { ChartSpec, SeriesContext, SeriesSpec } from "./index.ts";

type Forces = "data" | "l2" | "l1" | "decay";

/** Length of a force on one layer, or on the weights of all of them. */
function force(name: Forces) {
  return (
    { forces }: { readonly forces: readonly Readonly<Record<Forces, number>>[] },
    { layer }: SeriesContext,
  ): number =>
    layer === null ? Math.hypot(...forces.map(each => each[name])) : forces[layer][name];
}

const pulls = [
  ["l2", "lambda w", "dashed"],
  ["l1", "L1", "dotted"],
  ["decay", "constant decay", "dashDotted"],
] as const;

/** The tug-of-war: what the data pulls with against what the penalties pull with. */
export const tugOfWar: ChartSpec = {
  id: "forces",
  name: "Tug-of-war",
  title: "Data against penalty",
  description:
    "How hard the data pulls at the weights, the mean gradient of its loss, and how hard the penalty " +
    "pulls them to zero, lambda times each weight. Where one holds the other, weights stay.",
  axis: "gradient length",
  format: formatNumber,
  series: [
    { id: "data", label: "data gradient", kind: "solid", inspected: force("data") },
    ...pulls.map(([name, label, kind]): SeriesSpec => ({
      id: "penalty",
      label,
      kind,
      inspected: force(name),
      appliesTo: ({ summary }) => summary.config[name] > 0,
    })),
  ],
};

/** Hidden units that learn nothing any more, or hardly anything. */
export const idleUnits: ChartSpec = {
  id: "units",
  name: "Idle units",
  title: "Dead and saturated units",
  description:
    "Of all hidden units. Dead: a ReLU unit that is zero on every training item. Saturated: a unit " +
    "whose slope is nearly zero on almost every item. Neither learns.",
  axis: "hidden units",
  format: formatCount,
  series: [
    {
      id: "dead",
      label: "dead",
      kind: "solid",
      inspected: ({ units }) => units.reduce((sum, { dead }) => sum + dead.length, 0),
    },
    {
      id: "saturated",
      label: "saturated",
      kind: "dashed",
      inspected: ({ units }) => units.reduce((sum, { saturated }) => sum + saturated.length, 0),
    },
  ],
};
