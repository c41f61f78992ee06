// How the panel lives: loaded, loaded anew, failed, in another theme, by keyboard, in little room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { variantLooks } from "../../webview/identity.ts";
import { openSettings } from "./panelHarness.ts";
import { at, open, panel, posted, readings } from "./panelSuite.ts";
import { type ThemeId, themes } from "./themes.ts";

test("it says ready, once, and stores its memory on load", async () => {
  await open();
  assert.deepEqual(panel().received, [{ type: "ready" }]);
  assert.ok(await panel().page.evaluate(() => sessionStorage.getItem("state")));
  await panel().checkQuiet();
});

test("a failed training says why, what to do, and trains again", async () => {
  await open();
  panel().model.setSpeed("slow");
  panel().model.start("twins");
  await panel().page.waitForFunction(
    () => Number(document.querySelector("main")?.dataset["epoch"]) >= 2,
  );
  panel().model.killThread();
  await panel().untilStatus("failed");
  const strip = await at(".strip.error").innerText();
  assert.match(strip, /ran out of memory/);
  assert.match(strip, /fewer hidden units/);
  panel().model.setSpeed("full");
  await at("#trainAgain").click();
  await panel().untilStatus("finished");
  await at(".strip.error").waitFor({ state: "detached" });
});

test("loaded anew, the panel is as it was: place, charts, open sections, focus", async () => {
  await open({ width: 1200, height: 700 });
  await panel().train("twins", { epochs: 60 });
  await at("#error-chart").selectOption("accuracy");
  await at("#weight-scale-log").check();
  await at("#layer").selectOption("1");
  await at("#fold-data-rows").click();
  await at(".data tbody tr").first().waitFor();
  await panel().page.evaluate(() => (document.documentElement.scrollTop = 400));
  await panel().atRest();
  await at("#scrubber").press("Home");
  await at("#scrubber").press("PageUp");
  await panel().untilEpoch(6);
  const before = await readings();
  await panel().load();
  await panel().untilEpoch(6);
  assert.deepEqual(await readings(), before);
  assert.equal(await at("#error-title").innerText(), "Accuracy");
  assert.equal(await at("#weight-scale-log").isChecked(), true);
  assert.equal(await at("#layer").inputValue(), "1");
  assert.equal(await at(".data tbody tr").count(), 200);
  assert.equal(await panel().page.evaluate(() => document.activeElement?.id), "scrubber");
  assert.equal(await panel().page.evaluate(() => document.documentElement.scrollTop), 400);
  await panel().checkQuiet();
});

test("loaded anew in the middle of a training, nothing is lost", async () => {
  await open();
  panel().model.setSpeed("slow");
  panel().model.start("twins");
  await panel().untilStatus("training");
  await panel().load();
  await panel().untilStatus("training");
  panel().model.setSpeed("full");
  await panel().untilStatus("finished");
  await panel().untilEpoch(500);
  const label = (await at(".plot canvas[role=img]").first().getAttribute("aria-label")) ?? "";
  assert.match(label, /At epoch 500, without L2: train 0\.0913/);
  await panel().checkQuiet();
});

test("an experiment that began while nobody looked is followed, whatever was shown before", async () => {
  await open();
  await panel().train("twins", { epochs: 30 });
  await at("#scrubber").press("Home");
  assert.equal(await panel().shownEpoch(), 0);
  // Away from the panel: the page is gone, and its memory stays.
  panel().isDetached = true;
  panel().model.start("withL2");
  while (panel().model.state.status !== "finished") await panel().page.waitForTimeout(20);
  panel().isDetached = false;
  await panel().postSnapshot(true);
  await panel().untilEpoch(30);
  assert.equal(await at("#live").getAttribute("aria-pressed"), "true");
});

test("training again keeps the cards, the reader's place and the focus", async () => {
  await open();
  await panel().train("twins", { epochs: 30 });
  await at("#matrices-title").evaluate(title => title.scrollIntoView());
  await panel().atRest();
  await panel().page.evaluate(() => {
    const cards = [...document.querySelectorAll("section.card:not(.finding)")];
    const button = document.querySelector<HTMLElement>("section.card .legend button");
    button?.focus({ preventScroll: true });
    const seen = { isWhole: true, button };
    const look = () => {
      seen.isWhole &&= cards.every(card => card.isConnected);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seen });
  });
  await panel().train("twins", { epochs: 40, hiddenLayers: [12] });
  await panel().atRest();
  const [isWhole, hasFocus, top] = await panel().page.evaluate(() => {
    const { seen } = window as unknown as { seen: { isWhole: boolean; button: Element | null } };
    const title = document.getElementById("matrices-title");
    return [
      seen.isWhole,
      seen.button !== null && document.activeElement === seen.button,
      title?.getBoundingClientRect().top ?? Number.NaN,
    ] as const;
  });
  assert.ok(isWhole, "no card went away");
  assert.ok(hasFocus, "the focus stays");
  assert.ok(Math.abs(top) < 300, `the card that was read is on the screen, at ${top} px`);
  assert.equal(await at(".content.past").count(), 0);
});

test("under reduced motion nothing plays by itself, and the slider still works", async () => {
  await open({ reducedMotion: true });
  await panel().train("twins", { epochs: 30 });
  assert.equal(await at("#play").isDisabled(), true);
  assert.match((await at("#play").getAttribute("title")) ?? "", /less motion/);
  assert.equal(
    await at(".status-dot").evaluate(dot => getComputedStyle(dot).animationName),
    "none",
  );
  await at("#scrubber").press("Home");
  await panel().untilEpoch(0);
  await panel().checkQuiet();
});

