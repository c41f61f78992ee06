import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ARTICLE_CONFIG } from "../../../src/core/config.ts";
import { createWeightFile, formatWeightFile } from "../../../src/protocol/weightFileWriter.ts";
import { sourceOf, trained } from "./weightFileFixture.ts";

interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: value => typeof value === "object" && value !== null && !Array.isArray(value),
  array: value => Array.isArray(value),
  string: value => typeof value === "string",
  number: value => typeof value === "number",
  integer: value => Number.isInteger(value),
  boolean: value => typeof value === "boolean",
  null: value => value === null,
};

/** Draft-07 as far as the schema uses it; any other keyword fails the test. */
const KEYWORDS: Record<string, (schema: Schema, value: unknown) => boolean> = {
  $schema: () => true,
  title: () => true,
  description: () => true,
  type: (schema, value) => TYPES[schema["type"] as string](value),
  const: (schema, value) => value === schema["const"],
  enum: (schema, value) => (schema["enum"] as unknown[]).includes(value),
  pattern: (schema, value) =>
    typeof value !== "string" || new RegExp(schema["pattern"] as string, "u").test(value),
  minimum: (schema, value) => typeof value !== "number" || value >= (schema["minimum"] as number),
  maximum: (schema, value) => typeof value !== "number" || value <= (schema["maximum"] as number),
  minItems: (schema, value) =>
    !Array.isArray(value) || value.length >= (schema["minItems"] as number),
  maxItems: (schema, value) =>
    !Array.isArray(value) || value.length <= (schema["maxItems"] as number),
  required: (schema, value) =>
    (schema["required"] as string[]).every(name => Object.hasOwn(value as object, name)),
  properties: ({ properties = {} }, value) =>
    Object.entries(properties).every(
      ([name, member]) =>
        !Object.hasOwn(value as object, name) ||
        accepts(member, (value as Record<string, unknown>)[name]),
    ),
  items: ({ items = {} }, value) => (value as unknown[]).every(item => accepts(items, item)),
  anyOf: ({ anyOf = [] }, value) => anyOf.some(schema => accepts(schema, value)),
  oneOf: ({ oneOf = [] }, value) => oneOf.filter(schema => accepts(schema, value)).length === 1,
};

function accepts(schema: Schema, value: unknown): boolean {
  // The type comes first: the other keywords rely on it.
  const names = Object.keys(schema).sort((a, b) => Number(b === "type") - Number(a === "type"));
  return names.every(name => {
    assert.ok(Object.hasOwn(KEYWORDS, name), `the keyword ${name} is not known here`);
    return KEYWORDS[name](schema, value);
  });
}

/** Every schema inside a schema, itself included, with its place. */
function* schemas(schema: Schema, place = "file"): Generator<[string, Schema]> {
  yield [place, schema];
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    yield* schemas(member, `${place}.${name}`);
  }
  if (schema.items) yield* schemas(schema.items, `${place}[]`);
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    yield* schemas(part, place);
  }
}

const ROOT = new URL("../../../", import.meta.url);
const schema = JSON.parse(
  readFileSync(new URL("schemas/weights.schema.json", ROOT), "utf8"),
) as Schema;

test("the committed JSON Schema is what the reader's schema gives", () => {
  const script = fileURLToPath(new URL("scripts/generate-schema.mjs", ROOT));
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.equal(schema["$schema"], "http://json-schema.org/draft-07/schema#");
});

test("the JSON Schema accepts written files and the members of later versions", () => {
  for (const source of [
    trained("twins", {}, 1).source,
    trained("asPublished", { epochs: 2 }, 1).source,
    trained("equalDecay", { epochs: 2, streams: "separate" }, 2).source,
    sourceOf([], [1e200]),
  ]) {
    const file: unknown = JSON.parse(formatWeightFile(createWeightFile(source)));
    assert.ok(accepts(schema, file));
    assert.ok(accepts(schema, { ...(file as object), version: "1.12", later: { a: [1] } }));
  }
});

test("the JSON Schema refuses what the reader refuses by type, bound and name", () => {
  const file = createWeightFile(trained().source);
  const [layer] = file.layers;
  const { training } = file;
  const wrong = [
    {},
    [],
    { ...file, version: "2.0" },
    { ...file, format: "other" },
    { ...file, weightsSha256: file.weightsSha256.toUpperCase() + "G" },
    { ...file, layers: [] },
    { ...file, layers: [{ ...layer, activation: "elu" }] },
    { ...file, layers: [{ ...layer, weights: [["0"]] }] },
    { ...file, layers: [{ ...layer, biases: [null] }] },
    { ...file, layers: [{ ...layer, outputs: 1.5 }] },
    { ...file, training: { ...training, config: { ...training.config, l2: 11 } } },
    { ...file, training: { ...training, config: { ...training.config, hiddenLayers: [0] } } },
    { ...file, training: { ...training, recipe: "toString" } },
  ];
  for (const [i, value] of wrong.entries()) assert.ok(!accepts(schema, value), `case ${i}`);
});

test("every member of the document and of the training config is explained", () => {
  const places = [...schemas(schema)].filter(([place]) =>
    /^file(\.training\.config)?\.\w+$/.test(place),
  );
  assert.equal(places.length, 16 + Object.keys(ARTICLE_CONFIG).length);
  for (const [place, { description }] of places) {
    assert.match(String(description), /^[A-Z].{10,}\.$/, place);
  }
});

test("docs/weight-file.md names every member", () => {
  const document = readFileSync(new URL("docs/weight-file.md", ROOT), "utf8");
  for (const [place, { properties = {} }] of schemas(schema)) {
    if (place.endsWith(".definitions")) continue;
    for (const name of Object.keys(properties)) {
      // Items and seeds of the parts of the data are described in one sentence.
      if (place.endsWith(".spec") && name !== "kind" && name !== "arithmetic") continue;
      assert.match(document, new RegExp(`[\`".]${name}[\`".\\[]`), `${place}.${name}`);
    }
  }
});
