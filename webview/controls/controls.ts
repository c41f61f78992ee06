/** What the groups of controls share: what they show, and how they ask the host. */
import type { TrainingConfig } from "../../src/core/config.ts";
import { lineupOf, type RecipeChoice } from "../../src/core/experiment.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { takesChanges } from "./changes.ts";
import type { TextMember } from "./fieldText.ts";
import { usesMember } from "./usedMembers.ts";

/** What every group of controls needs. */
export interface Controls {
  readonly store: PanelStore;
  readonly shown: Shown;
  readonly config: TrainingConfig;
  readonly recipe: RecipeChoice;
  /** Whether a member decides anything about the networks that are chosen. */
  readonly uses: (member: keyof TrainingConfig) => boolean;
  /** What the host refused for a member; "" if nothing. */
  readonly rejection: (member: keyof TrainingConfig) => string;
  /** What a text field of a member needs besides its words. */
  readonly text: (member: TextMember) => {
    readonly store: PanelStore;
    readonly config: TrainingConfig;
    readonly member: TextMember;
    readonly rejection: string;
    readonly isLive: boolean;
  };
  readonly configure: (changes: Partial<TrainingConfig>) => void;
}

export function controlsOf(store: PanelStore, view: PanelView, shown: Shown): Controls {
  const { config, recipe } = shown.playground;
  const lineup = lineupOf(shown.playground);
  const rejection = (member: keyof TrainingConfig) => view.state.rejections[member] ?? "";
  const isLive = takesChanges(shown.playground);
  return {
    store,
    shown,
    config,
    recipe,
    uses: member => usesMember(lineup, config, member),
    rejection,
    text: member => ({ store, config, member, rejection: rejection(member), isLive }),
    configure: changes => store.post({ type: "configure", changes }),
  };
}
