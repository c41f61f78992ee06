/**
 * From a weight file to a program that predicts without this one: one readable file, nothing to
 * install. The same weight file gives the same text. Nothing of a file is ever run here, and every
 * name of it is written as a quoted text.
 */
import type { WeightFile } from "../weightFileSchema.ts";
import type { PredictorLanguage } from "./predictorLanguages.ts";
import { checkPredictable } from "./predictorText.ts";
import { pythonPredictor } from "./pythonPredictor.ts";
import { javascriptPredictor, typescriptPredictor } from "./scriptPredictor.ts";

const generators: Readonly<Record<PredictorLanguage, (file: WeightFile) => string>> = {
  typescript: typescriptPredictor,
  javascript: javascriptPredictor,
  python: pythonPredictor,
};

/**
 * The text of a predict function, with the preprocessing of the columns, the network and its
 * self-test. Sums are added in the order of network.ts.
 *
 * @param file that readWeightFile has accepted
 * @throws {TypeError} naming a member that no predict function can be made of, such as two
 * columns of the same name
 */
export function generatePredictor(file: WeightFile, language: PredictorLanguage): string {
  checkPredictable(file);
  return generators[language](file);
}
