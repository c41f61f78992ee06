/** The painter of the maps and the facts that it found, tied to the life of the card. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ShownRun } from "../shown.ts";
import type { Theme } from "../theme.ts";
import { type BorderFacts, BordersPainter, type Scene } from "./bordersPainter.ts";
import { readPalette } from "./palette.ts";
import { PlaneNetwork } from "./planeNetwork.ts";

/** Device pixels for each CSS pixel; follows zoom and a move to another screen. */
export function usePixelRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const changed = () => setRatio(devicePixelRatio);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, [ratio]);
  return ratio;
}

/** Tells the weights of the shown runs from those of other epochs and other experiments. */
export function weightsKey(runs: readonly ShownRun[], snapshots: number): string {
  return [snapshots, ...runs.map(run => `${run.summary.id} ${run.weightsEpoch}`)].join();
}

export interface Maps {
  /** One for each run. */
  readonly networks: readonly PlaneNetwork[];
  /** One for each run; undefined while the maps of these weights are not complete. */
  readonly facts: readonly BorderFacts[] | undefined;
}

/**
 * Draws the maps of the runs whenever something of them changed.
 *
 * @param card says when the maps can be seen
 * @param canvases by variant
 */
export function useMaps(
  card: RefObject<HTMLElement | null>,
  canvases: ReadonlyMap<string, HTMLCanvasElement>,
  runs: readonly ShownRun[],
  theme: Theme,
  scene: Omit<Scene, "maps" | "palette">,
): Maps {
  const { key, plane, side, ratio, view, hasTrain, hasTest } = scene;
  const [found, setFound] = useState<{ key: string; facts: readonly BorderFacts[] }>();
  const painter = useRef<BordersPainter>(null);
  const networks = useMemo(
    () => runs.map(({ layers, summary }) => new PlaneNetwork(layers, summary.config)),
    [key],
  );
  const palette = useMemo(readPalette, [theme]);
  useLayoutEffect(() => {
    const made = new BordersPainter((facts, shown) => setFound({ key: shown.key, facts }));
    painter.current = made;
    const observer = new IntersectionObserver(entries => {
      for (const entry of entries) made.setInSight(entry.isIntersecting);
    });
    if (card.current !== null) observer.observe(card.current);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);
  useLayoutEffect(() => {
    const maps = runs.flatMap(({ summary }, i) => {
      const canvas = canvases.get(summary.id);
      return canvas === undefined ? [] : [{ canvas, network: networks[i] }];
    });
    if (side > 0 && maps.length === runs.length) {
      painter.current?.show({ ...scene, maps, palette });
    }
  }, [networks, plane, side, ratio, palette, view, hasTrain, hasTest]);
  return { networks, facts: found?.key === key ? found.facts : undefined };
}