test("everything is reached by Tab alone, in the order of the page", async () => {
  await open();
  await panel().train("twins", { epochs: 60 });
  const reached: string[] = [];
  await panel().page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let i = 0; i < 150; i++) {
    await panel().page.keyboard.press("Tab");
    const id = await panel().page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return "";
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const isRing = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
      const next = element.nextElementSibling;
      const isRingBeside = next !== null && getComputedStyle(next).outlineStyle !== "none";
      return `${element.id || element.className}${isRing || isRingBeside ? "" : " WITHOUT RING"}`;
    });
    if (id === "") break;
    reached.push(id);
  }
  assert.deepEqual(
    reached.filter(id => id.endsWith("WITHOUT RING")),
    [],
  );
  const expected = [
    "speed",
    "run",
    "reset",
    "newSeed",
    "toStart",
    "play",
    "best",
    "scrubber",
    "live",
    "keys",
    "fold-settings-beside",
    "field-preset",
    "field-recipe",
    "field-l2",
    "lambda-slider",
    "fold-other-remedies",
    "field-learningRate",
    "field-epochs",
    "field-batchSize",
    "fold-optimizer",
    "field-hiddenLayers",
    "field-loss",
    "field-articleDerivative",
    "fold-more-settings",
    "restoreDefaults",
    "error-chart",
    "error-scale-linear",
    "series-train",
    "series-validation",
    "series-test",
    "toggle-mse-none",
    "toggle-mse-l2",
    "fold-numbers-mse",
    "layer",
    "weight-scale-linear",
    "toggle-histogram-none",
    "toggle-histogram-l2",
    "fold-numbers-histogram",
    "toggle-norm-none",
    "toggle-norm-l2",
    "fold-numbers-norm",
    "toggle-maxAbs-none",
    "toggle-maxAbs-l2",
    "fold-numbers-maxAbs",
    "map-0-none",
    "map-0-l2",
    "fold-matrix-0",
    "map-1-none",
    "map-1-l2",
    "fold-matrix-1",
    "best-none",
    "best-l2",
    "export-none",
    "show-none",
    "export-l2",
    "show-l2",
    "figure1",
    "fold-data-rows",
  ];
  const relevant = reached.filter(id => expected.includes(id));
  assert.deepEqual(
    relevant,
    expected.filter(id => relevant.includes(id)),
  );
  assert.deepEqual(
    expected.filter(id => !relevant.includes(id)),
    [],
  );
});

test("colours follow the theme at once, canvases included", async () => {
  await open();
  await panel().train("twins", { epochs: 20 });
  const picture = () =>
    at(".plot canvas")
      .first()
      .evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
  const dark = await picture();
  await panel().setTheme("lightModern");
  await panel().page.waitForFunction(
    old => document.querySelector<HTMLCanvasElement>(".plot canvas")?.toDataURL() !== old,
    dark,
  );
  const light = await picture();
  await panel().setTheme("highContrast");
  await panel().page.waitForFunction(
    old => document.querySelector<HTMLCanvasElement>(".plot canvas")?.toDataURL() !== old,
    light,
  );
  await panel().checkQuiet();
});

test("a mistake in the panel is reported once and shown", async () => {
  await open();
  const messages = await posted(() =>
    panel().page.evaluate(() => {
      setTimeout(() => {
        throw new Error("first");
      });
      void Promise.reject(new Error("second"));
    }),
  );
  await at(".strip.warning").waitFor();
  await panel().atRest();
  const reports = panel().received.filter(({ type }) => type === "panelError");
  assert.equal(reports.length, 1);
  assert.equal(messages[0].type, "panelError");
  await at("#dismissError").click();
  await at(".strip.warning").waitFor({ state: "detached" });
});

test("settings fold away in a narrow panel, and say what they are", async () => {
  await open({ width: 360 });
  assert.equal(await at("#field-l2").count(), 0);
  assert.match((await at(".settings-digest").textContent()) ?? "", /lambda 0\.005 · .*500 epochs/);
  await openSettings(panel().page);
  assert.equal(await at("#field-l2").inputValue(), "0.005");
});

test("the lines of every variant stand out from the page in every theme", async () => {
  await open();
  for (const theme of Object.keys(themes) as ThemeId[]) {
    await panel().setTheme(theme);
    const faint = await panel().page.evaluate(ids => {
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (context === null) throw new Error("this browser draws no canvas");
      const probe = document.createElement("span");
      document.body.append(probe);
      const luminance = (property: string) => {
        probe.style.color = `var(${property})`;
        context.fillStyle = getComputedStyle(probe).color;
        context.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(channel => {
          const value = channel / 255;
          return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const surface = luminance("--surface");
      const contrasts = ids.map(id => {
        const line = luminance(`--variant-${id}`);
        const [low, high] = line < surface ? [line, surface] : [surface, line];
        return [id, (high + 0.05) / (low + 0.05)] as const;
      });
      probe.remove();
      return contrasts.filter(([, contrast]) => !(contrast >= 3));
    }, Object.keys(variantLooks));
    // WCAG 2, 1.4.11: graphics need 3 to 1.
    assert.deepEqual(faint, [], theme);
  }
});
