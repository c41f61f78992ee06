/** What weight files are called. */
import type { Experiment } from "../core/experiment.ts";
import type { VariantId } from "../core/variants.ts";

/** Of a table's name in that of a weight file: file systems take 255 bytes in all. */
const MAX_TABLE_CHARACTERS = 40;

/** A label as a part of a file name: `with L2 0.01` becomes `l2-0.01`. */
function slug(label: string): string {
  const words = label
    .toLowerCase()
    .replace(/^with /, "")
    .match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu);
  return words?.join("-") ?? "network";
}

/** A table's file as a part of a file name: `My houses.v2.csv` becomes `my-houses-v2`. */
function tableSlug(fileName: string): string {
  // A system may write an umlaut as two characters, of which one is no letter.
  const name = fileName.replace(/\.[^.]*$/, "").normalize("NFC");
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const short = [...words.join("-")].slice(0, MAX_TABLE_CHARACTERS).join("");
  return short.replace(/-$/, "") || "table";
}

function datasetSlug({ recipe, dataset }: Experiment): string {
  if (recipe === "asPublished") return "figure-1";
  return dataset.kind === "table" ? tableSlug(dataset.fileName) : dataset.kind;
}

/** What each variant of the user's own is called in file names; no two are called the same. */
function ownNames({ variants }: Experiment): string[] {
  const names: string[] = [];
  for (const { label } of variants) {
    const plain = slug(label);
    let name = plain;
    for (let number = 2; names.includes(name); number++) name = `${plain}-${number}`;
    names.push(name);
  }
  return names;
}

/**
 * Name for the file of a variant, as article-l2.weights.json, article-l2-0.01.weights.json or, of
 * houses.csv, houses-l2.weights.json.
 */
export function weightFileName(experiment: Experiment, variant: VariantId): string {
  const index = experiment.variants.findIndex(({ id }) => id === variant);
  const name = experiment.recipe === "custom" ? ownNames(experiment).at(index) : undefined;
  return `${datasetSlug(experiment)}-${name ?? variant}.weights.json`;
}
