/** The equations of one update, in letters and with the numbers of one weight. */
import type { EquationNumbers, EquationRow } from "./equationParts.tsx";
import { maxNormRow, thresholdRow } from "./limitRows.tsx";
import { gradientRow, objectiveRow, ownPenaltyRow } from "./objectiveRows.tsx";
import { memoryRow, updateRow } from "./stepRows.tsx";

/** Every equation that the config really has, in the order in which an update applies them. */
export function equationRows(numbers: EquationNumbers): EquationRow[] {
  return [
    objectiveRow(numbers),
    ownPenaltyRow(numbers),
    gradientRow(numbers),
    memoryRow(numbers),
    updateRow(numbers),
    thresholdRow(numbers),
    maxNormRow(numbers),
  ].filter(row => row !== undefined);
}
