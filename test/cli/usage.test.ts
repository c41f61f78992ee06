// Help, wrong use, exit codes, interruption, and the article's command.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { ProgressBar } from "../../src/cli/progressBar.ts";
import { ended, Folder, trees, treesCsv } from "./runCli.ts";

const root = resolve(import.meta.dirname, "../..");

test("help and version go to standard output", async t => {
  const folder = new Folder(t);
  const { version } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as {
    version: string;
  };
  assert.deepEqual(await folder.run("--version"), { code: 0, stdout: `${version}\n`, stderr: "" });
  const help = await folder.run("--help");
  assert.equal(help.code, 0);
  for (const name of ["article", "train", "predict", "verify"]) {
    assert.match(help.stdout, new RegExp(`^ +${name} `, "m"));
    const own = await folder.run(name, "--help");
    assert.equal(own.code, 0);
    assert.match(own.stdout, new RegExp(`^Usage: regularization-playground ${name} `));
    assert.match(own.stdout, /--json +print one JSON object/);
    for (const line of own.stdout.split("\n")) assert.ok(line.length <= 100, line);
  }
});

test("every option of the help is in the documentation", async t => {
  const folder = new Folder(t);
  const page = readFileSync(resolve(root, "docs/command-line.md"), "utf8");
  for (const name of ["article", "train", "predict", "verify"]) {
    const { stdout } = await folder.run(name, "--help");
    for (const [option] of stdout.matchAll(/^ {2}--[a-z-]+/gm)) {
      assert.ok(page.includes(`\`${option.trim()}`), `${name} ${option}`);
    }
  }
});

test("wrong use ends with 2 and one line that says what may have been meant", async t => {
  const folder = new Folder(t);
  folder.write("t.csv", treesCsv(trees(30)));
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /expected a command/],
    ["trian t.csv", /there is no command "trian"; did you mean train\?/],
    ["train", /expected <data>, got nothing/],
    ["train t.csv more.csv", /got "more\.csv" too/],
    ["train t.csv --trget kind", /no option --trget; did you mean --target\?/],
    ["train t.csv --target", /--target: expected a value \(COLUMN\), got none/],
    ["train t.csv --out --json", /--out: expected a value/],
    ["train t.csv --json=1", /--json: expected no value/],
    ["train t.csv --missing guess", /--missing: expected one of error, drop, fill, got "guess"/],
    ["train t.csv --split 60/20", /--split: expected three numbers as 60\/20\/20/],
    ["train t.csv --split 60/20/30", /add up to 100, got 110/],
    ["train t.csv --set lambda=1", /--set lambda: there is no such setting/],
    ["train t.csv --set learningrat=1", /did you mean learningRate\?/],
    ["train t.csv --set l2=x", /--set l2: expected a number from 0 to 10, got "x"/],
    [
      "train t.csv --set activations=relu,tanh",
      /--set activations: expected 1 activation for all, got 2/,
    ],
    [
      "train t.csv --set output=sigmoid",
      /--set output: a single sigmoid output tells 2 classes apart/,
    ],
    ["train t.csv --folds 1", /--folds: expected a whole number from 2/],
    ["train t.csv --seeds 1,1", /--seeds: expected different whole numbers/],
    ["train xor --target kind", /--target is for tables, and xor is a preset/],
    ["verify", /expected <weights\.json>/],
    ["article --lambda -1", /--lambda: expected a number from 0 to 10, got -1/],
    ["article --hidden 8,x", /--hidden: expected/],
    ["article --train-seed 1.5", /train-seed: expected a whole number/],
  ];
  for (const [line, message] of cases) {
    const { code, stdout, stderr } = await folder.run(...line.split(" ").filter(Boolean));
    assert.match(stderr, message, line);
    assert.match(stderr, /^regularization-playground: [^\n]+\n$/, line);
    assert.deepEqual([code, stdout], [2, ""], line);
  }
});

