// The manifest and the code say the same.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  ARTICLE_CONFIG,
  CONFIG_BOUNDS,
  DEFAULT_SPEED,
  HIDDEN_LAYER_COUNT,
  HIDDEN_UNIT_COUNT,
  lossLabels,
  speeds,
} from "../../../src/core/config.ts";
import {
  configSettings,
  FOLDER_SETTING,
  SETTINGS_SECTION,
  SPEED_SETTING,
} from "../../../src/host/settings.ts";
import { DATA_VIEW_TYPE, PANEL_VIEW_TYPE, USE_VIEW_TYPE } from "../../../src/host/viewTypes.ts";

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: string; readonly minimum: number; readonly maximum: number };
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly keywords: readonly string[];
  readonly dependencies?: object;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when: string }[]>
    >;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

const root = new URL("../../../", import.meta.url);
const readText = (path: string) => readFileSync(new URL(path, root), "utf8");
const manifest = JSON.parse(readText("package.json")) as Manifest;
const texts = JSON.parse(readText("package.nls.json")) as Record<string, string>;
const settings = manifest.contributes.configuration.properties;
const settingOf = (name: string) => settings[`${SETTINGS_SECTION}.${name}`];

test("the settings are those that are read", () => {
  const names = [...Object.keys(configSettings), SPEED_SETTING, FOLDER_SETTING];
  const expected = names.map(name => `${SETTINGS_SECTION}.${name}`);
  assert.deepEqual(Object.keys(settings).sort(), expected.sort());
});

test("defaults and bounds of the settings are those of the core", () => {
  for (const [name, member] of Object.entries(configSettings)) {
    const setting = settingOf(name);
    assert.deepEqual(setting.default, ARTICLE_CONFIG[member], name);
    assert.equal(setting.scope, "resource", name);
    if (!Object.hasOwn(CONFIG_BOUNDS, member)) continue;
    const bounds = CONFIG_BOUNDS[member as keyof typeof CONFIG_BOUNDS];
    assert.equal(setting.minimum, bounds.min, name);
    assert.equal(setting.maximum, bounds.max, name);
    assert.equal(setting.type, bounds.integer ? "integer" : "number", name);
  }
  const hidden = settingOf("hiddenLayers");
  assert.deepEqual([hidden.minItems, hidden.maxItems], [0, HIDDEN_LAYER_COUNT.max]);
  assert.deepEqual(hidden.items, {
    type: "integer",
    minimum: HIDDEN_UNIT_COUNT.min,
    maximum: HIDDEN_UNIT_COUNT.max,
  });
  assert.deepEqual(settingOf("loss").enum, Object.keys(lossLabels));
  assert.deepEqual(settingOf(SPEED_SETTING).enum, Object.keys(speeds));
  assert.equal(settingOf(SPEED_SETTING).default, DEFAULT_SPEED);
  assert.equal(settingOf(SPEED_SETTING).scope, "window");
});

