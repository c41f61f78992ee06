// The real tables of the sample workspace: each is trained to what such a table allows, each weight
// file verifies, and each predicts the table it was trained on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Folder } from "./runCli.ts";

const SAMPLES = join(import.meta.dirname, "../../examples/sample-workspace");

/** Items of each class as the sources state them, and rows without a value. */
const tables = [
  { name: "penguins", target: "species", classes: [152, 124, 68], incomplete: 11 },
  { name: "iris", target: "species", classes: [50, 50, 50], incomplete: 0 },
  { name: "wine", target: "cultivar", classes: [71, 59, 48], incomplete: 0 },
] as const;

interface Trained {
  readonly data: {
    readonly rows: number;
    readonly target: { readonly name: string };
    readonly excludedRows: readonly { readonly reason: string; readonly rows: number }[];
  };
  readonly test: { readonly accuracy: number; readonly interval: readonly [number, number] };
}

for (const { name, target, classes, incomplete } of tables) {
  test(`${name}: trained, verified, predicted`, async t => {
    const folder = new Folder(t);
    const csv = readFileSync(join(SAMPLES, `${name}.csv`), "utf8");
    const file = folder.write(`${name}.csv`, csv);
    const [header, ...rows] = csv.trimEnd().split("\n");
    const column = header.split(",").indexOf(target);
    const counts = new Map<string, number>();
    for (const row of rows) {
      const value = row.split(",")[column];
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    assert.deepEqual(
      [...counts.values()].sort((a, b) => b - a),
      classes,
    );
    const trained = await folder.json<Trained>(
      0,
      ...["train", file, "--target", target, "--missing", "drop", "--out", "w.weights.json"],
    );
    assert.equal(trained.data.rows, rows.length);
    const dropped = trained.data.excludedRows.reduce((sum, { rows: count }) => sum + count, 0);
    assert.equal(dropped, incomplete);
    // Linear methods get some 97 % of all three right; 35 to 67 test items leave this much room.
    assert.ok(trained.test.interval[1] > 0.97 && trained.test.accuracy > 0.9, name);
    const verified = await folder.run("verify", "w.weights.json", "--data", file);
    assert.equal(verified.code, 0, verified.stderr);
    assert.match(verified.stdout, /last bit/);
    const predicted = await folder.run("predict", "w.weights.json", file);
    assert.equal(predicted.code, 0, predicted.stderr);
  });
}

test("penguins: body mass in grams, trained, verified, predicted", async t => {
  const folder = new Folder(t);
  const file = folder.write("penguins.csv", readFileSync(join(SAMPLES, "penguins.csv"), "utf8"));
  const { test: judged } = await folder.json<{
    readonly test: { readonly rSquared: number; readonly rmse: number };
  }>(
    0,
    ...["train", file, "--target", "body_mass_g", "--missing", "drop", "--out", "w.weights.json"],
  );
  // Least squares on these columns leaves some 290 g; masses differ by 800 g.
  assert.ok(judged.rSquared > 0.8 && judged.rmse < 350, JSON.stringify(judged));
  const verified = await folder.run("verify", "w.weights.json", "--data", file);
  assert.equal(verified.code, 0, verified.stderr);
  const predicted = await folder.run("predict", "w.weights.json", file);
  assert.match(
    predicted.stderr,
    /Against column "body_mass_g": R² 0\.8\d\d, RMSE \d{3}, MAE \d{3}/,
  );
});
