/**
 * From a weight file to a program that predicts without this one: one readable file, nothing to
 * install. The same weight file gives the same text. Nothing of a file is ever run here, and every
 * name of it is written as a quoted text.
 */
import type { WeightFile } from "../weightFileSchema.ts";
import { checkPredictable } from "./predictorText.ts";
import { pythonPredictor } from "./pythonPredictor.ts";
import { javascriptPredictor, typescriptPredictor } from "./scriptPredictor.ts";

interface Language {
  readonly label: string;
  /** Name of the generated file, for the name of a weight file without `.weights.json`. */
  readonly fileName: (name: string) => string;
  readonly generate: (file: WeightFile) => string;
}

/** Every language on offer. */
export const predictorLanguages = {
  typescript: {
    label: "TypeScript",
    fileName: name => `${name}.predict.ts`,
    generate: typescriptPredictor,
  },
  javascript: {
    label: "JavaScript",
    fileName: name => `${name}.predict.js`,
    generate: javascriptPredictor,
  },
  python: {
    label: "Python",
    // Python imports only what has the form of a name.
    fileName: name => `${name.replace(/[^\p{L}\p{N}]+|^(?=\p{N})/gu, "_")}_predict.py`,
    generate: pythonPredictor,
  },
} as const satisfies Record<string, Language>;

export type PredictorLanguage = keyof typeof predictorLanguages;

/**
 * Name for the file of a predict function. For article-l2.weights.json: article-l2.predict.ts,
 * article-l2.predict.js or article_l2_predict.py.
 */
export function predictorFileName(weightFile: string, language: PredictorLanguage): string {
  const name = weightFile.replace(/(?:\.weights)?\.json$/i, "");
  return predictorLanguages[language].fileName(name);
}

/**
 * The text of a predict function, with the preprocessing of the columns, the network and its
 * self-test. Sums are added in the order of network.ts.
 *
 * @param file that readWeightFile has accepted
 * @throws {ValidationError} naming a member that no predict function can be made of, such as two
 * columns of the same name
 */
export function generatePredictor(file: WeightFile, language: PredictorLanguage): string {
  checkPredictable(file);
  return predictorLanguages[language].generate(file);
}
