// Builds the extension, the worker, the panel and the command line into dist/, and with --tests the
// suites that run inside VS Code. --production minifies and holds the bundles to their budgets;
// --watch rebuilds.
import { context, build } from "esbuild";
import { globSync } from "node:fs";
import { chmod, rm, writeFile } from "node:fs/promises";
import { kernelPlugin } from "./scripts/kernel.mjs";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");
const tests = process.argv.includes("--tests");

/** Largest allowed size of each minified bundle, or of those that are loaded together, in bytes. */
const BUDGETS = {
  "dist/extension.js": 10_000,
  "dist/playground.js": 80_000,
  "dist/exportWeights.js": 30_000,
  "dist/weightFileText.js": 70_000,
  "dist/weightFileReading.js": 60_000,
  "dist/generatePredictFunction.js": 60_000,
  "dist/tableTraining.js": 60_000,
  "dist/useWeights.js": 60_000,
  "dist/dataPreview.js": 30_000,
  "dist/weightsOutput.js": 30_000,
  "dist/repeatJob.js": 30_000,
  "dist/saveChart.js": 10_000,
  "dist/worker.js": 60_000,
  "dist/plainKernel.js": 60_000,
  "dist/dataWorker.js": 100_000,
  "dist/inspector.js": 60_000,
  "dist/webview.js dist/webviewShared.js": 260_000,
  "dist/deferredCards.js": 220_000,
  "dist/dataPage.js": 90_000,
  "dist/usePage.js": 60_000,
  "dist/cli.js": 220_000,
};

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
};

/** Parts of the host and the worker that are loaded when they are first needed, each a bundle of its own. */
const LAZY_PARTS = {
  playground: "src/host/playground.ts",
  exportWeights: "src/host/exportWeights.ts",
  weightFileText: "src/host/weightFileText.ts",
  weightFileReading: "src/host/weightFileReading.ts",
  generatePredictFunction: "src/host/generatePredictFunction.ts",
  tableTraining: "src/host/tableTraining.ts",
  useWeights: "src/host/useWeights.ts",
  dataPreview: "src/host/dataPreview.ts",
  weightsOutput: "src/host/weightsOutput.ts",
  repeatJob: "src/host/repeatJob.ts",
  saveChart: "src/host/saveChart.ts",
  plainKernel: "src/threads/plainKernel.ts",
};

/** Leaves `import("./part.ts")` in the extension as a load of dist/part.js. */
const lazyParts = {
  name: "lazy-parts",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/\w+\.ts$/ }, ({ path, kind }) => {
      const name = path.slice(2, -3);
      const isLazy = kind === "dynamic-import" && Object.hasOwn(LAZY_PARTS, name);
      return isLazy ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

/**
 * Leaves out the colour arithmetic of Chart.js, 7 kB: it mixes colours in animations and under the
 * pointer, and the panel's charts have neither.
 */
const noColourMixing = {
  name: "no-colour-mixing",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@kurkle\/color$/ }, () => ({ path: "color", namespace: "left-out" }));
    onLoad({ filter: /^color$/, namespace: "left-out" }, () => ({
      contents: "export class Color {}",
    }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const page = {
  ...common,
  plugins: [noColourMixing],
  outdir: "dist",
  platform: "browser",
  target: "chrome134",
  jsx: "automatic",
  jsxImportSource: "preact",
};

/** @type {import("esbuild").BuildOptions[]} */
const programs = [
  {
    ...common,
    entryPoints: {
      extension: "src/extension.ts",
      worker: "src/worker/main.ts",
      dataWorker: "src/dataWorker/main.ts",
      inspector: "src/inspector/main.ts",
      ...LAZY_PARTS,
    },
    plugins: [lazyParts, kernelPlugin],
    outdir: "dist",
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
  },
  // The panel, and the cards of it that are loaded after the first paint. What both use is a third
  // file; there is one such file as long as there is one such part, hence all of them are in one.
  {
    ...page,
    entryPoints: { webview: "webview/main.tsx", deferredCards: "webview/deferredCards.tsx" },
    format: "esm",
    splitting: true,
    chunkNames: "webviewShared",
  },
  { ...page, entryPoints: { dataPage: "webview/data/main.tsx" }, format: "iife" },
  { ...page, entryPoints: { usePage: "webview/use/main.tsx" }, format: "iife" },
  // The command line: no editor, and any Node from 20 on.
  {
    ...common,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
    platform: "node",
    format: "cjs",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
  },
];

if (tests) {
  programs.push({
    ...common,
    entryPoints: globSync("test/integration/**/*.ts"),
    outdir: "dist/test/integration",
    outbase: "test/integration",
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode", "mocha"],
  });
}

/** Licence texts of everything that is bundled, as the licences ask. */
async function writeLicences(metafiles) {
  const packages = new Set();
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
      if (found) packages.add(found[1]);
    }
  }
  const { readFile } = await import("node:fs/promises");
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = globSync(`${folder}/{LICENSE,LICENSE.md,LICENSE.txt,license}`)[0];
    if (!file) throw new Error(`${name} is bundled but has no licence file`);
    texts.push(`${name} ${version} (${license})\n\n${(await readFile(file, "utf8")).trim()}\n`);
  }
  await writeFile("dist/third-party-licenses.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
}

function checkBudgets(metafiles) {
  const outputs = Object.assign({}, ...metafiles.map(metafile => metafile.outputs));
  let broken = false;
  for (const [paths, budget] of Object.entries(BUDGETS)) {
    const bytes = paths.split(" ").reduce((sum, path) => sum + outputs[path].bytes, 0);
    const verdict = bytes <= budget ? "ok" : "TOO LARGE";
    console.log(`${paths}: ${bytes} of ${budget} bytes: ${verdict}`);
    broken ||= bytes > budget;
  }
  if (broken) process.exitCode = 1;
}

if (watch) {
  for (const options of programs) await (await context({ ...options, logLevel: "info" })).watch();
} else {
  await rm("dist/test", { recursive: true, force: true });
  const metafiles = (await Promise.all(programs.map(options => build(options)))).map(
    result => result.metafile,
  );
  await writeLicences(metafiles);
  await chmod("dist/cli.js", 0o755);
  if (production) checkBudgets(metafiles);
}
