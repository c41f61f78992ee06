/**
 * Everything a person does on a page is followed by what the page and its host make of it, so that
 * what is read next is what that person would see. Without this a fast test reads the page before
 * the frame in which it answers.
 */
import { type Locator, type Page } from "playwright-core";

/** The longest that a page puts drawing off for what is not on the screen, and some. */
const QUIET_MS = 200;

const LOCATOR_ACTIONS = [
  "blur",
  "check",
  "clear",
  "click",
  "dblclick",
  "dispatchEvent",
  "dragTo",
  "fill",
  "focus",
  "hover",
  "press",
  "pressSequentially",
  "scrollIntoViewIfNeeded",
  "selectOption",
  "setChecked",
  "uncheck",
] as const;
const KEYBOARD_ACTIONS = ["press", "type"] as const;
const MOUSE_ACTIONS = ["click", "dblclick", "down", "move", "up", "wheel"] as const;

type Action = (this: object, ...args: unknown[]) => Promise<unknown>;

/** How to wait for each page that is watched. */
const waits = new WeakMap<Page, () => Promise<void>>();
let isPatched = false;

/** Makes actions wait; `pageOf` tells whose they are. */
function follow(owner: object, names: readonly string[], pageOf: (self: object) => Page): void {
  for (const name of names) {
    const act = Reflect.get(owner, name) as Action;
    const acting: Action = async function (...args) {
      const result = await act.apply(this, args);
      await waits.get(pageOf(this))?.();
      return result;
    };
    Reflect.set(owner, name, acting);
  }
}

/** The frames that were asked for up to now have been drawn, and what follows a drawing has run. */
export async function framesDrawn(page: Page): Promise<void> {
  await page
    .evaluate(
      () =>
        new Promise<void>(drawn => {
          const look = () => {
            // Of a new training the page is made in several frames.
            if (document.body.hasAttribute("data-building")) requestAnimationFrame(look);
            else setTimeout(drawn);
          };
          requestAnimationFrame(() => requestAnimationFrame(look));
        }),
    )
    .catch(() => {
      // The page was left: it draws no more.
    });
}

/** What the page puts off until nothing was asked for during a moment has been drawn, too. */
export async function quietDrawn(page: Page): Promise<void> {
  // A timer of the page's own comes after those that it set before, however busy the machine is.
  await page.evaluate(ms => new Promise(waited => setTimeout(waited, ms)), QUIET_MS);
  await framesDrawn(page);
}

/** What a test's host is doing for its page. */
export class HostWork {
  readonly #running = new Set<Promise<unknown>>();
  #lastPost: Promise<unknown> = Promise.resolve();
  #loads = 0;

  /** The page is loaded anew: what was on its way to it gets lost, as in the editor. */
  forgetPosts(): void {
    this.#loads++;
  }

  /** Posts messages to the page, after those before them: two evaluations may overtake each other. */
  post(page: Page, messages: readonly unknown[]): Promise<void> {
    const loads = this.#loads;
    const posted = this.#lastPost.then(async () => {
      if (loads !== this.#loads) return;
      await page
        .evaluate(all => all.forEach(message => window.postMessage(message)), messages)
        .catch(() => {
          // The page was left; it will ask for all again.
        });
    });
    this.#lastPost = posted;
    return this.add(posted);
  }

  /** Counts something as work until it has ended. */
  add<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const end = () => this.#running.delete(work);
    work.then(end, end);
    return work;
  }

  /** Nothing is on its way between the page and its host, and the page has drawn what came. */
  async idle(page: Page): Promise<void> {
    await framesDrawn(page);
    while (this.#running.size > 0) {
      await Promise.allSettled(this.#running);
      await framesDrawn(page);
    }
  }
}

/**
 * From now on each action on the page ends when the page and its host have done what follows.
 *
 * @param work what the host of the page has to do
 */
export function settleAfterActions(page: Page, work: HostWork): void {
  waits.set(page, () => work.idle(page));
  const { keyboard, mouse } = page;
  follow(keyboard, KEYBOARD_ACTIONS, () => page);
  follow(mouse, MOUSE_ACTIONS, () => page);
  if (isPatched) return;
  isPatched = true;
  const locators = Object.getPrototypeOf(page.locator("html")) as object;
  follow(locators, LOCATOR_ACTIONS, self => (self as Locator).page());
}
