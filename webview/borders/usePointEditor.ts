/** Adding, moving and removing points on the maps, by pointer and by keys. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { DataPreview } from "../../src/protocol/messages.ts";
import type { PanelStore } from "../panelStore.ts";
import type { Plane, PlanePoint } from "./plane.ts";
import {
  labelOf,
  mayAdd,
  mayRemove,
  nearestPoint,
  placeOf,
  planePointsOf,
  type Points,
  pointsOfRows,
  tidyPlace,
  withMoved,
  withoutPoint,
  withPoint,
} from "./pointEditing.ts";

/** A pointer takes the point that is at most so many CSS pixels away; keys look further. */
const REACH_PX = 11;
const KEY_REACH = 1 / 20;
/** A pointer that moved less has not dragged. */
const DRAG_PX = 3;

/** A point on its way. */
interface Held {
  readonly item: number;
  readonly at: PlanePoint;
  readonly isByKey: boolean;
  readonly isDragged: boolean;
}

export interface PointEditor {
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
  /** With what was placed and is not trained on yet. */
  readonly plane: Plane;
  readonly points: Points;
  /** Class of the points that a click adds. */
  readonly label: 0 | 1;
  readonly setLabel: (label: 0 | 1) => void;
  readonly selected: PlanePoint | null;
  readonly ghost: { readonly at: PlanePoint; readonly label: 0 | 1 } | null;
  /** What was done last, for those who do not see it. */
  readonly said: string;
  readonly say: (text: string) => void;
  readonly down: (point: PlanePoint) => void;
  readonly move: (point: PlanePoint) => void;
  readonly up: (point: PlanePoint) => void;
  readonly cancel: () => void;
  /** @returns whether the key did something */
  readonly key: (key: string, cursor: PlanePoint) => boolean;
  readonly removeSelected: () => void;
  readonly undo: () => void;
  readonly restore: () => void;
}

/**
 * @param preset what the points began as
 * @param side of a map in CSS pixels
 */
export function usePointEditor(
  store: PanelStore,
  preset: string,
  data: DataPreview,
  shownPlane: Plane,
  side: number,
): PointEditor {
  const { area, classNames } = shownPlane;
  const [isOn, setOn] = useState(false);
  const [label, setLabel] = useState<0 | 1>(1);
  const [pending, setPending] = useState<Points | null>(null);
  const [selected, select] = useState<number | null>(null);
  const [held, hold] = useState<Held | null>(null);
  const [said, say] = useState("");
  // What was done to other points is nothing to read beside these.
  useEffect(() => say(""), [preset]);
  useEffect(() => {
    setPending(null);
    // What was placed has arrived; a point that is on its way meanwhile stays in hand.
    hold(point => (point !== null && point.item < data.trainItems ? point : null));
  }, [data]);

  const given = useMemo(() => (isOn ? pointsOfRows(data.rows) : []), [isOn, data]);
  const points = pending ?? given;
  const plane = useMemo(
    () => (pending === null ? shownPlane : { ...shownPlane, train: planePointsOf(pending) }),
    [pending, shownPlane],
  );
  const pixel = side > 0 ? area.span / side : 0;
  const words = (place: PlanePoint) => `(${place.x.toFixed(2)}, ${place.y.toFixed(2)})`;

  const post = (next: Points, what: string) => {
    setPending(next);
    say(what);
    store.post({ type: "placePoints", points: next });
  };
  const add = (place: PlanePoint, of: 0 | 1) => {
    if (!mayAdd(points)) {
      say("There are as many points as can be placed by hand.");
      return;
    }
    const at = tidyPlace(place, area);
    select(null);
    post(withPoint(points, at, of), `Point of ${classNames[of]} added at ${words(at)}.`);
  };
  const remove = (item: number) => {
    select(null);
    hold(null);
    if (!mayRemove(points)) {
      say("The last point stays: there has to be something to learn.");
      return;
    }
    const [at, of] = [placeOf(points, item), labelOf(points, item)];
    post(withoutPoint(points, item), `Point of ${classNames[of]} at ${words(at)} removed.`);
  };
  const drop = (item: number, place: PlanePoint) => {
    hold(null);
    const at = tidyPlace(place, area);
    post(withMoved(points, item, at), `Point moved to ${words(at)}.`);
  };
  const near = (place: PlanePoint, reach: number) => nearestPoint(points, place, reach);

  const keys = (key: string, cursor: PlanePoint): boolean => {
    switch (key) {
      case "1":
      case "2":
        add(cursor, key === "1" ? 0 : 1);
        return true;
      case "Enter":
        if (held === null) add(cursor, label);
        else drop(held.item, held.at);
        return true;
      case " ": {
        if (held !== null) {
          drop(held.item, held.at);
          return true;
        }
        const item = near(cursor, area.span * KEY_REACH);
        if (item < 0) say("There is no point near the cross-hair.");
        else {
          select(item);
          hold({ item, at: cursor, isByKey: true, isDragged: true });
          say(`Point of ${classNames[labelOf(points, item)]} picked up. Arrow keys move it.`);
        }
        return true;
      }
      case "Delete":
      case "Backspace": {
        const item = held?.item ?? selected ?? near(cursor, area.span * KEY_REACH);
        if (item < 0) say("There is no point near the cross-hair.");
        else remove(item);
        return true;
      }
      case "Escape":
        if (held === null && selected === null) return false;
        hold(null);
        select(null);
        return true;
      default:
        return false;
    }
  };

  return {
    isOn,
    setOn: on => {
      setOn(on);
      hold(null);
      select(null);
      say("");
    },
    plane,
    points,
    label,
    setLabel,
    selected: isOn && selected !== null && held === null ? placeOf(points, selected) : null,
    ghost: held?.isDragged === true ? { at: held.at, label: labelOf(points, held.item) } : null,
    said,
    say,
    down: place => {
      const item = near(place, REACH_PX * pixel);
      select(item < 0 ? null : item);
      hold(item < 0 ? null : { item, at: place, isByKey: false, isDragged: false });
    },
    move: place => {
      if (held === null) return;
      const from = placeOf(points, held.item);
      const isDragged =
        held.isDragged || Math.hypot(place.x - from.x, place.y - from.y) > DRAG_PX * pixel;
      hold({ ...held, at: place, isDragged });
    },
    up: place => {
      if (held === null) {
        if (selected === null) add(place, label);
      } else if (held.isDragged) drop(held.item, place);
      else hold(null);
    },
    cancel: () => {
      if (held?.isByKey !== true) hold(null);
    },
    key: keys,
    removeSelected: () => {
      if (selected !== null) remove(selected);
    },
    undo: () => {
      setPending(null);
      select(null);
      say("Undone.");
      store.post({ type: "undoPoints" });
    },
    restore: () => {
      setPending(null);
      select(null);
      say("These are the points that the program makes.");
      store.post({ type: "restorePoints" });
    },
  };
}
