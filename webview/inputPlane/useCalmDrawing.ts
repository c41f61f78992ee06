/** Draws what changes often only now and then, and only what can be seen. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

const CALM_MS = 120;

/**
 * Calls `draw` when something of `changes` is other than before: at once if the last drawing is a
 * while ago, else a little later with what holds then. Waits while the element is out of sight.
 */
export function useCalmDrawing(
  element: RefObject<Element | null>,
  draw: () => void,
  changes: readonly unknown[],
): void {
  const state = useRef({ last: 0, timer: 0, isInSight: false, isDue: true, draw });
  state.current.draw = draw;
  const run = () => {
    const { current } = state;
    clearTimeout(current.timer);
    if (!current.isInSight || !current.isDue) return;
    const wait = current.last + CALM_MS - performance.now();
    if (wait > 0) {
      current.timer = window.setTimeout(run, wait);
      return;
    }
    current.isDue = false;
    current.draw();
    current.last = performance.now();
  };
  useEffect(() => {
    const observer = new IntersectionObserver(entries => {
      for (const entry of entries) state.current.isInSight = entry.isIntersecting;
      run();
    });
    if (element.current !== null) observer.observe(element.current);
    return () => {
      observer.disconnect();
      clearTimeout(state.current.timer);
    };
  }, []);
  useEffect(() => {
    state.current.isDue = true;
    run();
  }, changes);
}
