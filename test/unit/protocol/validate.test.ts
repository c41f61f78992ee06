import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as v from "valibot";
import {
  ARTICLE_CONFIG,
  type Bounds,
  CONFIG_BOUNDS,
  HIDDEN_LAYER_COUNT,
  HIDDEN_UNIT_COUNT,
  speeds,
  type TrainingConfig,
} from "../../../src/core/config.ts";
import { recipeLabels } from "../../../src/core/recipeWords.ts";
import type { OwnVariant } from "../../../src/core/ownVariants.ts";
import type { PanelMessage } from "../../../src/protocol/messages.ts";
import { parseOwnVariants } from "../../../src/protocol/ownVariantSchema.ts";
import { parsePanelMessage } from "../../../src/protocol/panelMessages.ts";
import { describeValue, expectedNumber } from "../../../src/protocol/expectations.ts";
import {
  checkCombination,
  configEntries,
  keyOf,
  numberWithin,
  parse,
  parseConfig,
  parseConfigChanges,
  parseRecipe,
  parseSpeed,
  ValidationError,
} from "../../../src/protocol/validate.ts";

/** What parsing a value says when it refuses. */
function refusal(parseIt: () => unknown): string {
  try {
    parseIt();
  } catch (error) {
    assert.ok(error instanceof ValidationError && error instanceof TypeError);
    assert.equal(error.name, "ValidationError");
    assert.equal(error.message, `${error.field}: ${error.problem}`);
    return error.message;
  }
  return assert.fail("it was accepted");
}

/** Every message, with the members that may be left out and without. */
/** The members of a config that a person chooses. */
const { decay: _decay, publishedSign: _publishedSign, ...CHOSEN } = ARTICLE_CONFIG;

/** Variants of the user's with all that they can have, and with nothing. */
const OWN: readonly OwnVariant[] = [
  {
    id: "extra2",
    name: "Überall 1,000 ²",
    settings: {
      ...{ l2: 0.01, l1: 0, decay: 1, maxNorm: 2.5, dropout: 0.2, jitter: 0.1, patience: 3 },
      ...{ learningRate: 0.5, batchSize: 4 },
    },
  },
  { id: "published", name: "", settings: {} },
];

const messages: Record<PanelMessage["type"], PanelMessage[]> = {
  ready: [{ type: "ready" }],
  configure: [
    { type: "configure", changes: {} },
    { type: "configure", changes: { l2: 0.01 }, recipe: "twins" },
    { type: "configure", changes: CHOSEN },
    { type: "configure", changes: {}, recipe: "custom", own: OWN },
    { type: "configure", changes: {}, own: [] },
  ],
  choosePreset: [{ type: "choosePreset", preset: "moons" }],
  configurePlane: [
    { type: "configurePlane", changes: {} },
    { type: "configurePlane", changes: { trainItems: 20, inputNoise: 0, labelNoise: 0.5 } },
  ],
  placePoints: [
    { type: "placePoints", points: [0.5, -3, 1] },
    { type: "placePoints", points: [0.5, -3, 1, 1000, -1000, 0] },
  ],
  undoPoints: [{ type: "undoPoints" }],
  restorePoints: [{ type: "restorePoints" }],
  restoreDefaults: [{ type: "restoreDefaults" }],
  start: [{ type: "start" }],
  pause: [{ type: "pause" }],
  resume: [{ type: "resume" }],
  step: [{ type: "step" }],
  stop: [{ type: "stop" }],
  reset: [{ type: "reset" }],
  newSeed: [{ type: "newSeed" }],
  setSpeed: [
    { type: "setSpeed", speed: "slow" },
    { type: "setSpeed", speed: "full" },
  ],
  reproduceFigure1: [{ type: "reproduceFigure1" }],
  openWalkthrough: [{ type: "openWalkthrough" }],
  openTable: [{ type: "openTable", uri: "file:///some.csv" }],
  giveTable: [{ type: "giveTable", name: "some.tsv", bytes: new Uint8Array([97, 44, 98]) }],
  scrubbed: [{ type: "scrubbed" }],
  repeat: [
    { type: "repeat", seeds: 10, folds: 0 },
    { type: "repeat", seeds: 100, folds: 20 },
  ],
  cancelRepeats: [{ type: "cancelRepeats" }],
  exportWeights: [
    { type: "exportWeights", run: 0 },
    { type: "exportWeights", run: 2, epoch: 0 },
    { type: "exportWeights", run: 2, epoch: 1_000_000 },
  ],
  showWeights: [{ type: "showWeights", run: 1 }],
  saveChart: [
    { type: "saveChart", name: "regularization-mse", format: "csv", content: "epoch\n" },
    { type: "saveChart", name: "a", format: "png", content: "iVBORw0KGgo=" },
  ],
  copyText: [{ type: "copyText", text: "" }],
  inspect: [
    { type: "inspect", wanted: [] },
    {
      type: "inspect",
      wanted: [
        { run: 1, epoch: 0, depth: "full" },
        { run: 0, epoch: 500, depth: "training" },
        { run: 0, epoch: 12, depth: "update", update: 199 },
        {
          run: 0,
          epoch: 12,
          depth: "whatIf",
          edits: [{ layer: 1, from: 7, to: 3, value: -0.5 }],
        },
      ],
    },
  ],
  panelError: [{ type: "panelError", message: "it broke", stack: "" }],
};
const allMessages = Object.values(messages).flat();

