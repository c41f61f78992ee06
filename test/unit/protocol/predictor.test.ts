// The generated predict functions are run, in their own languages, against the network itself.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { activationLabels, type ActivationName } from "../../../src/core/config.ts";
import { check, CLASSES, numbersCase, SAMPLE, tableCase } from "./predictorCases.ts";
import {
  type NetworkSpec,
  numberColumns,
  pythonAbsent,
  weightsOf,
  writePredictor,
} from "./predictorFixture.ts";

test("python3 runs the Python functions", { skip: pythonAbsent }, () => {
  const { file } = weightsOf({ inputs: numberColumns(2), classes: CLASSES });
  const run = spawnSync("python3", [writePredictor(file, "python")], { encoding: "utf8" });
  assert.equal(run.stderr, "");
  assert.equal(run.stdout, "The self-test has passed: 4 items.\n");
});

test("every activation and output, none to four hidden layers", async () => {
  const names = Object.keys(activationLabels) as ActivationName[];
  const specs: NetworkSpec[] = names.flatMap((name, i) => [
    { hidden: [4], activations: [name], inputs: numberColumns(3), classes: CLASSES, seed: i },
    {
      hidden: [3, 5],
      activations: [name, names[(i + 1) % names.length]],
      output: "sigmoid",
      inputs: numberColumns(3),
      classes: ["no", "yes"],
      seed: i,
    },
  ]);
  for (const hidden of [[], [1], [3, 2], [4, 3, 2], [5, 4, 3, 2]]) {
    specs.push(
      { hidden, inputs: numberColumns(2), classes: CLASSES, seed: 9 },
      {
        hidden,
        inputs: numberColumns(2),
        classes: ["a", "b"],
        output: "sigmoid",
        zeroBiases: true,
      },
    );
  }
  await check(specs.map(spec => numbersCase(spec, 5)));
});

test("one class, many classes, zero biases, tiny and enormous weights", async () => {
  const inputs = numberColumns(3);
  const many = Array.from({ length: 30 }, (_, k) => `class ${k}`);
  await check([
    numbersCase({ inputs, classes: ["all"], hidden: [2] }, 3),
    numbersCase({ inputs, classes: many, hidden: [40], zeroBiases: true }, 3),
    numbersCase({ inputs, classes: CLASSES, hidden: [3], range: 1e-310 }, 3),
    numbersCase({ inputs, classes: CLASSES, hidden: [3], range: 1e9 }, 3),
    numbersCase({ inputs, classes: ["a", "b"], output: "sigmoid", range: 1e5 }, 3),
    numbersCase({ inputs, classes: ["a", "b"], output: "sigmoid", range: 1e300 }, 1e200),
    numbersCase({ inputs, classes: CLASSES, hidden: [3], activations: ["relu"], range: 1e200 }, 9),
    numbersCase(
      { inputs, classes: CLASSES, hidden: [3], activations: ["linear"], range: 1e300 },
      9,
    ),
  ]);
});

test("columns of every kind become what the table reader makes of them", async () => {
  const names = SAMPLE.encodings.map(({ name }) => name);
  await check([
    tableCase(SAMPLE, names, { classes: CLASSES, hidden: [6] }),
    tableCase(SAMPLE, names, { classes: ["no", "yes"], output: "sigmoid", range: 3 }),
  ]);
  assert.ok(
    SAMPLE.rows.some(row => row >= 40),
    "unknown categories are among the rows",
  );
});
