/** The list of variants: what is compared, one network each, with the same start and order. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { lineupOf } from "../../src/core/experiment.ts";
import { recipeLabels } from "../../src/core/recipeWords.ts";
import {
  MAX_OWN_VARIANTS,
  type OwnMember,
  type OwnVariant,
  variantsOfList,
} from "../../src/core/ownVariants.ts";
import {
  lambdaPath,
  listOfVariants,
  OWN_REMEDIES,
  type OwnRemedy,
  withCopy,
  withVariant,
} from "../../src/core/variantLists.ts";
import { useDraft } from "../controls/useDraft.ts";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { remedyNames } from "./settingWords.ts";
import { variantElement, VariantRow } from "./variantRow.tsx";

type List = readonly OwnVariant[];

/** The list as the host has it, or as it was just changed. */
function useList(shown: Shown): {
  readonly list: List;
  readonly labels: readonly string[];
  readonly setList: (list: List) => void;
} {
  const { recipe, own, config } = shown.playground;
  const variants = lineupOf(shown.playground)(config).filter(
    ({ remedy }) => remedy !== "published",
  );
  const accepted = recipe === "custom" ? own : listOfVariants(variants, config);
  const known = useMemo(() => accepted, [JSON.stringify([recipe, accepted])]);
  const [list, setList] = useDraft(known);
  const named = list === known ? variants : variantsOfList(list);
  return { list, labels: named.map(({ label }) => label), setList };
}