test("lists of variants are checked in every place", () => {
  const told = (value: unknown) => refusal(() => parseOwnVariants(value));
  const one = (changes: object) => told([{ ...OWN[1], ...changes }]);
  assert.deepEqual(parseOwnVariants(structuredClone(OWN)), OWN);
  assert.match(told({}), /^own: expected a list of at most 12 variants, got an object$/);
  assert.match(told(Array(13).fill(OWN[1])), /^own: expected a list of at most 12 variants/);
  assert.match(
    told([OWN[1], OWN[1]]),
    /^own: expected variants of which each has an id of its own/,
  );
  assert.match(one({ id: "constructor" }), /^own\.0\.id: expected one of none, l2, /);
  assert.match(one({ name: "x".repeat(41) }), /^own\.0\.name: expected a name of at most 40/);
  for (const name of [" x", "x ", "x\ny", "\u2028", null]) {
    assert.match(one({ name }), /^own\.0\.name: expected a name of at most 40 characters in one/);
  }
  assert.match(
    one({ settings: { l2: 11 } }),
    /^own\.0\.settings\.l2: expected a number from 0 to 10/,
  );
  assert.match(one({ settings: { l2: undefined } }), /^own\.0\.settings\.l2: /);
  // What decides the start cannot differ.
  for (const member of ["hiddenLayers", "seed", "initializer", "epochs", "publishedSign"]) {
    assert.equal(
      one({ settings: { [member]: 1 } }),
      `own.0.settings.${member}: there is no such member`,
    );
  }
  assert.equal(one({ extra: 1 }), "own.0.extra: there is no such member");
});

test("every message of the panel is accepted, as a value of its own", () => {
  for (const message of allMessages) {
    const parsed = parsePanelMessage(structuredClone(message));
    assert.deepEqual(parsed, message);
    const frozen = Object.freeze(structuredClone(message));
    assert.notEqual(parsePanelMessage(frozen), frozen);
  }
});

test("no message may have another member, whatever it is called", () => {
  for (const message of allMessages) {
    for (const name of ["extra", "constructor", "toString", "hasOwnProperty"]) {
      assert.equal(
        refusal(() => parsePanelMessage({ ...message, [name]: 1 })),
        `message.${name}: there is no such member`,
      );
    }
    // As JSON.parse and the structured clone make it: a member of the object's own.
    const own = { value: { l2: 3 }, enumerable: true };
    const polluting: unknown = Object.defineProperty({ ...message }, "__proto__", own);
    assert.equal(
      refusal(() => parsePanelMessage(polluting)),
      "message.__proto__: there is no such member",
    );
  }
  assert.equal("l2" in {}, false);
});

test("no member of a message may be missing", () => {
  const optional = ["recipe", "own", "epoch"];
  for (const message of allMessages) {
    for (const name of Object.keys(message)) {
      if (optional.includes(name)) continue;
      const { [name]: _, ...rest } = message as unknown as Record<string, unknown>;
      const expected = name === "type" ? "a known message" : "a value";
      assert.equal(
        refusal(() => parsePanelMessage(rest)),
        `message.${name}: expected ${expected}, got nothing`,
      );
    }
  }
});

