/** Which layer of weights is looked at, in all cards that ask. */
import type { PanelStore } from "../panelStore.ts";
import { Select } from "../segmented.tsx";
import { layerName } from "./weightValues.ts";

export function LayerSelect({
  id,
  store,
  layer,
  layers,
}: {
  /** Unique on the page. */
  readonly id: string;
  readonly store: PanelStore;
  /** From 0 at the inputs; null for all. */
  readonly layer: number | null;
  readonly layers: number;
}) {
  return (
    <Select
      id={id}
      label="Layer"
      choices={[
        { value: "all", label: "All layers" },
        ...Array.from({ length: layers }, (_, l) => ({
          value: String(l),
          label: layerName(l, layers),
        })),
      ]}
      value={layer === null ? "all" : String(layer)}
      choose={value => store.remember({ layer: value === "all" ? null : Number(value) })}
    />
  );
}
