// Text of the controls, their warnings, and whether they differ from what is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { presets } from "../../../src/core/presets.ts";
import fc from "fast-check";
import { ARTICLE_CONFIG, type OptimizerName } from "../../../src/core/config.ts";
import { optimizers } from "../../../src/core/optimizers.ts";
import { parseConfigChanges, ValidationError } from "../../../src/protocol/validate.ts";
import { controlsDiffer, hasPresetSettings } from "../../../webview/controls/changes.ts";
import {
  completeChanges,
  fieldText,
  LAMBDA_STEPS,
  lambdaAt,
  lambdaStep,
  parseField,
  type TextMember,
} from "../../../webview/controls/fieldText.ts";
import { guardRail, leftAfterEpoch, limitsOf } from "../../../webview/guardRails.ts";
import { FIRST_MEMORY, restoreMemory } from "../../../webview/memory.ts";
import { idle, train } from "./panelFixture.ts";

/** What the optimizers here do not read. */
const STEP = { beta1: 0, beta2: 0, epsilon: 1, correction1: 1, correction2: 1 };

test("numbers are taken as they are typed", () => {
  assert.deepEqual(parseField("l2", " 5e-3 "), { ok: true, changes: { l2: 0.005 } });
  assert.deepEqual(parseField("l2", "0"), { ok: true, changes: { l2: 0 } });
  assert.deepEqual(parseField("learningRate", ".5"), { ok: true, changes: { learningRate: 0.5 } });
  assert.deepEqual(parseField("epochs", "300"), { ok: true, changes: { epochs: 300 } });
});

test("whole numbers may have separators between groups of three digits", () => {
  for (const text of ["20,000", "20 000", "20'000", "20_000", "20\u00a0000", " 20\u202f000"]) {
    assert.deepEqual(parseField("epochs", text), { ok: true, changes: { epochs: 20_000 } }, text);
  }
  assert.deepEqual(parseField("seed", "4,294,967,295"), {
    ok: true,
    changes: { seed: 4_294_967_295 },
  });
  assert.ok(parseField("epochs", "20\u2019000").ok);
  const wrong = ["2,0", "20,00", "2000,000", "20,0000", ",000", "20,000.5", "20,,000", "0,125"];
  for (const text of [...wrong, "1,000 000", "20.000", "\u22125"]) {
    assert.ok(!parseField("epochs", text).ok, text);
  }
  assert.deepEqual(parseField("epochs", "20.00"), { ok: true, changes: { epochs: 20 } });
  // Elsewhere a comma may be meant as the decimal mark.
  assert.ok(!parseField("maxNorm", "1,000").ok);
});

test("hidden layers: one, several, none", () => {
  const layers = (text: string) => {
    const result = parseField("hiddenLayers", text);
    return result.ok ? result.changes.hiddenLayers : result.problem;
  };
  assert.deepEqual(layers("8"), [8]);
  assert.deepEqual(layers("8, 4"), [8, 4]);
  assert.deepEqual(layers("8 4;2"), [8, 4, 2]);
  assert.deepEqual(layers("16-8"), [16, 8]);
  assert.deepEqual(layers("  "), []);
  assert.deepEqual(layers("128,256"), [128, 256]);
  assert.equal(layers("1,024"), 'expected a whole number from 1 to 1024, got "024"');
  assert.equal(layers("8, x"), 'expected a whole number from 1 to 1024, got "x"');
  assert.equal(layers("0"), "expected a whole number from 1 to 1024, got 0");
  assert.match(String(layers("1,1,1,1,1")), /^expected at most 4 whole numbers/);
});

test("activations: names in any spelling, one or one for each layer", () => {
  const names = (text: string) => {
    const result = parseField("activations", text);
    return result.ok ? result.changes.activations : result.problem;
  };
  assert.deepEqual(names("tanh, relu"), ["tanh", "relu"]);
  assert.deepEqual(names("Leaky ReLU; SIGMOID"), ["leakyRelu", "sigmoid"]);
  assert.match(String(names("tanh, nonsense")), /^expected one of tanh, relu.*got "nonsense"$/);
  assert.match(String(names("")), /^expected 1 to 4 activations/);
});

test("lists follow the number of hidden layers", () => {
  const config = {
    ...ARTICLE_CONFIG,
    hiddenLayers: [8, 4],
    activations: ["relu", "tanh"] as const,
    dropoutScale: [1, 0.5],
    penaltyScale: [1, 1, 0],
  };
  assert.deepEqual(completeChanges(config, { hiddenLayers: [8, 4, 2] }), {
    hiddenLayers: [8, 4, 2],
    activations: ["relu", "tanh", "tanh"],
    penaltyScale: [],
    dropoutScale: [],
  });
  assert.deepEqual(completeChanges(config, { hiddenLayers: [] }).activations, ["relu"]);
  assert.deepEqual(completeChanges(config, { hiddenLayers: [5, 3] }), { hiddenLayers: [5, 3] });
  assert.deepEqual(completeChanges(config, { l2: 1 }), { l2: 1 });
});

