/** What a chart and all that belongs to it is told. */
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import type { ScaleKind } from "./epochAxis.ts";
import type { ChartSpec } from "./index.ts";

export interface ChartProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
  readonly spec: ChartSpec;
  /** Scale of the values. */
  readonly scale: ScaleKind;
  /** Layer of weights, from 0 at the inputs; null for all. */
  readonly layer: number | null;
  readonly isSmall: boolean;
}