test("what is no message is refused in words", () => {
  const cases: [value: unknown, got: string][] = [
    [undefined, "nothing"],
    [null, "nothing"],
    ["start", "nothing"],
    [7, "nothing"],
    [[], "nothing"],
    [{}, "nothing"],
    [{ type: "__proto__" }, '"__proto__"'],
    [{ type: "constructor" }, '"constructor"'],
    [{ type: "toString" }, '"toString"'],
    [{ type: "Start" }, '"Start"'],
    [{ type: "" }, '""'],
    [{ type: 1 }, "1"],
    [{ type: null }, "null"],
    [{ type: ["start"] }, "an array of 1"],
    [{ type: {} }, "an object"],
  ];
  for (const [value, got] of cases) {
    assert.equal(
      refusal(() => parsePanelMessage(value)),
      `message.type: expected a known message, got ${got}`,
    );
  }
});

test("members of messages are refused by name", () => {
  const cases: [value: unknown, problem: string][] = [
    [
      { type: "configure", changes: { l2: "x" } },
      'message.changes.l2: expected a number from 0 to 10, got "x"',
    ],
    [
      { type: "configure", changes: { hiddenLayers: [8, "8"] } },
      'message.changes.hiddenLayers.1: expected a whole number from 1 to 1024, got "8"',
    ],
    [
      { type: "configure", changes: { lambda: 1 } },
      "message.changes.lambda: there is no such member",
    ],
    [{ type: "configure", changes: null }, "message.changes: expected an object, got null"],
    [{ type: "configure", changes: [1] }, "message.changes.0: there is no such member"],
    [
      { type: "configure", changes: {}, recipe: "constructor" },
      'message.recipe: expected one of withoutL2, withL2, twins, equalDecay, tournament, asPublished, custom, got "constructor"',
    ],
    [
      { type: "configure", changes: {}, recipe: undefined },
      "message.recipe: expected one of withoutL2, withL2, twins, equalDecay, tournament, asPublished, custom, got nothing",
    ],
    [
      { type: "setSpeed", speed: "__proto__" },
      'message.speed: expected one of slow, medium, fast, faster, full, got "__proto__"',
    ],
    [
      { type: "exportWeights", run: "0" },
      'message.run: expected a whole number from 0 to 1000, got "0"',
    ],
    [
      { type: "exportWeights", run: -1 },
      "message.run: expected a whole number from 0 to 1000, got -1",
    ],
    [
      { type: "exportWeights", run: 0, epoch: 0.5 },
      "message.epoch: expected a whole number from 0 to 1,000,000, got 0.5",
    ],
    [
      { type: "exportWeights", run: 0, epoch: undefined },
      "message.epoch: expected a whole number from 0 to 1,000,000, got nothing",
    ],
    [
      { type: "showWeights", run: NaN },
      "message.run: expected a whole number from 0 to 1000, got NaN",
    ],
    [
      { type: "inspect", wanted: [{ run: 0, epoch: -1, depth: "full" }] },
      "message.wanted.0.epoch: expected a whole number from 0 to 1,000,000, got -1",
    ],
    [
      { type: "inspect", wanted: [{ run: 0, epoch: 1, depth: "deep" }] },
      'message.wanted.0.depth: expected one of full, training, update, whatIf, got "deep"',
    ],
    [
      { type: "inspect", wanted: [{ run: 0, epoch: 1, depth: "full", update: 1 }] },
      "message.wanted.0.update: there is no such member",
    ],
    [
      {
        type: "inspect",
        wanted: [
          {
            run: 0,
            epoch: 1,
            depth: "whatIf",
            edits: [{ layer: 0, from: 0, to: 0, value: Infinity }],
          },
        ],
      },
      "message.wanted.0.edits.0.value: expected a number from \u22121,000,000 to 1,000,000, got Infinity",
    ],
    [
      {
        type: "inspect",
        wanted: [
          {
            run: 0,
            epoch: 1,
            depth: "whatIf",
            edits: new Array(41).fill({ layer: 0, from: 0, to: 0, value: 0 }),
          },
        ],
      },
      "message.wanted.0.edits: expected at most 40 weights, got an array of 41",
    ],
    [
      { type: "inspect", wanted: [{ run: 0, epoch: 1, depth: "update" }] },
      "message.wanted.0.update: expected a value, got nothing",
    ],
    [{ type: "panelError", message: 1, stack: "" }, "message.message: expected string, got 1"],
  ];
  for (const [value, problem] of cases) {
    assert.equal(
      refusal(() => parsePanelMessage(value)),
      problem,
    );
  }
  const one = { run: 0, epoch: 0, depth: "full" };
  const many = { type: "inspect", wanted: new Array(2001).fill(one) };
  assert.match(
    refusal(() => parsePanelMessage(many)),
    /^message\.wanted: expected at most 2000 /,
  );
  const long = { type: "panelError", message: "x".repeat(10_001), stack: "" };
  assert.ok(refusal(() => parsePanelMessage(long)).length < 200);
});

