/** The choice of the data that the networks learn. */
import { taskOf } from "../../src/core/config.ts";
import { type PresetName, presets } from "../../src/core/presets.ts";
import type { PlaygroundState } from "../../src/protocol/messages.ts";
import type { PanelStore } from "../panelStore.ts";
import { ChoiceField } from "./field.tsx";

/** What stands for a table among the presets. */
const TABLE = "table";

const presetLabels = Object.fromEntries(
  Object.entries(presets).map(([name, { label }]) => [name, label]),
) as Record<PresetName, string>;

export function DataField({
  store,
  playground: { preset, table, plane, config },
}: {
  readonly store: PanelStore;
  readonly playground: PlaygroundState;
}) {
  const target = taskOf(config) === "regression" ? "number" : "class";
  const choices: Readonly<Record<string, string>> =
    table === null ? presetLabels : { [TABLE]: table.fileName, ...presetLabels };
  return (
    <ChoiceField<string>
      id="field-preset"
      label="Data"
      help={chosen =>
        chosen === TABLE
          ? `Rows of a table; the ${target} is in the column ${table?.target ?? ""}.`
          : chosen === preset && plane?.isEdited === true
            ? "Points placed by hand; Edit points, above the maps, has the way back."
            : `${presets[chosen as PresetName].description} Comes with settings that suit it.`
      }
      error=""
      choices={choices}
      value={table === null ? preset : TABLE}
      choose={chosen => {
        if (chosen !== TABLE) store.post({ type: "choosePreset", preset: chosen as PresetName });
      }}
    />
  );
}
