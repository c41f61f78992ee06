/** The tools for placing points: what a click adds, undo, the way back. */
import type { PlaneState } from "../../src/protocol/messages.ts";
import { writePointsCsv, POINT_COUNT } from "../../src/core/pointsData.ts";
import { formatCount } from "../format.ts";
import { type Choice, Segmented } from "../segmented.tsx";
import { countOf } from "./pointEditing.ts";
import type { PointEditor } from "./usePointEditor.ts";

/** Whether all points are on the map, so that each can be taken. */
export function canPlace(plane: PlaneState | null, trainItems: number): boolean {
  return plane !== null && trainItems <= POINT_COUNT.max;
}

interface PointToolsProps {
  readonly editor: PointEditor;
  readonly state: PlaneState;
  readonly classNames: readonly string[];
}

export function PointTools({ editor, state, classNames }: PointToolsProps) {
  const { points, selected, label } = editor;
  const choices: readonly Choice<"0" | "1">[] = [
    { value: "0", label: `\u25CF ${classNames[0]}` },
    { value: "1", label: `\u25B2 ${classNames[1]}` },
  ];
  const copy = () => {
    navigator.clipboard.writeText(writePointsCsv(points, classNames)).then(
      () => editor.say(`${formatCount(countOf(points))} points copied as CSV.`),
      () => editor.say("The points could not be copied: the clipboard is not open to this page."),
    );
  };
  return (
    <div class="point-tools" role="group" aria-label="Points placed by hand">
      <span class="point-tools-choice">
        <span aria-hidden="true">A click adds</span>
        <Segmented
          name="points-class"
          label="Class of the points that a click adds"
          choices={choices}
          value={label === 0 ? "0" : "1"}
          choose={value => editor.setLabel(value === "0" ? 0 : 1)}
        />
      </span>
      <button
        id="points-remove"
        class="button"
        type="button"
        disabled={selected === null}
        onClick={editor.removeSelected}
      >
        Remove point
      </button>
      <button
        id="points-undo"
        class="button"
        type="button"
        disabled={!state.canUndo}
        onClick={editor.undo}
      >
        Undo
      </button>
      <button
        id="points-restore"
        class="button"
        type="button"
        disabled={!state.isEdited}
        onClick={editor.restore}
      >
        {state.base.kind === "figure2" ? "Back to Figure 2" : "Back to the generated points"}
      </button>
      <button id="points-copy" class="button" type="button" onClick={copy}>
        Copy points
      </button>
      <p class="point-tools-help">
        {formatCount(countOf(points))} training items{state.isEdited ? ", placed by hand" : ""}.
      </p>
      <p class="point-tools-help">
        Drag a point to move it; click it, then Delete, to remove it. With keys: arrows move the
        cross-hair, 1 and 2 add a point of the first or second class, Space picks a point up and
        puts it down, Delete removes it. Training starts again with each change; test items stay.
      </p>
    </div>
  );
}
