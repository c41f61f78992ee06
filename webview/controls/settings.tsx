/** All controls: what the next run will use. */
import type { ComponentChildren } from "preact";
import { type LossName, lossLabels, type TrainingConfig } from "../../src/core/config.ts";
import { type RecipeName, recipes } from "../../src/core/experiment.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import { guardRail } from "../guardRails.ts";
import { Icon } from "../icon.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { controlsDiffer, isArticle } from "./changes.ts";
import { describedBy, Field, TextField } from "./field.tsx";
import { fieldText, LAMBDA_STEPS, lambdaAt, lambdaStep, type TextMember } from "./fieldText.ts";
import { GuardRailNote } from "./guardRailNote.tsx";
import { useDraft } from "./useDraft.ts";

interface SettingsProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

export function Settings({ store, view, shown }: SettingsProps) {
  const { playground } = shown;
  const { config, recipe } = playground;
  const rejection = (member: keyof TrainingConfig) => view.state.rejections[member] ?? "";
  const text = (member: TextMember) => ({ store, config, member, rejection: rejection(member) });
  const configure = (changes: Partial<TrainingConfig>) =>
    store.post({ type: "configure", changes });
  return (
    <form class="settings-form" aria-label="Settings" onSubmit={event => event.preventDefault()}>
      <ChangeNote shown={shown} />
      <Group title="Experiment">
        <RecipeField store={store} recipe={recipe} error={view.state.rejections[""] ?? ""} />
      </Group>
      <Group title="Penalty">
        <TextField
          {...text("l2")}
          label="Lambda"
          unit="0 is off"
          help="Strength of the L2 penalty: lambda / 2 times the sum of squared weights."
        >
          <LambdaSlider store={store} l2={config.l2} />
        </TextField>
        <GuardRailNote rail={guardRail(config, recipe, shown.data.trainItems)} />
      </Group>
      <Group title="Training">
        <TextField
          {...text("learningRate")}
          label="Learning rate"
          help="How far one update moves along the gradient."
        />
        <TextField
          {...text("epochs")}
          label="Epochs"
          help={`How often all ${formatCount(shown.data.trainItems)} training items are passed.`}
        />
        <TextField
          {...text("batchSize")}
          label="Batch size"
          unit="items"
          help="Items that are averaged for one update; the article takes one."
        />
      </Group>
      <Group title="Network">
        <TextField
          {...text("hiddenLayers")}
          label="Hidden units"
          unit="per layer"
          help="One number for each hidden layer: 8, or 8, 4. Empty for none."
        />
        <LossField config={config} configure={configure} rejection={rejection("loss")} />
        {config.loss === "squaredError" && <DerivativeBox config={config} configure={configure} />}
      </Group>
      <Fold store={store} id="more-settings" summary="More">
        {() => (
          <div class="group-fields">
            <TextField
              {...text("seed")}
              label="Seed"
              help="Decides the first weights and the order of items: same seed, same run."
            />
            <TextField
              {...text("initRange")}
              label="Initial range"
              unit="±"
              help="First weights and biases are drawn evenly between minus and plus this."
            />
          </div>
        )}
      </Fold>
      <button
        id="restoreDefaults"
        type="button"
        class="button wide"
        disabled={isArticle(playground)}
        onClick={() => store.post({ type: "restoreDefaults" })}
      >
        <Icon name="reset" />
        Restore article settings
      </button>
    </form>
  );
}

/** The settings in a line, for when they are folded away. */
export function settingsDigest(config: TrainingConfig): string {
  const hidden = config.hiddenLayers.length === 0 ? "no" : fieldText("hiddenLayers", config);
  return [
    `lambda ${config.l2}`,
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

/** Says that what is shown was made with other settings. */
function ChangeNote({ shown }: { readonly shown: Shown }) {
  const { playground } = shown;
  const isUnderWay = playground.status === "training" || playground.status === "paused";
  if (!controlsDiffer(playground)) return <p class="change-note" role="status" />;
  return (
    <p class="change-note is-visible" role="status">
      {isUnderWay
        ? "Settings changed. They apply to the next run; restart to see their effect."
        : "Settings changed. Run to see their effect."}
    </p>
  );
}

function LambdaSlider({ store, l2 }: { readonly store: PanelStore; readonly l2: number }) {
  const [step, setStep] = useDraft(lambdaStep(l2));
  return (
    <input
      id="lambda-slider"
      type="range"
      class="slider"
      min="0"
      max={LAMBDA_STEPS}
      step="1"
      value={step}
      aria-label="Lambda, logarithmic"
      aria-valuetext={`lambda ${lambdaAt(step)}`}
      style={{ "--played": `${(100 * step) / LAMBDA_STEPS}%` }}
      onInput={event => {
        const chosen = event.currentTarget.valueAsNumber;
        setStep(chosen);
        store.forgetRejection("l2");
        store.post({ type: "configure", changes: { l2: lambdaAt(chosen) } });
      }}
    />
  );
}

function RecipeField({
  store,
  recipe,
  error,
}: {
  readonly store: PanelStore;
  readonly recipe: RecipeName;
  readonly error: string;
}) {
  const [shown, setShown] = useDraft(recipe);
  const id = "field-recipe";
  return (
    <Field id={id} label="Networks" help={recipes[shown].description} error={error}>
      <select
        id={id}
        value={shown}
        {...describedBy(id, error)}
        onChange={event => {
          const chosen = event.currentTarget.value as RecipeName;
          setShown(chosen);
          store.post({ type: "configure", changes: {}, recipe: chosen });
        }}
      >
        {Object.entries(recipes).map(([name, { label }]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface ChoiceProps {
  readonly config: TrainingConfig;
  readonly configure: (changes: Partial<TrainingConfig>) => void;
}

function LossField({ config, configure, rejection }: ChoiceProps & { readonly rejection: string }) {
  const [loss, setLoss] = useDraft(config.loss);
  return (
    <Field
      id="field-loss"
      label="Loss"
      help="What training lowers. Cross-entropy punishes confident mistakes harder."
      error={rejection}
    >
      <select
        id="field-loss"
        value={loss}
        {...describedBy("field-loss", rejection)}
        onChange={event => {
          const chosen = event.currentTarget.value as LossName;
          setLoss(chosen);
          configure({ loss: chosen });
        }}
      >
        {Object.entries(lossLabels).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

function DerivativeBox({ config, configure }: ChoiceProps) {
  const id = "field-articleDerivative";
  const [isChecked, setChecked] = useDraft(config.articleDerivative);
  return (
    <div class="field check">
      <label class="check-label" for={id}>
        <input
          id={id}
          type="checkbox"
          checked={isChecked}
          aria-describedby={`${id}-help`}
          onChange={event => {
            const { checked } = event.currentTarget;
            setChecked(checked);
            configure({ articleDerivative: checked });
          }}
        />
        Article's derivative
      </label>
      <p id={`${id}-help`} class="field-help">
        Uses o (1 − o) for each output, instead of the full softmax Jacobian.
      </p>
    </div>
  );
}
