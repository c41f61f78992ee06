/** What weight files are called. */
import type { Experiment } from "../core/experiment.ts";
import type { VariantId } from "../core/variants.ts";

/** A label as a part of a file name: `with L2 0.01` becomes `l2-0.01`. */
function slug(label: string): string {
  const words = label
    .toLowerCase()
    .replace(/^with /, "")
    .match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu);
  return words?.join("-") ?? "network";
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

/** Name for the file of a variant, as article-l2.weights.json or article-l2-0.01.weights.json. */
export function weightFileName(experiment: Experiment, variant: VariantId): string {
  const what = experiment.recipe === "asPublished" ? "figure-1" : experiment.dataset.kind;
  const index = experiment.variants.findIndex(({ id }) => id === variant);
  const name = experiment.recipe === "custom" ? ownNames(experiment).at(index) : undefined;
  return `${what}-${name ?? variant}.weights.json`;
}
