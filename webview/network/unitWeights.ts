/** The weights into and out of a unit. No DOM. */
import type { LayerView } from "../../src/core/network.ts";
import type { Unit, WeightPlace } from "./networkLayout.ts";

export interface UnitWeight extends WeightPlace {
  readonly weight: number;
}

export interface UnitWeights {
  /** Null for inputs. */
  readonly bias: number | null;
  /** In the order of the units they come from; none for inputs. */
  readonly incoming: readonly UnitWeight[];
  /** In the order of the units they lead to; none for classes. */
  readonly outgoing: readonly UnitWeight[];
}

export function unitWeights(layers: readonly LayerView[], { layer, unit }: Unit): UnitWeights {
  const before = layer > 0 ? layers[layer - 1] : undefined;
  const after = layer < layers.length ? layers[layer] : undefined;
  return {
    bias: before?.biases[unit] ?? null,
    incoming: Array.from({ length: before?.inputs ?? 0 }, (_, from) => ({
      layer: layer - 1,
      from,
      to: unit,
      weight: before?.weights[from * before.outputs + unit] ?? 0,
    })),
    outgoing: Array.from({ length: after?.outputs ?? 0 }, (_, to) => ({
      layer,
      from: unit,
      to,
      weight: after?.weights[unit * after.outputs + to] ?? 0,
    })),
  };
}
