/** Where something unknown becomes points of two inputs, or what makes them. */
import * as v from "valibot";
import { POINT_COUNT, POINT_PLACE, POINT_SIZE } from "../core/pointsData.ts";
import { PANEL_ITEMS, TWO_INPUT_BOUNDS } from "../core/twoInputShapes.ts";
import type { PlaneChanges } from "./messages.ts";
import { numberWithin, parse } from "./validate.ts";

/** Members of TwoInputSpec that a person chooses. */
const planeEntries = {
  trainItems: numberWithin(PANEL_ITEMS),
  inputNoise: numberWithin(TWO_INPUT_BOUNDS.inputNoise),
  labelNoise: numberWithin(TWO_INPUT_BOUNDS.labelNoise),
} satisfies Record<keyof PlaneChanges, v.GenericSchema>;

export const planeChangesSchema = v.strictObject({
  trainItems: v.exactOptional(planeEntries.trainItems),
  inputNoise: v.exactOptional(planeEntries.inputNoise),
  labelNoise: v.exactOptional(planeEntries.labelNoise),
} satisfies Record<keyof PlaneChanges, v.GenericSchema>);

const pointsText = `expected x, y and class 0 or 1 of ${POINT_COUNT.min} to ${POINT_COUNT.max} points`;

/** x, y and class of points; shape [points, 3]. */
export const pointsSchema = v.pipe(
  v.array(numberWithin(POINT_PLACE), pointsText),
  v.minLength(POINT_SIZE * POINT_COUNT.min, pointsText),
  v.maxLength(POINT_SIZE * POINT_COUNT.max, pointsText),
  v.check(
    points =>
      points.length % POINT_SIZE === 0 &&
      points.every((value, i) => i % POINT_SIZE !== 2 || value === 0 || value === 1),
    pointsText,
  ),
);

/** @throws {ValidationError} */
export function parsePlaneChanges(value: unknown, name = "changes"): PlaneChanges {
  return parse(planeChangesSchema, value, name);
}

/** @throws {ValidationError} */
export function parsePoints(value: unknown, name = "points"): number[] {
  return parse(pointsSchema, value, name);
}
