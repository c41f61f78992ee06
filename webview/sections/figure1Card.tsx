/** The article's printed result, and how to get it digit by digit. */
import { isArticleExperiment, PRINTED_EPOCHS, printedLines } from "../figure1.ts";
import { Icon } from "../icon.tsx";
import type { PanelStore } from "../panelStore.ts";
import type { Shown } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { variantLabels } from "../../src/core/variants.ts";

export function Figure1Card({
  store,
  shown,
}: {
  readonly store: PanelStore;
  readonly shown: Shown;
}) {
  const isShown = shown.playground.experiment?.recipe === "asPublished";
  return (
    <section class="card" aria-labelledby="figure1-title">
      <div class="card-head">
        <h2 id="figure1-title">Figure 1 and the sign of the penalty</h2>
        <button
          id="figure1"
          type="button"
          class="button"
          onClick={() => store.post({ type: "reproduceFigure1" })}
        >
          Reproduce Figure 1
        </button>
      </div>
      <p class="card-text">
        The article's printed program adds the penalty to an update that is then added to the
        weight, so its weights grow instead of shrinking; the accuracy it printed looked healthy.
      </p>
      {isShown && <PrintedTable shown={shown} />}
    </section>
  );
}

function PrintedTable({ shown }: { readonly shown: Shown }) {
  const lines = printedLines(shown);
  const isArticle = isArticleExperiment(shown);
  const recorded = lines.filter(line => line.recorded !== null);
  const equal = recorded.filter(line => line.recorded === line.printed).length;
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Printed errors, table">
        <table class="numbers printed" id="printed">
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                MSE at epoch
              </th>
              {(["none", "published"] as const).map(variant => (
                <th key={variant} scope="colgroup" colSpan={2}>
                  <VariantName id={variant} label={variantLabels[variant]} />
                </th>
              ))}
            </tr>
            <tr>
              {["none", "published"].map(variant => [
                <th key={`${variant} printed`} scope="col">
                  printed
                </th>,
                <th key={`${variant} here`} scope="col">
                  here
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {PRINTED_EPOCHS.map(epoch => (
              <tr key={epoch}>
                <th scope="row">{epoch}</th>
                {lines
                  .filter(line => line.epoch === epoch)
                  .map(line => [
                    <td key={`${line.variant} printed`} class="is-printed">
                      {line.printed}
                    </td>,
                    <td key={`${line.variant} here`}>{line.recorded ?? "–"}</td>,
                  ])}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="printed-verdict" id="printed-verdict">
        {isArticle ? (
          recorded.length === lines.length ? (
            <>
              {equal === lines.length && <Icon name="check" />}
              {equal} of {lines.length} printed lines reproduced to the last digit.
            </>
          ) : (
            `${equal} of ${recorded.length} lines so far are equal to the last digit.`
          )
        ) : (
          "Only the article's own settings give the printed lines."
        )}
      </p>
    </>
  );
}
