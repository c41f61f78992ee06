/** How a network's answers compare with a column of classes or numbers, for people. */
import type { Evaluation } from "../tabular/evaluate.ts";
import type { NumbersEvaluation } from "../tabular/evaluateNumbers.ts";
import { counted, quoted } from "../tabular/tableError.ts";
import { accuracyText, confusionText, numberText, rSquaredText } from "./scores.ts";

export function comparisonText(
  evaluation: Evaluation | NumbersEvaluation,
  classNames: readonly string[],
): string[] {
  return "confusion" in evaluation ? classesText(evaluation, classNames) : numbersText(evaluation);
}

function numbersText({ target, unlabelled, items, ...found }: NumbersEvaluation): string[] {
  const { rSquared, rmse, mae } = found;
  const text =
    rmse === null || mae === null
      ? "no items"
      : `R² ${rSquaredText(rSquared)}, RMSE ${numberText(rmse)}, MAE ${numberText(mae)} ` +
        `(${counted(items, "row")})`;
  return [`Against column ${quoted(target)}: ${text}`, ...unlabelledText(unlabelled)];
}

function unlabelledText(rows: number): string[] {
  return rows === 0 ? [] : [`Rows without a value in that column, not counted: ${rows}`];
}

function classesText(evaluation: Evaluation, classNames: readonly string[]): string[] {
  const { target, unlabelled, unknownClasses, confusion } = evaluation;
  return [
    `Accuracy against column ${quoted(target)}: ${accuracyText(evaluation)}`,
    ...unlabelledText(unlabelled),
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
