/** The whole page: which weights, an item typed by hand, a table. */
import { namedNetwork } from "../../src/core/formatting.ts";
import type { UseState, WeightsSummary } from "../../src/protocol/useMessages.ts";
import { formatCount, formatNumber, formatRSquared } from "../format.ts";
import { ReadingCard } from "../data/readingCard.tsx";
import { Icon } from "../icon.tsx";
import type { UseHost } from "./host.ts";
import { ItemCard } from "./itemCard.tsx";
import { TableCard } from "./tableCard.tsx";
import { accuracyWords } from "./words.ts";

interface UsePageProps {
  readonly host: UseHost;
  /** Null before the host said anything. */
  readonly state: UseState | null;
}

export function UsePage({ host, state }: UsePageProps) {
  if (state === null) return <main class="panel" aria-busy="true" data-status="loading" />;
  const { weights, refusal } = state;
  const status = weights !== null ? "ready" : refusal !== null ? "refused" : "reading";
  return (
    <main class="panel data-page use-page" data-status={status} data-table={state.table.status}>
      <header class="data-head">
        <div class="data-name">
          <h1>{state.fileName}</h1>
          {weights !== null && <p class="card-text">{weightsWords(weights)}</p>}
        </div>
        <button
          id="pickWeights"
          type="button"
          class="button"
          onClick={() => host.post({ type: "pickWeights" })}
        >
          Other weights...
        </button>
      </header>
      {refusal !== null && <Refusal host={host} text={refusal} />}
      {weights !== null && (
        <div class="content use-layout">
          <ItemCard host={host} state={state} weights={weights} />
          <div class="use-table">
            <TableCard host={host} table={state.table} weights={weights} />
            {state.table.status !== "none" && (
              <ReadingCard
                reading={state.table.reading}
                format={state.table.format}
                isBusy={state.table.status === "working"}
                canSample={false}
                reread={reading => host.post({ type: "readTable", reading })}
              />
            )}
          </div>
        </div>
      )}
    </main>
  );
}

function Refusal({ host, text }: { readonly host: UseHost; readonly text: string }) {
  return (
    <section id="refused" class="strip error" role="alert" aria-label="The weights were not read">
      <Icon name="warning" />
      <div class="strip-text">
        <p class="strip-title">{text}</p>
      </div>
      <button
        id="readAgain"
        type="button"
        class="button"
        onClick={() => host.post({ type: "reload" })}
      >
        Read again
      </button>
    </section>
  );
}

function weightsWords(weights: WeightsSummary): string {
  const { variant, sizes, classNames, epoch, source, test, regression } = weights;
  const network = namedNetwork(sizes);
  const parts = [
    `${network[0].toUpperCase()}${network.slice(1)} ${variant}, epoch ${formatCount(epoch)}`,
    regression === null
      ? `${formatCount(classNames.length)} classes`
      : `predicts the number ${regression.target}`,
    ...(source === "" ? [] : [`trained on ${source}`]),
    ...(test === null ? [] : [`test accuracy ${accuracyWords(test)}`]),
    ...(regression === null || regression.testRSquared === null || regression.testRmse === null
      ? []
      : [
          `R² ${formatRSquared(regression.testRSquared)} and typical error ` +
            `${formatNumber(regression.testRmse)} on ${formatCount(regression.testItems)} test items`,
        ]),
  ];
  return `${parts.join("; ")}.`;
}
