/** What stands out in a network, in words: zeros, units that nothing leads to or from. No DOM. */
import type { LayerView } from "../../src/core/network.ts";
import { weightSize } from "../../src/core/weightStats.ts";
import { formatCount, formatNumber, joinWords } from "../format.ts";
import { layerName } from "../weights/weightValues.ts";
import { type Unit, unitCounts } from "./networkLayout.ts";

/** Names that are listed. */
const MOST_NAMES = 8;

/** Weights of each layer that are exactly zero. */
export function zeroCounts(layers: readonly LayerView[]): number[] {
  return layers.map(({ weights }) => {
    const { length } = weights;
    let zeros = 0;
    for (let i = 0; i < length; i++) if (weights[i] === 0) zeros++;
    return zeros;
  });
}

/** "23 of 80 weights inputs → hidden units are exactly 0." */
export function zeroWords(layers: readonly LayerView[], zeros: readonly number[]): string {
  if (zeros.every(count => count === 0)) return "No weight is exactly 0.";
  const parts = layers.map(
    ({ weights }, layer) =>
      `${formatCount(zeros[layer])} of ${formatCount(weights.length)} weights ` +
      layerName(layer, layers.length),
  );
  return `Exactly 0, and not drawn: ${joinWords(parts)}.`;
}

/**
 * Units that have no part in the network's answers: all weights that lead to them, or from them, are
 * exactly zero. Inputs have none that lead to them, classes none that lead on.
 */
export function cutOffUnits(layers: readonly LayerView[]): Unit[] {
  return unitCounts(layers).flatMap((count, layer) => {
    const isUsed = (side: "in" | "out") => {
      const used = new Uint8Array(count);
      if (side === "in" ? layer === 0 : layer === layers.length) return used.fill(1);
      const { weights, outputs } = layers[side === "in" ? layer - 1 : layer];
      for (let i = 0; i < weights.length; i++) {
        if (weights[i] !== 0) used[side === "in" ? i % outputs : Math.floor(i / outputs)] = 1;
      }
      return used;
    };
    const [hasIn, hasOut] = [isUsed("in"), isUsed("out")];
    return Array.from({ length: count }, (_, unit) => ({ layer, unit })).filter(
      ({ unit }) => hasIn[unit] === 0 || hasOut[unit] === 0,
    );
  });
}

/** "Cut off by zeros, without a part in the answers: x3 and x7." "" if there are none. */
export function cutOffWords(units: readonly Unit[], name: (unit: Unit) => string): string {
  if (units.length === 0) return "";
  const names = units.slice(0, MOST_NAMES).map(name);
  const more = units.length - names.length;
  if (more > 0) names.push(`${formatCount(more)} more`);
  return `Cut off by zeros, without a part in the answers: ${joinWords(names)}.`;
}

/** The network for those who do not see it. */
export function describeNetwork(
  label: string,
  epoch: number,
  layers: readonly LayerView[],
): string {
  const zeros = zeroCounts(layers);
  const parts = layers.map(({ weights, inputs, outputs }, layer) => {
    const { maxAbs: largest } = weightSize(weights);
    return (
      `${layerName(layer, layers.length)} ${inputs} by ${outputs}, largest magnitude ` +
      `${formatNumber(largest)}, ${formatCount(zeros[layer])} exactly 0`
    );
  });
  return `Network ${label} at epoch ${epoch}: ${parts.join("; ")}.`;
}
