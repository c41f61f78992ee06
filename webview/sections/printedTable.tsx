/** The article's printed errors beside those of its program as it runs here. */
import { isArticleExperiment, PRINTED_EPOCHS, printedLines } from "../figure1.ts";
import { Icon } from "../icon.tsx";
import type { Shown } from "../shown.ts";
import { VariantName } from "../swatch.tsx";
import { variantLabels } from "../../src/core/variants.ts";

export function PrintedTable({ shown }: { readonly shown: Shown }) {
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
