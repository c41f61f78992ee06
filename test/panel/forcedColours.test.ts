// Where the system forces its few colours, what is drawn can still be read and told apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, type Rgba } from "../../webview/theme.ts";
import { checkLook } from "./lookCheck.ts";
import { openSettings } from "./panelHarness.ts";
import { at, open, panel } from "./panelSuite.ts";
import { checkButtons, rgb, style } from "./shownColours.ts";

/** How many pixels of a canvas have about a colour. */
function pixelsOf(selector: string, colour: Rgba): Promise<number> {
  return at(selector)
    .first()
    .evaluate((element, [r, g, b]) => {
      const canvas = element as HTMLCanvasElement;
      const { data } =
        canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      let found = 0;
      for (let i = 0; data !== undefined && i < data.length; i += 4) {
        const distance = Math.hypot(data[i] - r, data[i + 1] - g, data[i + 2] - b);
        if (data[i + 3] > 250 && distance < 6) found++;
      }
      return found;
    }, colour);
}

for (const [forcedColours, theme, width] of [
  ["light", "darkModern", 1200],
  ["dark", "lightModern", 360],
] as const) {
  test(`finished twins on a forced ${forcedColours} page`, async () => {
    await open({ forcedColours, theme, width });
    const { page } = panel();
    await panel().train("twins", { epochs: 60, l2: 0.05 });
    await openSettings(page);
    await at("#fold-network").click();
    await panel().atRest();
    const surface = rgb(await style(page, "body", "background-color"));
    const series: Rgba[] = [];
    for (const id of ["none", "l2"]) {
      const colour = rgb(await style(page, `.swatch.variant-${id} line`, "stroke"));
      assert.ok(contrast(colour, surface) >= 3, `${id}: ${colour.join()}`);
      assert.ok((await pixelsOf("#plot-mse canvas", colour)) > 100, `the line of ${id}`);
      const bar = rgb(
        await style(page, `.tile .variant-${id} .tile-bar > span`, "background-color"),
      );
      assert.ok(contrast(bar, surface) >= 3, `the bar of ${id}`);
      series.push(colour);
    }
    assert.notDeepEqual(series[0], series[1]);
    // Canvases have the page's own colours: words as the text, units empty.
    const text = rgb(await style(page, "body", "color"));
    assert.ok(contrast(text, surface) > 12);
    assert.ok((await pixelsOf("#network-canvas", text)) > 300);
    assert.ok((await pixelsOf("#network-canvas", surface)) > 1000, "units are filled with it");
    // What is on, and what is off.
    for (const [on, off] of [
      [".toggle[aria-pressed=true]", ".toggle[aria-pressed=false]"],
      [".segmented input:checked + span", ".segmented input:not(:checked) + span"],
    ]) {
      const [there, elsewhere] = [
        rgb(await style(page, on, "background-color")),
        rgb(await style(page, off, "background-color")),
      ];
      assert.ok(contrast(there, elsewhere) >= 3, on);
      assert.ok(contrast(rgb(await style(page, on, "color")), there) >= 4.5, on);
    }
    await checkButtons(page);
    // Triangles of folds are triangles: three of their sides have no colour.
    const side = await style(page, ".fold > summary", "border-top-color", "::before");
    assert.equal(side, "rgba(0, 0, 0, 0)");
    await at("#more-mse").focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    assert.notEqual(await style(page, "#more-mse", "outline-style"), "none");
    await checkLook(panel(), `forced-twins-${forcedColours}-${width}`);
    await panel().checkQuiet();
  });

  test(`borders of moons on a forced ${forcedColours} page`, async () => {
    await open({ forcedColours, theme, width });
    panel().model.choosePreset("moons");
    await panel().train("twins", { epochs: 40 });
    await at(".border-map canvas").first().scrollIntoViewIfNeeded();
    await panel().atRest();
    const shades = await at(".border-map canvas")
      .last()
      .evaluate(element => {
        const canvas = element as HTMLCanvasElement;
        const { data } =
          canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        return new Set(new Uint32Array(data?.buffer ?? new ArrayBuffer())).size;
      });
    assert.ok(shades > 20, `${shades} colours`);
    await checkButtons(panel().page);
    await checkLook(panel(), `forced-moons-${forcedColours}-${width}`);
    await panel().checkQuiet();
  });
}

test("colours that are forced while the panel is open are drawn with at once", async () => {
  await open({ theme: "darkModern" });
  await panel().train("twins", { epochs: 20 });
  const picture = () =>
    at("#plot-mse canvas")
      .first()
      .evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
  const before = await picture();
  await panel().page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
  await panel().atRest();
  assert.notEqual(await picture(), before);
  await panel().page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
  await panel().atRest();
  assert.equal(await picture(), before);
});
