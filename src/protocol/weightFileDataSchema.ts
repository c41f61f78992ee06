/** What a weight file says of the data: its columns, and how to make it again. */
import * as v from "valibot";
import { arithmeticLabels } from "../core/config.ts";
import {
  type ArticleDatasetSpec,
  type DatasetSpec,
  type Figure2Spec,
  type GeneratedParts,
  type PlaneSpec,
  type PointsSpec,
  type TableDatasetSpec,
  type TableFormat,
  textEncodings,
  type TwoInputSpec,
} from "../core/experiment.ts";
import { SPLIT_SIZE_BOUNDS, splitMethods, type SplitSpec } from "../core/splits.ts";
import { TWO_INPUT_BOUNDS, twoInputShapes } from "../core/twoInputShapes.ts";
import { keyOf, numberWithin } from "./validate.ts";
import {
  count,
  described,
  exactly,
  finite,
  hash,
  list,
  members,
  seed,
  text,
} from "./weightFileSchemaParts.ts";

const name = described(text, "Name of the column.");

/** What is done to a number before the network sees it. */
const scaling = described(
  v.variant(
    "method",
    [
      members({ method: exactly("none") }),
      members({ method: exactly("zScore"), mean: finite, deviation: finite }),
      members({ method: exactly("minMax"), min: finite, max: finite }),
    ],
    "expected method to be one of none, zScore, minMax",
  ),
  "none: x; zScore: (x - mean) / deviation; minMax: (x - min) / (max - min), or x - min if equal.",
);

/** What is done where there is no value. */
function missing<S extends v.GenericSchema>(value: S) {
  return described(
    v.variant(
      "method",
      [
        members({ method: exactly("error") }),
        members({ method: exactly("drop") }),
        members({ method: exactly("fill"), value }),
      ],
      "expected method to be one of error, drop, fill",
    ),
    "Where there is no value: the row is refused, left out, or filled in with `value`.",
  );
}

/** A column of the inputs: how a value becomes one or more of them. */
export const columnSchema = v.variant(
  "kind",
  [
    members({ name, kind: exactly("number"), scaling, missing: missing(finite) }),
    members({
      name,
      kind: exactly("category"),
      categories: described(list(text), "One input for each: 1 for the one that is there, else 0."),
      unknown: described(
        v.picklist(["zeros", "error"], "expected one of zeros, error"),
        "Another category: all its inputs are 0, or the row is refused.",
      ),
      missing: missing(text),
    }),
    members({
      name,
      kind: exactly("boolean"),
      falseValue: described(text, "How 0 is written."),
      trueValue: described(text, "How 1 is written."),
      missing: missing(v.boolean("expected true or false")),
    }),
  ],
  "expected kind to be one of number, category, boolean",
);

/** The column of the numbers in a regression. */
export const targetSchema = members({ name, scaling });

const parts = {
  trainItems: count,
  validationItems: count,
  testItems: count,
  freshItems: count,
  trainSeed: seed,
  validationSeed: seed,
  testSeed: seed,
  freshSeed: seed,
} satisfies Record<keyof GeneratedParts, v.GenericSchema>;

/** A fraction or a count. */
const partSize = numberWithin({ ...SPLIT_SIZE_BOUNDS.counts, integer: false });

const { trainSeed: _trainSeed, ...givenParts } = parts;

/** What makes points in a plane again. */
const planeSpecs = {
  twoInput: members({
    kind: exactly("twoInput"),
    shape: keyOf(twoInputShapes),
    inputNoise: numberWithin(TWO_INPUT_BOUNDS.inputNoise),
    labelNoise: numberWithin(TWO_INPUT_BOUNDS.labelNoise),
    ...parts,
  } satisfies Record<keyof TwoInputSpec, v.GenericSchema>),
  figure2: members({
    kind: exactly("figure2"),
    ...givenParts,
  } satisfies Record<keyof Figure2Spec, v.GenericSchema>),
} satisfies Record<PlaneSpec["kind"], v.GenericSchema>;

/** What makes each kind of data again. */
const datasetSpecs = {
  article: members({
    kind: exactly("article"),
    ...parts,
    arithmetic: keyOf(arithmeticLabels),
  } satisfies Record<keyof ArticleDatasetSpec, v.GenericSchema>),
  ...planeSpecs,
  points: members({
    kind: exactly("points"),
    base: described(
      v.variant(
        "kind",
        [planeSpecs.twoInput, planeSpecs.figure2],
        `expected kind to be one of ${Object.keys(planeSpecs).join(", ")}`,
      ),
      "What the points began as; the other items are its own.",
    ),
    trainItems: described(count, "Points, which the file does not hold."),
  } satisfies Record<Exclude<keyof PointsSpec, "points">, v.GenericSchema>),
  table: members({
    kind: exactly("table"),
    fileName: described(text, "Name of the file, without folders."),
    fileSha256: described(hash, "SHA-256 of the file."),
    format: described(
      members({
        delimiter: text,
        decimalComma: v.boolean("expected true or false"),
        header: v.boolean("expected true or false"),
        encoding: v.nullable(
          v.picklist(textEncodings, `expected null or one of ${textEncodings.join(", ")}`),
        ),
        missingWords: list(text),
        sample: described(
          v.optional(v.nullable(members({ rows: count, seed })), null),
          "Rows that were chosen at random in place of all of them, and the seed; null for none.",
        ),
      } satisfies Record<keyof TableFormat, v.GenericSchema>),
      "How the file is written: what it takes to read the same values again.",
    ),
    target: described(text, "The column that holds the classes, or the numbers."),
    split: members({
      method: keyOf(splitMethods),
      train: partSize,
      validation: partSize,
      test: partSize,
      stratified: v.boolean("expected true or false"),
      seed,
    } satisfies Record<keyof SplitSpec, v.GenericSchema>),
    trainItems: count,
    validationItems: count,
    testItems: count,
  } satisfies Record<
    Exclude<keyof TableDatasetSpec, "inputs" | "classNames" | "targetScaling">,
    v.GenericSchema
  >),
} satisfies Record<DatasetSpec["kind"], v.GenericSchema>;

const datasetSpec = v.variant(
  "kind",
  [
    datasetSpecs.article,
    datasetSpecs.twoInput,
    datasetSpecs.figure2,
    datasetSpecs.points,
    datasetSpecs.table,
  ],
  `expected kind to be one of ${Object.keys(datasetSpecs).join(", ")}`,
);

/** Where the data comes from. */
export const dataSchema = members({
  description: text,
  spec: described(datasetSpec, "What makes the same data again."),
  hashed: described(text, "Which bytes are hashed."),
  sha256: described(members({ train: hash, validation: hash, test: hash }), "SHA-256 of the data."),
});