test("factors of layers are lists of numbers, and none is a list too", () => {
  const parsed = (text: string) => parseField("penaltyScale", text);
  assert.deepEqual(parsed("1, 0.5"), { ok: true, changes: { penaltyScale: [1, 0.5] } });
  assert.deepEqual(parsed(" 2;3 4 "), { ok: true, changes: { penaltyScale: [2, 3, 4] } });
  assert.deepEqual(parsed("  "), { ok: true, changes: { penaltyScale: [] } });
  assert.deepEqual(parseField("dropoutScale", "1 2"), {
    ok: false,
    problem: "expected a number from 0 to 1, got 2",
  });
  const config = { ...ARTICLE_CONFIG, penaltyScale: [1, 0.5] };
  assert.equal(fieldText("penaltyScale", config), "1, 0.5");
  assert.equal(fieldText("dropoutScale", config), "");
});

test("what is no number within the bounds is refused in words", () => {
  const problem = (member: TextMember, text: string) => {
    const result = parseField(member, text);
    return result.ok ? "accepted" : result.problem;
  };
  assert.equal(problem("l2", "abc"), 'expected a number from 0 to 10, got "abc"');
  assert.equal(problem("l2", "0,005"), 'expected a number from 0 to 10, got "0,005"');
  assert.equal(problem("l2", "-1"), "expected a number from 0 to 10, got -1");
  assert.equal(problem("l2", " "), "expected a number from 0 to 10, got nothing");
  assert.equal(problem("l2", "Infinity"), 'expected a number from 0 to 10, got "Infinity"');
  assert.match(problem("epochs", "1.5"), /^expected a whole number from 1 to 1,000,000/);
  assert.match(problem("seed", "-1"), /^expected a whole number from 0/);
});

/** What the host says of changes. */
function hostSays(changes: unknown): unknown {
  try {
    return { ok: true, changes: parseConfigChanges(changes) };
  } catch (error) {
    assert.ok(error instanceof ValidationError);
    return { ok: false, problem: error.problem };
  }
}

test("a control accepts what the host accepts, and refuses the rest in the same words", () => {
  const numbers = ["l2", "dropout", "learningRate", "beta2", "epochs", "seed"] as const;
  const number = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.constantFrom(0, -0, 1, 0.95, 10, 1e-6, 1_000_000, 1024, 2 ** 53 - 1, 2 ** 53),
  );
  const word = fc.oneof(fc.constantFrom("tanh", "relu", "leakyRelu", "Tahn"), fc.string());
  fc.assert(
    fc.property(fc.constantFrom(...numbers), number, (member, value) => {
      // What no text says is a word to the control.
      const typed = Number.isFinite(value) ? value : String(value);
      assert.deepEqual(
        parseField(member, String(value)),
        hostSays({ [member]: value === 0 ? 0 : typed }),
      );
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...numbers), word, (member, text) => {
      // An empty field has no value at all.
      fc.pre(Number.isNaN(Number.parseFloat(text)) && text.trim() !== "");
      assert.deepEqual(parseField(member, text), hostSays({ [member]: text.trim() }));
    }),
  );
  const width = fc.oneof(fc.integer({ min: -1, max: 1030 }), fc.constantFrom(0.5, "x", 8, 16));
  fc.assert(
    fc.property(fc.array(width, { maxLength: 6 }), hiddenLayers => {
      assert.deepEqual(
        parseField("hiddenLayers", hiddenLayers.join(", ")),
        hostSays({ hiddenLayers }),
      );
    }),
  );
  const name = fc.constantFrom("tanh", "relu", "leakyRelu", "sigmoid", "linear", "tahn");
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), activations => {
      assert.deepEqual(
        parseField("activations", activations.join(", ")),
        hostSays({ activations }),
      );
    }),
  );
});

test("a control shows a member so that it reads back", () => {
  const config = { ...ARTICLE_CONFIG, hiddenLayers: [8, 4], l2: 1e-7 };
  for (const member of ["l2", "learningRate", "epochs", "seed", "hiddenLayers"] as const) {
    assert.deepEqual(parseField(member, fieldText(member, config)), {
      ok: true,
      changes: { [member]: config[member] },
    });
  }
});

