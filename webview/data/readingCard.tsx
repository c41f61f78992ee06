/** How the file is written: what was found, and what to say where the guess is wrong. */
import { SAMPLE_BOUNDS, type TableSample } from "../../src/core/experiment.ts";
import type { FoundFormat, TableReading } from "../../src/protocol/dataMessages.ts";
import { numberProblem, typedNumber } from "../typedNumber.ts";
import { Card, type Option, options, Select, TextBox } from "./controls.tsx";
import { delimiterWord, delimiterWords, encodingWords } from "./words.ts";

const GUESS = "";

/** What is offered first where a table is too long. */
export const USUAL_SAMPLE: TableSample = { rows: 100_000, seed: 0 };

const yesNo: readonly Option[] = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

export function ReadingCard({
  reading,
  format,
  isBusy,
  canSample = true,
  reread,
}: {
  /** What was chosen. */
  readonly reading: TableReading;
  /** What was found; null if the file was not read. */
  readonly format: FoundFormat | null;
  readonly isBusy: boolean;
  /** Whether a part of the rows would do. */
  readonly canSample?: boolean;
  /** Asks for another reading of the file. */
  readonly reread: (reading: TableReading) => void;
}) {
  /** The same reading with another member, or without it: then it is guessed. */
  const read = (
    member: keyof TableReading,
    value: TableReading[keyof TableReading] | undefined,
  ) => {
    const { [member]: _before, ...others } = reading;
    reread(value === undefined ? others : { ...others, [member]: value });
  };
  const guess = (found: string | undefined): Option => ({
    value: GUESS,
    label: found === undefined ? "guess" : `guess: ${found}`,
  });
  const yesOrNo = (value: boolean | undefined) =>
    value === undefined ? undefined : value ? "yes" : "no";
  const flag = (text: string) => (text === GUESS ? undefined : text === "true");
  const isGuessed = (member: keyof TableReading) => reading[member] === undefined;
  return (
    <Card id="reading" title="How it is written">
      <p class="card-text">
        Guessed from the first rows. Change what is wrong, and the file is read again.
      </p>
      <div class="fields">
        <Select
          id="delimiter"
          label="Delimiter"
          isDisabled={isBusy}
          value={reading.delimiter ?? GUESS}
          choices={[
            guess(isGuessed("delimiter") && format ? delimiterWord(format.delimiter) : undefined),
            ...options(delimiterWords),
          ]}
          choose={text => read("delimiter", text === GUESS ? undefined : text)}
        />
        <Select
          id="header"
          label="First row holds names"
          isDisabled={isBusy}
          value={reading.header === undefined ? GUESS : String(reading.header)}
          choices={[guess(isGuessed("header") ? yesOrNo(format?.header) : undefined), ...yesNo]}
          choose={text => read("header", flag(text))}
        />
        <Select
          id="decimal"
          label="Decimal mark"
          isDisabled={isBusy}
          value={reading.decimalComma === undefined ? GUESS : String(reading.decimalComma)}
          choices={[
            guess(
              isGuessed("decimalComma") && format
                ? format.decimalComma
                  ? "comma"
                  : "point"
                : undefined,
            ),
            { value: "false", label: "point 1.5" },
            { value: "true", label: "comma 1,5" },
          ]}
          choose={text => read("decimalComma", flag(text))}
        />
        <Select
          id="encoding"
          label="Encoding"
          isDisabled={isBusy}
          value={reading.encoding ?? GUESS}
          choices={[
            guess(isGuessed("encoding") && format ? encodingWords[format.encoding] : undefined),
            ...options(encodingWords),
          ]}
          choose={text => read("encoding", text === GUESS ? undefined : text)}
        />
        <Select
          id="ragged"
          label="Rows of another length"
          isDisabled={isBusy}
          value={reading.raggedRows ?? "error"}
          choices={options({ error: "refuse the file", exclude: "leave them out, listed" })}
          choose={text => read("raggedRows", text === "exclude" ? "exclude" : undefined)}
        />
        <Select
          id="unnamed"
          label="Columns without a name"
          isDisabled={isBusy}
          value={reading.unnamedColumns ?? "error"}
          choices={options({ error: "refuse the file", number: "call them by their number" })}
          choose={text => read("unnamedColumns", text === "number" ? "number" : undefined)}
        />
        <TextBox
          id="missingWords"
          label="Words for a missing value"
          help="With blanks between them. Empty cells always count as missing."
          value={(reading.missingWords ?? format?.missingWords ?? []).join(" ")}
          problemOf={text =>
            words(text).some(word => word.length > 100) || words(text).length > 100
              ? "expected at most 100 words of at most 100 characters"
              : ""
          }
          take={text => read("missingWords", words(text))}
        />
        {canSample && (
          <Select
            id="rows"
            label="Rows"
            isDisabled={isBusy}
            value={reading.sample === undefined ? "all" : "sample"}
            choices={options({ all: "all of them", sample: "a sample, the others listed" })}
            choose={text => read("sample", text === "sample" ? USUAL_SAMPLE : undefined)}
          />
        )}
        {reading.sample !== undefined && (
          <SampleFields sample={reading.sample} set={sample => read("sample", sample)} />
        )}
      </div>
    </Card>
  );
}

function SampleFields({
  sample,
  set,
}: {
  readonly sample: TableSample;
  readonly set: (sample: TableSample) => void;
}) {
  return (
    <>
      <TextBox
        id="sampleRows"
        label="Rows in the sample"
        value={String(sample.rows)}
        problemOf={text => numberProblem(typedNumber(text, true), SAMPLE_BOUNDS.rows)}
        take={text => set({ ...sample, rows: typedNumber(text, true) })}
      />
      <TextBox
        id="sampleSeed"
        label="Seed of the sample"
        help="The same seed takes the same rows."
        value={String(sample.seed)}
        problemOf={text => numberProblem(typedNumber(text, true), SAMPLE_BOUNDS.seed)}
        take={text => set({ ...sample, seed: typedNumber(text, true) })}
      />
    </>
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(word => word !== "");
}
