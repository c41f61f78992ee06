// Makes the pictures of the README from the packaged extension in a real editor:
// node scripts/screenshots.mjs
/* global document, requestAnimationFrame -- for what runs in the page */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { prepare, ROOT } from "./setup.mjs";

await prepare(import.meta.url);

for (const script of ["test/bench/install.mjs", "scripts/package.mjs"]) {
  const { status } = spawnSync(process.execPath, [script], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const {
  createProfile,
  installVsix,
  launchBrowser,
  openWorkbench,
  QUIET_SETTINGS,
  runCommand,
  startServer,
  webviewOf,
} = await import("../test/bench/bench.mjs");

const IMAGES = join(ROOT, "docs/images");
const VSIX = join(ROOT, "dist/regularization-playground.vsix");
const TRAINING_MS = 60_000;

const LOOKS = {
  "workbench.colorTheme": "Dark Modern",
  "workbench.activityBar.location": "hidden",
};

/** What is shown: the command to run, the data to choose, the card to bring to the top. */
const PICTURES = [
  { command: "Train With and Without L2", height: 1500, file: "twins-dark.png" },
  {
    command: "Reproduce Figure 1",
    card: "Size of the weights",
    height: 1040,
    file: "figure-1-dark.png",
  },
  {
    command: "Train With and Without L2",
    preset: "xor",
    card: "Borders between the classes",
    height: 900,
    file: "borders-dark.png",
  },
];

mkdirSync(IMAGES, { recursive: true });
const browser = await launchBrowser();
try {
  for (const { command, preset, card, height, file } of PICTURES) {
    const profile = createProfile({ settings: { ...QUIET_SETTINGS, ...LOOKS } });
    installVsix(profile, VSIX);
    const server = await startServer(profile);
    const viewport = { width: 1280, height };
    const page = await openWorkbench(browser, server, profile, { viewport });
    await page.keyboard.press("Control+B");
    await runCommand(page, `Regularization: ${command}`);
    const panel = webviewOf(page);
    const finished = panel.locator('main[data-status="finished"]');
    await finished.waitFor({ timeout: TRAINING_MS });
    if (preset !== undefined) {
      await panel.locator("#field-preset").selectOption(preset);
      await panel.locator('main[data-status="training"]').waitFor({ timeout: TRAINING_MS });
      await finished.waitFor({ timeout: TRAINING_MS });
    }
    if (command === "Reproduce Figure 1") await runCommand(page, "View: Hide Panel");
    if (card !== undefined) {
      await panel.getByRole("heading", { name: card, exact: true }).evaluate(heading => {
        const top = heading.getBoundingClientRect().top;
        (document.scrollingElement ?? document.body).scrollBy(0, top - 140);
      });
    }
    // Two frames, so that what was scrolled to is drawn.
    await finished.evaluate(
      () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    await page.screenshot({ path: join(IMAGES, file) });
    console.log(`docs/images/${file}`);
    await page.context().close();
    await server.stop();
    profile.remove();
  }
} finally {
  await browser.close();
}
