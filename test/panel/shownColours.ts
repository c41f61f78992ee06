/** Colours of a page as the browser shows them, where the system forces its own. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Rgba } from "../../webview/theme.ts";

export function rgb(colour: string): Rgba {
  const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  // Mixtures are told as shares of 1.
  return colour.startsWith("color(") ? [255 * r, 255 * g, 255 * b, 1] : [r, g, b, 1];
}

/** The value of a property of the first element that a selector finds. */
export function style(
  page: Page,
  selector: string,
  property: string,
  pseudo?: string,
): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, [name, part]) => getComputedStyle(element, part).getPropertyValue(name), [
      property,
      pseudo,
    ] as const);
}

/** Every button in sight has a border of another colour than what is around it. */
export async function checkButtons(page: Page): Promise<void> {
  const bare = await page.locator("button:visible:not(.link)").evaluateAll(buttons =>
    buttons
      .filter(button => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } =
          getComputedStyle(button);
        const { backgroundColor: around } = getComputedStyle(document.body);
        const hasBorder = borderTopStyle !== "none" && parseFloat(borderTopWidth) >= 1;
        return !(hasBorder && borderTopColor !== around) && backgroundColor === around;
      })
      .map(button => button.outerHTML.slice(0, 120)),
  );
  assert.deepEqual(bare, []);
}
