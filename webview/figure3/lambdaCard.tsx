/** Lambda as other tools count it, and the shown network as a program for them. */
import { useMemo, useState } from "preact/hooks";
import {
  codeObstacle,
  frameworkCode,
  type FrameworkName,
  frameworks,
} from "../../src/core/frameworkCode.ts";
import { lambdaTools, type Tool, translateLambda } from "../../src/core/lambdaElsewhere.ts";
import { Fold } from "../fold.tsx";
import { formatCount } from "../format.ts";
import type { PanelStore } from "../panelStore.ts";
import { Segmented } from "../segmented.tsx";
import type { Shown, ShownRun } from "../shown.ts";
import { Term } from "../term.tsx";
import { CopyButton } from "./copyButton.tsx";
import { exactText } from "./math.tsx";
import { penalizedRun } from "./weightChoice.ts";

interface LambdaCardProps {
  readonly store: PanelStore;
  readonly shown: Shown;
}

export function LambdaCard({ store, shown }: LambdaCardProps) {
  const [variant, setVariant] = useState("");
  const { runs } = shown;
  if (runs.length === 0) return null;
  const run = runs.find(({ summary }) => summary.id === variant) ?? penalizedRun(runs);
  return (
    <section class="card lambda-card" aria-labelledby="lambda-title">
      <div class="card-head">
        <h2 id="lambda-title">Lambda in other tools</h2>
        {runs.length > 1 && (
          <label class="tool-select">
            <span class="visually-hidden">Network</span>
            <select
              id="lambda-network"
              value={run.summary.id}
              onChange={event => setVariant(event.currentTarget.value)}
            >
              {runs.map(({ summary }) => (
                <option key={summary.id} value={summary.id}>
                  {summary.label}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="card-text">
        The same strength of <Term name="l2">L2</Term> is another number in each tool: some leave
        out the half, some divide by the batch or by all items.
      </p>
      <Fold
        store={store}
        id="lambda-elsewhere"
        summary={`Lambda ${exactText(run.summary.config.l2)} elsewhere`}
      >
        {() => <Translations run={run} items={shown.data.trainItems} />}
      </Fold>
      <Fold store={store} id="copy-as-code" summary="This network as code">
        {() => <Code run={run} items={shown.data.trainItems} />}
      </Fold>
    </section>
  );
}

/** Every tool with its number. */
function Translations({ run, items }: { readonly run: ShownRun; readonly items: number }) {
  const { config } = run.summary;
  return useMemo(
    () => (
      <>
        <p class="card-text">
          For batches of {formatCount(Math.min(config.batchSize, items))} of {formatCount(items)}{" "}
          training items and learning rate {exactText(config.learningRate)}.
        </p>
        <ul class="translations" id="translations">
          {translateLambda({ ...config, items }).map(({ tool, value, obstacle }) => {
            const { label, parameter, meaning, formula, note }: Tool = lambdaTools[tool];
            return (
              <li key={tool}>
                <span class="translation-head">
                  <b>{label}</b> <span>{parameter}</span>
                </span>
                <span class="translation-value number">
                  {value === null ? "no equal" : exactText(value)}
                </span>
                <span class="translation-note">
                  {value === null ? obstacle : `= ${formula}: ${meaning}. ${note}`}
                </span>
              </li>
            );
          })}
        </ul>
      </>
    ),
    [JSON.stringify(config), items],
  );
}

const codeChoices = (Object.keys(frameworks) as FrameworkName[]).map(value => ({
  value,
  label: frameworks[value].label,
}));

function Code({ run, items }: { readonly run: ShownRun; readonly items: number }) {
  const [framework, setFramework] = useState<FrameworkName>("pytorch");
  const { config, sizes } = run.summary;
  const obstacle = codeObstacle(config);
  const code = useMemo(
    () => (obstacle === "" ? frameworkCode(framework, { config, sizes, items }) : ""),
    [framework, JSON.stringify(config), sizes.join(), items],
  );
  if (obstacle !== "") return <p class="card-text">{obstacle}</p>;
  return (
    <>
      <div class="code-tools">
        <Segmented
          name="framework"
          label="Tool that the code is for"
          choices={codeChoices}
          value={framework}
          choose={setFramework}
        />
        <CopyButton id="copy-code" text={code} label="Copy as code" />
      </div>
      <pre
        id="code"
        class="code"
        tabIndex={0}
        role="region"
        aria-label={`Code for ${frameworks[framework].label}`}
      >
        {code}
      </pre>
    </>
  );
}
