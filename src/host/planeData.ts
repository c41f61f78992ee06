/**
 * Points of two inputs that the controls ask for in place of a preset's own: with other noise, more or
 * fewer of them, or placed by hand. Pure functions; the model owns the value.
 */
import type { DatasetSpec, PlaneSpec, PointsSpec, TwoInputSpec } from "../core/experiment.ts";
import { POINT_SIZE } from "../core/pointsData.ts";
import { presets, type PresetName } from "../core/presets.ts";
import type { PlaneChanges } from "../protocol/messages.ts";
import { parsePlaneChanges, parsePoints } from "../protocol/planeSchemas.ts";
import { ValidationError } from "../protocol/validate.ts";

/** Points in a plane, made or placed. JSON-safe. */
export type PlaneData = PlaneSpec | PointsSpec;

function isPlaneData(spec: DatasetSpec): spec is PlaneData {
  return spec.kind === "twoInput" || spec.kind === "figure2" || spec.kind === "points";
}

/** What makes the points, or made them before they were moved; null for other data. */
export function planeBase(spec: DatasetSpec): PlaneSpec | null {
  if (!isPlaneData(spec)) return null;
  return spec.kind === "points" ? spec.base : spec;
}

/**
 * Generated points with some settings changed; what was placed by hand gives way to them.
 *
 * @throws {ValidationError} naming the member that is wrong
 */
export function changedPlane(spec: DatasetSpec, changes: PlaneChanges): TwoInputSpec {
  const base = planeBase(spec);
  if (base?.kind !== "twoInput") {
    throw new ValidationError("changes", "these points have no noise to set");
  }
  return { ...base, ...parsePlaneChanges(changes) };
}

/** @throws {ValidationError} if these are no points, or have no place in the data */
export function placedPoints(spec: DatasetSpec, points: readonly number[]): PointsSpec {
  const base = planeBase(spec);
  if (base === null) throw new ValidationError("points", "this data has no points to place");
  const parsed = parsePoints(points);
  return { kind: "points", base, trainItems: parsed.length / POINT_SIZE, points: parsed };
}

/** How points are saved: what they differ in from those of their preset. */
export interface SavedPlane {
  readonly changes: PlaneChanges | null;
  readonly points: readonly number[] | null;
}

/** @param data in place of the preset's; null for none */
export function savePlane(data: PlaneData | null): SavedPlane | null {
  if (data === null) return null;
  const base = planeBase(data);
  return {
    changes:
      base?.kind === "twoInput"
        ? {
            trainItems: base.trainItems,
            inputNoise: base.inputNoise,
            labelNoise: base.labelNoise,
          }
        : null,
    points: data.kind === "points" ? data.points : null,
  };
}

/**
 * @param saved of savePlane, its members unchecked
 * @throws {ValidationError} naming what is wrong with it
 */
export function restorePlane(
  preset: PresetName,
  saved: { readonly changes: unknown; readonly points: unknown } | null,
): PlaneData | null {
  if (saved === null) return null;
  const { dataset }: { readonly dataset: DatasetSpec } = presets[preset];
  const base =
    saved.changes === null
      ? dataset
      : changedPlane(dataset, parsePlaneChanges(saved.changes, "saved.plane.changes"));
  if (saved.points === null) return isPlaneData(base) ? base : null;
  return placedPoints(base, parsePoints(saved.points, "saved.plane.points"));
}