test("a whole config is accepted and rebuilt", () => {
  const parsed = parseConfig(ARTICLE_CONFIG);
  assert.deepEqual(parsed, ARTICLE_CONFIG);
  assert.notEqual(parsed, ARTICLE_CONFIG);
  assert.notEqual(parsed.hiddenLayers, ARTICLE_CONFIG.hiddenLayers);
});

test("a config lacks no member and has no other", () => {
  assert.deepEqual(Object.keys(configEntries).sort(), Object.keys(ARTICLE_CONFIG).sort());
  for (const name of Object.keys(ARTICLE_CONFIG)) {
    const { [name]: _, ...rest } = ARTICLE_CONFIG as unknown as Record<string, unknown>;
    assert.equal(
      refusal(() => parseConfig(rest)),
      `config.${name}: expected a value, got nothing`,
    );
  }
  assert.equal(
    refusal(() => parseConfig({ ...ARTICLE_CONFIG, lr: 1 })),
    "config.lr: there is no such member",
  );
});

/** What is no number where one belongs. */
const notNumbers: [value: unknown, got: string][] = [
  [NaN, "NaN"],
  [Infinity, "Infinity"],
  [-Infinity, "-Infinity"],
  ["0.5", '"0.5"'],
  ["x", '"x"'],
  ["", '""'],
  [null, "null"],
  [undefined, "nothing"],
  [true, "true"],
  [1n, "1n"],
  [[1], "an array of 1"],
  [{}, "an object"],
  [{ valueOf: () => 1 }, "an object"],
  [Object(1), "an object"],
];

test("bounds have separators from 10,000 on", () => {
  const whole = (max: number) => expectedNumber({ min: 0, max, integer: true });
  assert.equal(whole(9999), "expected a whole number from 0 to 9999");
  assert.equal(whole(10_000), "expected a whole number from 0 to 10,000");
  assert.equal(
    expectedNumber({ min: -12_345, max: 0.5, integer: false }),
    "expected a number from \u221212,345 to 0.5",
  );
});

for (const [name, bounds] of Object.entries(CONFIG_BOUNDS) as [
  keyof typeof CONFIG_BOUNDS,
  Bounds,
][]) {
  test(`config.${name}: its bounds are in, what lies beyond or is no number is out`, () => {
    const { min, max, integer } = bounds;
    const isChosen = name !== "decay";
    for (const value of [min, max]) {
      if (isChosen) assert.deepEqual(parseConfigChanges({ [name]: value }), { [name]: value });
      assert.equal(parseConfig({ ...ARTICLE_CONFIG, [name]: value })[name], value);
    }
    const shown = (bound: number) => (bound < 10_000 ? bound : bound.toLocaleString("en-US"));
    const kind = integer ? "a whole number" : "a number";
    const expected = `expected ${kind} from ${shown(min)} to ${shown(max)}`;
    const beyond = integer ? [min - 1, max + 1, min + 0.5] : [min - 1e-9, max + 1e-9, -1, 1e300];
    for (const [value, got] of [
      ...notNumbers,
      ...beyond.map((value): [number, string] => [value, String(value)]),
    ]) {
      for (const parseIt of [
        ...(isChosen ? [() => parseConfigChanges({ [name]: value })] : []),
        () => parseConfig({ ...ARTICLE_CONFIG, [name]: value }),
      ]) {
        assert.equal(refusal(parseIt), `config.${name}: ${expected}, got ${got}`);
      }
    }
  });
}

