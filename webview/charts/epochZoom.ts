/** Zooming and panning the axis of epochs that all charts share. */
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { type EpochRange, panRange, visibleRange, zoomRange } from "./epochAxis.ts";

/** How much nearer one press of a button comes. */
export const ZOOM_STEP = 1.6;

/** The share of what is shown that one press of a key moves by. */
export const PAN_STEP = 0.2;

export interface EpochZoom {
  readonly range: EpochRange;
  /** Comes nearer by a factor greater than 1; the epoch stays where it is. */
  readonly zoomBy: (factor: number, at: number) => void;
  /** Moves by a share of what is shown. */
  readonly panBy: (share: number) => void;
  readonly showAll: () => void;
}

export function epochZoom(store: PanelStore, view: PanelView, shown: Shown): EpochZoom {
  const { epochScale } = view.memory;
  const { axisEnd } = shown;
  // Several turns of a wheel may come before the next frame: each goes on from the one before.
  const current = () => visibleRange(store.view.memory.zoom, axisEnd);
  return {
    range: visibleRange(view.memory.zoom, axisEnd),
    zoomBy: (factor, at) =>
      store.remember({ zoom: zoomRange(current(), axisEnd, factor, at, epochScale) }),
    panBy: share => store.remember({ zoom: panRange(current(), axisEnd, share, epochScale) }),
    showAll: () => store.remember({ zoom: null }),
  };
}