export function VariantEditor({
  store,
  view,
  shown,
}: {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}) {
  const { playground } = shown;
  const { recipe, config } = playground;
  const { list, labels, setList } = useList(shown);
  const { rejections } = view.state;
  const [said, setSaid] = useState("");
  // Two changes in one frame are both of the newest list.
  const latest = useRef(list);
  latest.current = list;
  const focus = useRef("");
  /** The element that has the focus because of a change; a row that moves on drops it. */
  const held = useRef("");
  useEffect(() => {
    const { activeElement, body } = document;
    const isDropped = activeElement === null || activeElement === body;
    if (!isDropped && activeElement.id !== held.current) held.current = "";
    const wanted = focus.current || (isDropped ? held.current : "");
    if (wanted === "") return;
    const element = document.getElementById(wanted);
    focus.current = "";
    if (element === null) return;
    held.current = wanted;
    if (element instanceof HTMLButtonElement && element.disabled) {
      element.closest("fieldset")?.querySelector<HTMLElement>("button:enabled")?.focus();
    } else element.focus();
  });

  const change = (next: List, words: string, focused = "") => {
    latest.current = next;
    focus.current = focused;
    setSaid(words);
    setList(next);
    for (const member of Object.keys(rejections)) {
      if (member === "own" || member.startsWith("own.")) store.forgetRejection(member);
    }
    store.post({ type: "configure", changes: {}, recipe: "custom", own: next });
  };
  const isFull = list.length >= MAX_OWN_VARIANTS;
  const rowOf = (variant: OwnVariant, index: number) => {
    const label = labels[index];
    const place = () => latest.current.findIndex(({ id }) => id === variant.id);
    return (
      <VariantRow
        key={variant.id}
        variant={variant}
        label={label}
        base={config}
        trainItems={shown.data.trainItems}
        isFirst={index === 0}
        isLast={index === list.length - 1}
        isAlone={list.length === 1}
        isFull={isFull}
        rejection={(member: OwnMember) => rejections[`own.${index}.${member}`] ?? ""}
        forget={member => store.forgetRejection(`own.${index}.${member}`)}
        change={(changes, words, focused) =>
          change(
            latest.current.map(other =>
              other.id === variant.id ? { ...other, ...changes } : other,
            ),
            words,
            focused,
          )
        }
        move={steps => {
          const from = place();
          const others = latest.current.toSpliced(from, 1);
          change(
            others.toSpliced(from + steps, 0, variant),
            `${label} is now number ${from + steps + 1} of ${list.length}.`,
            variantElement(variant, steps === 1 ? "down" : "up"),
          );
        }}
        copy={() => {
          const next = withCopy(latest.current, place());
          const made = next.at(place() + 1);
          change(next, `${label} duplicated.`, made && firstElement(made));
        }}
        remove={() => {
          const at = place();
          const next = latest.current.toSpliced(at, 1);
          const neighbour = next.at(Math.min(at, next.length - 1));
          change(
            next,
            `${label} removed.`,
            neighbour && variantElement(neighbour, next.length === 1 ? "copy" : "remove"),
          );
        }}
      />
    );
  };
  return (
    <div class="variant-editor">
      <p class="field-help">
        {recipe === "custom"
          ? "One network each. All begin with the same weights and see the items in the same order; a remedy that a variant does not name is off in it. The next run has what you change here."
          : `The variants of \u201c${recipeLabels[recipe]}\u201d. Change something, and the list becomes your own, for the next run.`}
        {recipe === "asPublished" &&
          " The network as published is not among them: the article's program has no other settings."}
      </p>
      <QuickLists
        store={store}
        set={list => change(list, "The list is a lambda path.")}
        base={config}
      />
      <ol class="variant-list">{list.map(rowOf)}</ol>
      <p id="variants-error" class="field-error" role="alert">
        {rejections["own"] ?? ""}
      </p>
      <AddVariant
        isFull={isFull}
        add={remedy => {
          const next = withVariant(latest.current, remedy, config);
          const made = next.at(-1);
          change(next, `${remedyNames[remedy]} added.`, made && firstElement(made));
        }}
      />
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

/** Where one goes on after a variant was made: its first setting, or its name. */
function firstElement(variant: OwnVariant): string {
  const [member] = Object.keys(variant.settings);
  return variantElement(variant, member ?? "extras");
}

/** Lists that are one click away. */
function QuickLists({
  store,
  set,
  base,
}: {
  readonly store: PanelStore;
  readonly set: (list: List) => void;
  readonly base: Parameters<typeof lambdaPath>[0];
}) {
  const choose = (recipe: "twins" | "tournament") =>
    store.post({ type: "configure", changes: {}, recipe });
  return (
    <div class="variant-quick" role="group" aria-label="Begin with">
      <button id="variants-twins" type="button" class="button" onClick={() => choose("twins")}>
        With and without L2
      </button>
      <button
        id="variants-tournament"
        type="button"
        class="button"
        onClick={() => choose("tournament")}
      >
        Tournament of remedies
      </button>
      <button
        id="variants-path"
        type="button"
        class="button"
        title="Lambda 0, and powers of ten around the lambda of the settings"
        onClick={() => set(lambdaPath(base))}
      >
        Lambda path
      </button>
    </div>
  );
}

function AddVariant({
  isFull,
  add,
}: {
  readonly isFull: boolean;
  readonly add: (remedy: OwnRemedy) => void;
}) {
  const [remedy, setRemedy] = useState<OwnRemedy>("l2");
  return (
    <div class="field">
      <label class="field-label" for="variants-remedy">
        One more variant
      </label>
      <span class="draft-row">
        <select
          id="variants-remedy"
          value={remedy}
          onChange={event => setRemedy(event.currentTarget.value as OwnRemedy)}
        >
          {OWN_REMEDIES.map(name => (
            <option key={name} value={name}>
              {remedyNames[name]}
            </option>
          ))}
        </select>
        <button
          id="variants-add"
          type="button"
          class="button"
          disabled={isFull}
          onClick={() => add(remedy)}
        >
          Add<span class="visually-hidden"> the variant</span>
        </button>
      </span>
      {isFull && (
        <p class="field-help">
          {`${MAX_OWN_VARIANTS} is the most: more could not be told apart in the charts.`}
        </p>
      )}
    </div>
  );
}