test("names are those of their records; members of Object.prototype are not", () => {
  const named = {
    loss: "squaredError, crossEntropy",
    arithmetic: "float64, float32",
    streams: "shared, separate",
  };
  for (const [name, options] of Object.entries(named)) {
    for (const option of options.split(", ")) {
      assert.deepEqual(parseConfigChanges({ [name]: option }), { [name]: option });
    }
    for (const value of ["__proto__", "constructor", "toString", "valueOf", "", "Float64"]) {
      assert.equal(
        refusal(() => parseConfigChanges({ [name]: value })),
        `config.${name}: expected one of ${options}, got ${JSON.stringify(value)}`,
      );
    }
    assert.equal(
      refusal(() => parseConfigChanges({ [name]: [options.split(", ")[0]] })),
      `config.${name}: expected one of ${options}, got an array of 1`,
    );
  }
  for (const recipe of Object.keys(recipeLabels)) assert.equal(parseRecipe(recipe), recipe);
  for (const speed of Object.keys(speeds)) assert.equal(parseSpeed(speed), speed);
  for (const value of ["__proto__", "constructor", "toString", null, 0, ["twins"]]) {
    assert.match(
      refusal(() => parseRecipe(value)),
      /^recipe: expected one of withoutL2, .*, got /,
    );
    assert.match(
      refusal(() => parseSpeed(value)),
      /^speed: expected one of slow, .*, got /,
    );
  }
});

test("yes or no is true or false", () => {
  const base = { ...ARTICLE_CONFIG, arithmetic: "float32" };
  for (const name of ["articleDerivative", "publishedSign"] as const) {
    for (const value of [true, false])
      assert.equal(parseConfig({ ...base, [name]: value })[name], value);
    for (const [value, got] of [
      [0, "0"],
      [1, "1"],
      ["true", '"true"'],
      [null, "null"],
      [undefined, "nothing"],
    ] as const) {
      assert.equal(
        refusal(() => parseConfig({ ...base, [name]: value })),
        `config.${name}: expected true or false, got ${got}`,
      );
    }
  }
  assert.deepEqual(parseConfigChanges({ articleDerivative: false }), { articleDerivative: false });
});

test("what every variant decides for itself cannot be asked for", () => {
  for (const changes of [{ decay: 0.1 }, { publishedSign: true }]) {
    const [name] = Object.keys(changes);
    assert.equal(
      refusal(() => parseConfigChanges(changes)),
      `config.${name}: there is no such member`,
    );
  }
});

test("hidden layers", () => {
  const { min, max } = HIDDEN_UNIT_COUNT;
  for (const hiddenLayers of [
    [],
    [min],
    [max],
    new Array<number>(HIDDEN_LAYER_COUNT.max).fill(8),
  ]) {
    assert.deepEqual(parseConfigChanges({ hiddenLayers }), { hiddenLayers });
  }
  const list = "hiddenLayers: expected at most 4 whole numbers from 1 to 1024";
  const one = "expected a whole number from 1 to 1024";
  const cases: [value: unknown, problem: string][] = [
    [8, `${list}, got 8`],
    ["8", `${list}, got "8"`],
    [null, `${list}, got null`],
    [{ length: 1, 0: 8 }, `${list}, got an object`],
    [new Uint8Array([8]), `${list}, got an object`],
    [[1, 2, 3, 4, 5], `${list}, got an array of 5`],
    [[0], `hiddenLayers.0: ${one}, got 0`],
    [[8, 1025], `hiddenLayers.1: ${one}, got 1025`],
    [[8, 2.5], `hiddenLayers.1: ${one}, got 2.5`],
    [[NaN], `hiddenLayers.0: ${one}, got NaN`],
    [["8"], `hiddenLayers.0: ${one}, got "8"`],
    [[[8]], `hiddenLayers.0: ${one}, got an array of 1`],
    [[8, undefined, 4], `hiddenLayers.1: ${one}, got nothing`],
  ];
  for (const [hiddenLayers, problem] of cases) {
    assert.equal(
      refusal(() => parseConfigChanges({ hiddenLayers })),
      `config.${problem}`,
    );
  }
});

test("the published sign exists only in float32", () => {
  const published = { ...ARTICLE_CONFIG, publishedSign: true };
  const problem =
    "publishedSign: the published rule exists only in float32 arithmetic, where it can be reproduced";
  assert.equal(
    refusal(() => parseConfig(published)),
    `config.${problem}`,
  );
  assert.equal(
    refusal(() => checkCombination(published, "saved")),
    `saved.${problem}`,
  );
  const float32: TrainingConfig = { ...published, arithmetic: "float32" };
  assert.deepEqual(parseConfig(float32), float32);
  assert.equal(checkCombination(float32), float32);
});