test("every text of the manifest is in package.nls.json, and nothing else is", () => {
  const used = new Set([...readText("package.json").matchAll(/"%([^%"]+)%"/g)].map(m => m[1]));
  assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  for (const [key, text] of Object.entries(texts)) assert.notEqual(text.trim(), "", key);
});

test("commands have one category, no emoji and an enablement where they are not always possible", () => {
  const enablement = new Map<string, string | undefined>();
  for (const command of manifest.contributes.commands) {
    assert.equal(command.category, "%category%");
    assert.match(texts[command.title.slice(1, -1)], /^[A-Z][A-Za-z0-9 .]+$/);
    enablement.set(command.command.slice(SETTINGS_SECTION.length + 1), command.enablement);
  }
  const conditional = [
    "cancelRepeats",
    "exportWeights",
    "pauseOrResume",
    "repeatOverSeeds",
    "reset",
    "showWeights",
    "stop",
  ];
  const unset = [...enablement].filter(([, when]) => when !== undefined && isFalseWhenUnset(when));
  assert.deepEqual(unset.map(([name]) => name).sort(), conditional);
});

/** With no key set, `a == b` and `a` are false, `a != b` is true. */
function isFalseWhenUnset(when: string): boolean {
  return !when
    .split("||")
    .some(part => part.split("&&").every(term => term.includes("!=") || /^\s*!/.test(term)));
}

test("menus offer predict functions for weight files, and for nothing else", () => {
  const { commands, menus } = manifest.contributes;
  const known = new Set(commands.map(({ command }) => command));
  for (const place of ["explorer/context", "editor/title"]) {
    const command = `${SETTINGS_SECTION}.generatePredictFunction`;
    const entries = menus[place].filter(entry => entry.command === command);
    assert.equal(entries.length, 1, place);
    const found = /resourceFilename =~ \/(.+)\/i/.exec(entries[0].when);
    assert.ok(found, entries[0].when);
    const pattern = new RegExp(found[1], "i");
    for (const name of ["a.weights.json", "2024.Weights.JSON"]) assert.match(name, pattern);
    for (const name of ["weights.json.txt", "package.json", "my-weights-json"]) {
      assert.doesNotMatch(name, pattern);
    }
  }
  for (const { command } of Object.values(menus).flat()) assert.ok(known.has(command), command);
});

test("nothing starts the extension but its commands and its panel", () => {
  const types = [PANEL_VIEW_TYPE, DATA_VIEW_TYPE, USE_VIEW_TYPE];
  assert.deepEqual(
    manifest.activationEvents,
    types.map(type => `onWebviewPanel:${type}`),
  );
  assert.equal(manifest.dependencies, undefined);
  assert.ok(manifest.keywords.length <= 30);
});

test("the files that the manifest names exist", () => {
  const { jsonValidation } = manifest.contributes;
  for (const path of [manifest.icon, ...jsonValidation.map(entry => entry.url)]) {
    assert.ok(existsSync(new URL(path, root)), path);
  }
});

test("the walkthrough names commands, context keys and pictures that exist", () => {
  const [{ id, steps }] = manifest.contributes.walkthroughs;
  assert.ok(readText("src/host/playground.ts").includes(`WALKTHROUGH_ID = "${id}"`));
  assert.equal(steps.length, 5);
  const commands = new Set(manifest.contributes.commands.map(({ command }) => command));
  const keys = readText("src/host/contextKeys.ts");
  for (const step of steps) {
    assert.ok(existsSync(new URL(step.media.svg, root)), step.media.svg);
    assert.match(step.media.svg, /^media\/walkthrough\/\w+\.svg$/);
    const description = texts[step.description.slice(1, -1)];
    const links = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, name]) => name);
    assert.equal(links.length, 1, step.id);
    for (const link of links) assert.ok(commands.has(link), link);
    for (const event of step.completionEvents) {
      const [kind, argument] = event.split(/:(.*)/);
      if (kind === "onCommand") assert.ok(commands.has(argument), event);
      else for (const [key] of argument.matchAll(/\w+\.\w+/g)) assert.ok(keys.includes(key), event);
    }
  }
  assert.ok(readText(".vscodeignore").includes("!media/walkthrough/*.svg"));
});

test("what is loaded when it is needed is in the package", () => {
  const [, parts = ""] = /LAZY_PARTS = \{([^}]*)\}/.exec(readText("esbuild.mjs")) ?? [];
  const names = [...parts.matchAll(/^ *(\w+): "src\/.+\.ts",$/gm)].map(([, name]) => name);
  assert.ok(names.includes("weightFileText"));
  const packed = readText(".vscodeignore").split("\n");
  const [, budgets = ""] = /BUDGETS = \{([^}]*)\}/.exec(readText("esbuild.mjs")) ?? [];
  const files = [...budgets.matchAll(/dist\/(\w+)\.js/g)].map(([, name]) => name);
  assert.ok(files.includes("deferredCards") && files.includes("webviewShared"));
  names.push(...files.filter(name => name !== "cli"));
  for (const name of names) assert.ok(packed.includes(`!dist/${name}.js`), name);
});
