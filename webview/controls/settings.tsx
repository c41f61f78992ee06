/** All controls: what the next run will use. What would do nothing is not there. */
import type { ComponentChildren } from "preact";
import type { TrainingConfig } from "../../src/core/config.ts";
import { lineupOf, type RecipeChoice } from "../../src/core/experiment.ts";
import { recipeDescriptions, recipeLabels } from "../../src/core/recipeWords.ts";
import { formatCount } from "../format.ts";
import { DeferredFields } from "./deferredFields.tsx";
import { Fold } from "../fold.tsx";
import { Icon } from "../icon.tsx";
import type { PlaygroundState } from "../../src/protocol/messages.ts";
import { Deferred } from "../deferred.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { ChangeNote } from "./changeNote.tsx";
import { hasPresetSettings } from "./changes.ts";
import { controlsOf } from "./controls.ts";
import { DataField } from "./dataField.tsx";
import { ChoiceField } from "./field.tsx";
import { fieldText } from "./fieldText.ts";
import { NetworkFields } from "./networkFields.tsx";
import { Remedies, remedyWords } from "./remedies.tsx";
import { TrainingFields } from "./trainingFields.tsx";
import { VariantsFold } from "./variantsFold.tsx";
import { FLOAT32_SETTINGS, usesMember } from "./usedMembers.ts";

export function Settings({
  store,
  view,
  shown,
}: {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}) {
  const { playground } = shown;
  const controls = controlsOf(store, view, shown);
  const { config, recipe } = controls;
  return (
    <form class="settings-form" aria-label="Settings" onSubmit={event => event.preventDefault()}>
      <ChangeNote shown={shown} />
      <Group title="Experiment">
        <DataField store={store} playground={playground} />
        {playground.plane?.base.kind === "twoInput" && (
          <Deferred
            store={store}
            what="the settings of the points"
            placeholder={null}
            fallback={null}
          >
            {({ PlaneFields }) => <PlaneFields store={store} plane={playground.plane} />}
          </Deferred>
        )}
        <ChoiceField
          id="field-recipe"
          label="Networks"
          term="variant"
          help={recipeHelp}
          error={view.state.rejections[""] ?? ""}
          choices={recipeLabels}
          value={recipe}
          choose={chosen => {
            store.post({
              type: "configure",
              changes: chosen === "asPublished" ? articleOnly(config) : {},
              recipe: chosen,
            });
            if (chosen === "custom") store.setOpen("variants", true);
          }}
        />
        <VariantsFold store={store} view={view} shown={shown} />
      </Group>
      <Group title="Remedies">
        <Remedies {...controls} />
      </Group>
      <Group title="Training">
        <TrainingFields {...controls} />
      </Group>
      <Group title="Network">
        <NetworkFields {...controls} />
        <Fold store={store} id="advanced" summary={<span>Advanced</span>}>
          {() => (
            <DeferredFields store={store}>
              {({ AdvancedFields }) => <AdvancedFields {...controls} />}
            </DeferredFields>
          )}
        </Fold>
      </Group>
      <button
        id="restoreDefaults"
        type="button"
        class="button wide"
        disabled={hasPresetSettings(playground)}
        onClick={() => store.post({ type: "restoreDefaults" })}
      >
        <Icon name="reset" />
        {playground.table === null && playground.preset === "article"
          ? "Restore article settings"
          : "Restore suggested settings"}
      </button>
    </form>
  );
}

/** The article's program knows few settings: the others go back to what it has. */
function articleOnly(config: TrainingConfig): Partial<TrainingConfig> {
  return Object.fromEntries(
    Object.entries(FLOAT32_SETTINGS).filter(
      ([member, value]) =>
        JSON.stringify(config[member as keyof TrainingConfig]) !== JSON.stringify(value),
    ),
  );
}

function recipeHelp(recipe: RecipeChoice): string {
  return recipe === "custom"
    ? "The networks listed below, all with the same start and the same order of items."
    : recipeDescriptions[recipe];
}

/** The settings in a line, for when they are folded away. */
export function settingsDigest(playground: PlaygroundState): string {
  const { config } = playground;
  const lineup = lineupOf(playground);
  const uses = (member: keyof TrainingConfig) => usesMember(lineup, config, member);
  const hidden = config.hiddenLayers.length === 0 ? "no" : fieldText("hiddenLayers", config);
  return [
    ...(playground.recipe === "custom" ? [`${playground.own.length} variants of your own`] : []),
    ...(uses("l2") ? [`lambda ${config.l2}`] : []),
    ...remedyWords(config, uses),
    `learning rate ${config.learningRate}`,
    `${formatCount(config.epochs)} epochs`,
    `${hidden} hidden units`,
    `seed ${config.seed}`,
  ].join(" · ");
}

function Group({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      <div class="group-fields">{children}</div>
    </fieldset>
  );
}