test("changes hold what is there and nothing else", () => {
  assert.deepEqual(parseConfigChanges({}), {});
  assert.deepEqual(Object.keys(parseConfigChanges({ l2: 0, epochs: 3 })), ["epochs", "l2"]);
  for (const value of [null, undefined, "l2", 3, true]) {
    assert.equal(
      refusal(() => parseConfigChanges(value)),
      `config: expected an object, got ${describeValue(value)}`,
    );
  }
  assert.equal(
    refusal(() => parseConfigChanges(["l2"])),
    "config.0: there is no such member",
  );
  assert.equal(
    refusal(() => parseConfigChanges(JSON.parse('{"__proto__": {"l2": 1}}'))),
    "config.__proto__: there is no such member",
  );
});

test("the name of what is checked can be left out or chosen", () => {
  assert.equal(
    refusal(() => parseConfigChanges({ l2: -1 }, "settings")),
    "settings.l2: expected a number from 0 to 10, got -1",
  );
  assert.equal(
    refusal(() => parse(v.strictObject({ a: v.array(keyOf({ x: 1 })) }), { a: ["y"] }, "")),
    'a.0: expected one of x, got "y"',
  );
  assert.equal(
    refusal(() => parse(numberWithin({ min: 1, max: 2, integer: false }), 3, "value")),
    "value: expected a number from 1 to 2, got 3",
  );
});

test("values are described shortly, whatever they are", () => {
  const cases: [value: unknown, text: string][] = [
    [undefined, "nothing"],
    [null, "null"],
    [-0, "-0"],
    [1e21, "1e+21"],
    [false, "false"],
    [5n, "5n"],
    ['a"b\n', '"a\\"b\\n"'],
    ["x".repeat(58), `"${"x".repeat(58)}"`],
    ["x".repeat(59), `"${"x".repeat(56)}...`],
    [[1, 2], "an array of 2"],
    [Object.create(null), "an object"],
    [new Date(NaN), "an object"],
    [() => 1, "a function"],
    [Symbol("s"), "a symbol"],
  ];
  for (const [value, text] of cases) assert.equal(describeValue(value), text);
});

/** What parsing gives; undefined if it refuses, as it should: shortly and by name. */
function accepted(parseIt: () => object): object | undefined {
  try {
    return parseIt();
  } catch (error) {
    assert.ok(error instanceof ValidationError, String(error));
    assert.ok(error.message.length < 400);
    return undefined;
  }
}

test("anything at all is accepted or refused, and what is accepted is a config's member", () => {
  const named = fc.dictionary(
    fc.oneof(fc.constantFrom(...Object.keys(ARTICLE_CONFIG)), fc.string()),
    fc.anything(),
    { maxKeys: 3 },
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.anything({ withBigInt: true, withSparseArray: true }), named),
      value => {
        for (const parseIt of [parseConfigChanges, parseConfig]) {
          const parsed = accepted(() => parseIt(value)) ?? {};
          assert.ok(Object.keys(parsed).every(name => Object.hasOwn(ARTICLE_CONFIG, name)));
        }
        accepted(() => parsePanelMessage(value));
      },
    ),
    { numRuns: 500 },
  );
});

test("points are x, y and class, and neither none nor too many", () => {
  for (const points of [
    [],
    [1, 2],
    [1, 2, 2],
    [1, 2, 0.5],
    [1, Number.NaN, 0],
    [1001, 0, 1],
    "1",
  ]) {
    assert.throws(() => parsePanelMessage({ type: "placePoints", points }), /message\.points/);
  }
  const many = Array.from({ length: 3 * 1001 }, () => 0);
  assert.throws(() => parsePanelMessage({ type: "placePoints", points: many }), /1 to 1000 points/);
  for (const changes of [{ inputNoise: -1 }, { labelNoise: 0.6 }, { trainItems: 1 }, { seed: 1 }]) {
    const member = Object.keys(changes)[0];
    assert.throws(
      () => parsePanelMessage({ type: "configurePlane", changes }),
      new RegExp(`message\\.changes\\.${member}`),
    );
  }
});