test("lambda's slider starts at exactly 0 and reaches its bound", () => {
  assert.equal(lambdaAt(0), 0);
  assert.equal(lambdaAt(1), 1e-5);
  assert.equal(lambdaAt(LAMBDA_STEPS), 10);
  for (let step = 0; step <= LAMBDA_STEPS; step++) {
    assert.equal(lambdaStep(lambdaAt(step)), step);
    assert.ok(parseField("l2", String(lambdaAt(step))).ok);
  }
  assert.equal(lambdaStep(1e-9), 1);
});

test("the guard rail names the danger and the largest safe lambda", () => {
  const rail = (l2: number, learningRate = 0.01) =>
    guardRail({ ...ARTICLE_CONFIG, l2, learningRate }, "twins", 200);
  assert.equal(rail(0.005).danger, "none");
  assert.match(rail(0.005).text, /takes 0\.005 % off a weight; left alone, 99\.0 %/);
  assert.match(rail(0).text, /^No penalty/);
  assert.equal(rail(1, 0.99).danger, "none");
  assert.equal(rail(1, 1).danger, "oscillates");
  assert.equal(rail(2, 1).danger, "explodes");
  assert.match(rail(2, 0.5).text, /Safe here: lambda below 2\.$/);
  // No lambda that can be chosen is too large; and what is taken off is not rounded away.
  assert.match(rail(0.005).text, /Any lambda is safe here\.$/);
  assert.match(rail(1e-4).text, /takes 0\.0001 % off .* more than 99\.9 % of it would remain/);
  assert.equal(rail(1).decayText, "");
});

test("the guard rail knows how each optimizer takes a penalty", () => {
  const rail = (optimizer: OptimizerName, l2: number) =>
    guardRail({ ...ARTICLE_CONFIG, optimizer, momentum: 0.5, learningRate: 1, l2 }, "twins", 200);
  assert.equal(rail("adamw", 2).danger, "explodes");
  assert.equal(rail("momentum", 2.9).danger, "none");
  assert.equal(rail("momentum", 3).danger, "explodes");
  assert.equal(rail("nesterov", 1.49).danger, "none");
  assert.equal(rail("nesterov", 1.5).danger, "explodes");
  assert.equal(rail("adam", 5).danger, "none");
  assert.equal(rail("adam", 5).limits, null);
});

test("weights explode exactly beyond the limits of each optimizer", () => {
  for (const optimizer of ["sgd", "momentum", "nesterov"] as const) {
    for (const momentum of [0.1, 0.5, 0.9]) {
      const limit = limitsOf({ optimizer, momentum, learningRate: 1, l2: 1 })?.explodes ?? 0;
      const sizeAt = (l2: number) => {
        const settings = { ...STEP, learningRate: 1, momentum };
        const [first, second] = [new Float64Array(1), new Float64Array(1)];
        let weight = 1;
        for (let update = 0; update < 3000; update++) {
          weight -= optimizers[optimizer].step(l2 * weight, first, second, 0, settings);
        }
        return Math.abs(weight);
      };
      assert.ok(sizeAt(0.98 * limit) < 1, `${optimizer} ${momentum}`);
      assert.ok(!(sizeAt(1.02 * limit) < 1e3), `${optimizer} ${momentum}`);
    }
  }
});

test("the article's constant decay is said to erase its network", () => {
  const rail = guardRail(ARTICLE_CONFIG, "equalDecay", 200);
  assert.match(rail.decayText, /0\.02 per item/);
  assert.match(rail.decayText, /leaves 1\.8 % of a weight after one epoch: it erases the network/);
  assert.ok(Math.abs(leftAfterEpoch(0.02, 200) - 0.0176) < 1e-4);
});

test("controls differ from the experiment only if a run would differ", () => {
  const { playground } = train("twins", { epochs: 2 });
  assert.equal(controlsDiffer(playground), false);
  assert.equal(controlsDiffer({ ...playground, recipe: "withL2" }), true);
  assert.equal(controlsDiffer({ ...playground, config: { ...playground.config, l2: 0 } }), true);
  assert.equal(controlsDiffer({ ...playground, speed: "slow" }), false);
  assert.equal(controlsDiffer(idle), false);
  assert.equal(hasPresetSettings(idle), true);
  assert.equal(hasPresetSettings(playground), false);
  assert.equal(hasPresetSettings({ ...idle, preset: "moons" }), false);
  const { config } = presets.moons;
  assert.equal(hasPresetSettings({ ...idle, preset: "moons", config }), true);
});

test("a memory of another version, or none, is replaced by the first one", () => {
  for (const stored of [undefined, null, 7, {}, { ...FIRST_MEMORY, heldEpoch: -1 }]) {
    assert.deepEqual(restoreMemory(stored), FIRST_MEMORY);
  }
  const memory = { ...FIRST_MEMORY, heldEpoch: 100, open: ["data-rows"] };
  assert.deepEqual(restoreMemory(JSON.parse(JSON.stringify(memory))), memory);
});
