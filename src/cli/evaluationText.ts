/** How a network's answers compare with a column of classes, for people. */
import type { Evaluation } from "../tabular/evaluate.ts";
import { quoted } from "../tabular/tableError.ts";
import { accuracyText, confusionText } from "./scores.ts";

export function evaluationText(evaluation: Evaluation, classNames: readonly string[]): string[] {
  const { target, unlabelled, unknownClasses, confusion } = evaluation;
  return [
    `Accuracy against column ${quoted(target)}: ${accuracyText(evaluation)}`,
    ...(unlabelled === 0
      ? []
      : [`Rows without a value in that column, not counted: ${unlabelled}`]),
    ...(unknownClasses === null
      ? []
      : [
          `Rows of a class that the network does not know, counted as wrong: ${unknownClasses.rows}, ` +
            `such as ${quoted(unknownClasses.value)} in line ${unknownClasses.line}`,
        ]),
    "Rows are classes, columns are answers:",
    ...confusionText(confusion, classNames).split("\n"),
  ];
}