test("an input that cannot be read or used ends with 3, with file, place and member", async t => {
  const folder = new Folder(t);
  folder.write("t.csv", treesCsv(trees(30)));
  folder.write("broken.json", '{ "l2": 0.1,\n  "epochs" 5 }');
  folder.write("unknown.json", '{ "learning_rate": 0.1 }');
  folder.write("wrong.json", '{ "epochs": "many" }');
  folder.write("list.json", "[1]");
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      "train nothing.csv",
      /nothing\.csv: there is no such file, and no such preset \(article, figure2, circle/,
    ],
    ["train mons", /did you mean moons\?/],
    ["train .", /expected a file, got a folder/],
    ["train t.csv --config broken.json", /broken\.json: line 2, character 12: expected a colon/],
    [
      "train t.csv --config unknown.json",
      /unknown\.json: learning_rate: there is no such setting; did you mean learningRate\?/,
    ],
    [
      "train t.csv --config wrong.json",
      /wrong\.json: epochs: expected a whole number from 1 to 1,000,000, got "many"/,
    ],
    [
      "train t.csv --config list.json",
      /list\.json: expected an object of settings, got an array of 1/,
    ],
    ["verify t.csv", /t\.csv: line 1, character \d+: expected/],
    ["predict none.json t.csv", /none\.json: there is no such file/],
  ];
  for (const [line, message] of cases) {
    const { code, stdout, stderr } = await folder.run(...line.split(" "));
    assert.match(stderr, message, line);
    assert.match(stderr, /^regularization-playground: [^\n]+\n$/, line);
    assert.deepEqual([code, stdout], [3, ""], line);
  }
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} while training: no file, no thread, its exit code`, async t => {
    const folder = new Folder(t);
    const child = folder.start(
      ...["train", "article", "--set", "epochs=1000000", "--out", "w.json"],
    );
    const end = ended(child);
    // The line about the network is printed just before the thread starts.
    await new Promise<void>(resolve => {
      child.stdout?.on("data", (text: string) => {
        if (text.includes("Training a")) setTimeout(resolve, 200);
      });
    });
    child.kill(signal);
    const { code, stderr } = await end;
    assert.equal(code, signal === "SIGINT" ? 130 : 143);
    assert.equal(stderr, "regularization-playground: interrupted; nothing was written\n");
    assert.deepEqual(readdirSync(folder.path), []);
  });
}

test("SIGINT while many runs are made ends all threads", async t => {
  const folder = new Folder(t);
  const child = folder.start("train", "article", "--set", "epochs=1000000", "--seeds", "8");
  const end = ended(child);
  await new Promise<void>(resolve => {
    child.stdout?.once("data", () => setTimeout(resolve, 300));
  });
  child.kill("SIGINT");
  assert.equal((await end).code, 130);
});

test("whoever reads less than everything gets no error", async t => {
  const folder = new Folder(t);
  folder.write("t.csv", treesCsv(trees(20_000)));
  await folder.run("train", "t.csv", "--set", "epochs=1", "--out", "w.json");
  const child = folder.start("predict", "w.json", "t.csv");
  child.stdout?.once("data", () => child.stdout?.destroy());
  let stderr = "";
  child.stderr?.on("data", (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>(resolve => child.once("exit", resolve));
  assert.deepEqual([code, stderr], [0, ""]);
});

test("the article's numbers", async t => {
  const folder = new Folder(t);
  const { code, stdout, stderr } = await folder.run("article", "--as-published");
  assert.deepEqual([code, stderr], [0, ""]);
  for (const size of ["66.4564", "146099.1754", "13.9467"]) {
    assert.ok(stdout.includes(`Weights: sum of squares ${size},`), size);
  }
  const json = await folder.json<{ runs: readonly { rule: string; testCorrect: number }[] }>(
    0,
    ...["article", "--as-published"],
  );
  assert.deepEqual(
    json.runs.map(({ rule, testCorrect }) => [rule, testCorrect]),
    [
      ["none", 28],
      ["grow", 29],
      ["decay", 32],
    ],
  );
});

/** A stream that remembers what was written to it. */
class Written {
  readonly isTTY: boolean;
  readonly columns = 60;
  text = "";

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }
}

test("a progress bar is drawn on a terminal only, fits it, and is taken away", () => {
  const drawn = (isTTY: boolean, environment: Record<string, string>) => {
    const stream = new Written(isTTY);
    const bar = new ProgressBar(stream, environment);
    bar.show("training", 0.5, "a detail that is too long for the width of this terminal");
    bar.clear();
    return stream.text;
  };
  assert.equal(drawn(false, {}), "");
  assert.equal(drawn(true, { TERM: "dumb" }), "");
  const plain = drawn(true, { NO_COLOR: "1" });
  const erase = "\r\u001B[K";
  assert.equal(
    plain,
    `${erase}training   [############------------] 50 %  a detail that i${erase}`,
  );
  assert.equal(plain.slice(erase.length, -erase.length).length, 59);
  assert.ok(drawn(true, {}).includes(`\u001B[2m${"-".repeat(12)}\u001B[22m`));
});
