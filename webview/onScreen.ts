/**
 * Draws at once what is on the screen; what is off it comes after the frame, in steps, and waits
 * while one frame follows the other.
 */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** What is off the screen is drawn when nothing was asked for during this time. */
const QUIET_MS = 150;

/** So long is drawn at a time of what is off the screen. */
const STEP_MS = 20;

/** Off the screen, but so near that scrolling shows it before it could be drawn. */
const MARGIN = "200px";

interface Drawing {
  isNear: boolean;
  waiting: (() => void) | null;
}

const drawings = new Map<Element, Drawing>();
let timer = 0;
let lastFrame = Number.NEGATIVE_INFINITY;
let isBusy = false;

const observer = new IntersectionObserver(
  entries => {
    for (const { target, isIntersecting } of entries) {
      const drawing = drawings.get(target);
      if (drawing === undefined) continue;
      drawing.isNear = isIntersecting;
      if (isIntersecting) drawWaiting(drawing);
    }
  },
  { rootMargin: MARGIN },
);

function drawWaiting(drawing: Drawing): void {
  const { waiting } = drawing;
  drawing.waiting = null;
  waiting?.();
}

/** Whether something was asked for in another frame a moment ago; the same for all of a frame. */
function observeFrame(): boolean {
  const frame = Number(document.timeline.currentTime);
  if (frame !== lastFrame) {
    isBusy = frame - lastFrame < QUIET_MS;
    lastFrame = frame;
  }
  return isBusy;
}

function wait(ms: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(drawRest, ms);
}

/** Draws what waits, in steps: whoever scrolls or clicks meanwhile is not kept waiting. */
function drawRest(): void {
  const begun = performance.now();
  for (const drawing of drawings.values()) {
    if (drawing.waiting === null) continue;
    if (performance.now() - begun > STEP_MS) {
      wait(0);
      return;
    }
    drawWaiting(drawing);
  }
}

/**
 * Has something drawn after each change of its inputs. Many changes in a row are drawn only on the
 * screen, and elsewhere the last of them.
 *
 * @param element whose place on the page decides
 */
export function useDrawing(
  element: RefObject<Element | null>,
  draw: () => void,
  inputs?: readonly unknown[],
): void {
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    drawings.set(target, { isNear: true, waiting: null });
    observer.observe(target);
    return () => {
      observer.unobserve(target);
      drawings.delete(target);
    };
  }, []);
  useEffect(() => {
    const drawing = element.current && drawings.get(element.current);
    if (!drawing) return;
    const isFollowed = observeFrame();
    drawing.waiting = null;
    if (drawing.isNear) {
      draw();
    } else {
      drawing.waiting = draw;
      wait(isFollowed ? QUIET_MS : 0);
    }
  }, inputs);
}
