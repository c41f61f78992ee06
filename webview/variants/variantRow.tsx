/** One variant of the list: its look and label, its settings, and what can be done with it. */
import { useState } from "preact/hooks";
import { CONFIG_BOUNDS, type TrainingConfig } from "../../src/core/config.ts";
import {
  MAX_NAME_LENGTH,
  OWN_MEMBERS,
  type OwnMember,
  type OwnSettings,
  type OwnVariant,
} from "../../src/core/ownVariants.ts";
import { usualValue } from "../../src/core/variantLists.ts";
import { parseField } from "../controls/fieldText.ts";
import { VariantName } from "../swatch.tsx";
import { DraftInput, type Parsed } from "./draftInput.tsx";
import { settingWords } from "./settingWords.ts";
import { ToolButton } from "./toolButton.tsx";
import { variantWarning } from "./variantWarning.ts";

interface VariantRowProps {
  readonly variant: OwnVariant;
  readonly label: string;
  readonly base: TrainingConfig;
  readonly trainItems: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isAlone: boolean;
  readonly isFull: boolean;
  /** What the host refused of a setting; "" if nothing. */
  readonly rejection: (member: OwnMember) => string;
  readonly forget: (member: OwnMember) => void;
  /** @param focus id of the element that has the focus afterwards */
  readonly change: (changes: Partial<OwnVariant>, said: string, focus?: string) => void;
  readonly move: (steps: 1 | -1) => void;
  readonly copy: () => void;
  readonly remove: () => void;
}

export function variantElement(variant: Pick<OwnVariant, "id">, part: string): string {
  return `variant-${variant.id}-${part}`;
}

function parseSetting(member: OwnMember, text: string): Parsed<number> {
  const result = parseField(member, text);
  if (!result.ok) return result;
  return { ok: true, value: result.changes[member] ?? CONFIG_BOUNDS[member].min };
}

function parseName(text: string): Parsed<string> {
  const name = text.trim();
  return name.length <= MAX_NAME_LENGTH
    ? { ok: true, value: name }
    : { ok: false, problem: `expected at most ${MAX_NAME_LENGTH} characters, got ${name.length}` };
}

function without(settings: OwnSettings, member: OwnMember): OwnSettings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== member));
}

export function VariantRow(props: VariantRowProps) {
  const { variant, label, base, trainItems, change } = props;
  const { settings } = variant;
  const members = OWN_MEMBERS.filter(member => settings[member] !== undefined);
  const element = (part: string) => variantElement(variant, part);
  const warning = variantWarning({ ...base, ...settings }, settings, trainItems);
  return (
    <li class="variant-row">
      <fieldset>
        <legend class="visually-hidden">Variant {label}</legend>
        <div class="variant-head">
          <VariantName id={variant.id} label={label} isDashed />
          <span class="variant-tools">
            <ToolButton
              id={element("up")}
              sign="up"
              label={`Move up: ${label}`}
              disabled={props.isFirst}
              press={() => props.move(-1)}
            />
            <ToolButton
              id={element("down")}
              sign="down"
              label={`Move down: ${label}`}
              disabled={props.isLast}
              press={() => props.move(1)}
            />
            <ToolButton
              id={element("copy")}
              sign="copy"
              label={`Duplicate: ${label}`}
              disabled={props.isFull}
              press={props.copy}
            />
            <ToolButton
              id={element("remove")}
              sign="remove"
              label={`Remove: ${label}`}
              disabled={props.isAlone}
              press={props.remove}
            />
          </span>
        </div>
        {members.length > 0 && (
          <div class="variant-settings">
            {members.map(member => (
              <DraftInput
                key={member}
                id={element(member)}
                {...settingWords[member]}
                text={String(settings[member])}
                isNumber
                rejection={props.rejection(member)}
                parse={text => parseSetting(member, text)}
                edited={() => props.forget(member)}
                commit={value => change({ settings: { ...settings, [member]: value } }, "")}
              >
                <ToolButton
                  id={element(`without-${member}`)}
                  sign="remove"
                  label={`Take ${settingWords[member].label} out of ${label}`}
                  press={() =>
                    change(
                      { settings: without(settings, member) },
                      `${settingWords[member].label} taken out.`,
                      element("setting"),
                    )
                  }
                />
              </DraftInput>
            ))}
          </div>
        )}
        {warning !== "" && <p class="variant-warning">{warning}</p>}
        <VariantExtras {...props} />
      </fieldset>
    </li>
  );
}

/** The name, and settings that the variant does not have yet. */
function VariantExtras({ variant, label, base, change }: VariantRowProps) {
  const { settings, name } = variant;
  const others = OWN_MEMBERS.filter(member => settings[member] === undefined);
  const [chosen, setChosen] = useState<OwnMember>("l2");
  const member = others.includes(chosen) ? chosen : others.at(0);
  const element = (part: string) => variantElement(variant, part);
  return (
    <details class="variant-extras">
      <summary id={element("extras")}>
        Name and other settings<span class="visually-hidden"> of {label}</span>
      </summary>
      <div class="variant-settings">
        <DraftInput
          id={element("name")}
          label="Name"
          unit="optional"
          text={name}
          placeholder={name === "" ? label : ""}
          isNumber={false}
          rejection=""
          parse={parseName}
          edited={() => undefined}
          commit={value => change({ name: value }, "")}
        />
        {member !== undefined && (
          <div class="field draft-input">
            <label class="draft-label" for={element("setting")}>
              Setting of its own
            </label>
            <span class="draft-row">
              <select
                id={element("setting")}
                value={member}
                onChange={event => setChosen(event.currentTarget.value as OwnMember)}
              >
                {others.map(other => (
                  <option key={other} value={other}>
                    {settingWords[other].label}
                  </option>
                ))}
              </select>
              <button
                id={element("addSetting")}
                type="button"
                class="button"
                onClick={() =>
                  change(
                    { settings: { ...settings, [member]: usualValue(member, base) } },
                    `${settingWords[member].label} added.`,
                    element(member),
                  )
                }
              >
                Add<span class="visually-hidden"> the setting to {label}</span>
              </button>
            </span>
          </div>
        )}
      </div>
    </details>
  );
}
