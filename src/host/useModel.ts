/**
 * Saved weights in use: an item typed by hand, and a table. Owns all that outlives the page; knows
 * nothing of vscode.
 */
import { accuracyReport } from "../core/accuracyReport.ts";
import { type ColumnEncoding, scaleUnit, unscaled } from "../core/columnEncoding.ts";
import { argMax, Network } from "../core/network.ts";
import type { TableProblem, TableReading } from "../protocol/dataMessages.ts";
import type { DataReport, TableSource } from "../protocol/dataThreadMessages.ts";
import type { AskedNetwork, FormField, UseState, WeightsSummary } from "../protocol/useMessages.ts";
import { ValidationError } from "../protocol/validate.ts";
import type { ReadWeights } from "../protocol/weightFileReader.ts";
import { encodeItem, usualItem } from "../tabular/encodeItem.ts";
import { DataThreads } from "./dataThread.ts";
import type { Disposable } from "./disposable.ts";
import { Signal } from "./signal.ts";
import type { Breakdown } from "./ownedThread.ts";

interface UseModelOptions {
  /** The built data worker. */
  readonly workerFile: string;
  /** Words for a thread that is gone. */
  readonly describeBreakdown: (breakdown: Breakdown) => TableProblem;
  /** Called with what only a developer understands. */
  readonly logError: (text: string) => void;
}

interface Used {
  readonly summary: WeightsSummary;
  /** Of tables that are to be answered, unless someone chooses otherwise. */
  readonly reading: TableReading;
  readonly asked: AskedNetwork;
  readonly network: Network;
}

type TableUse = UseState["table"];

const NO_TABLE: TableUse = {
  status: "none",
  fileName: "",
  fraction: 0,
  reading: {},
  format: null,
  problem: null,
  answers: null,
  savedAs: null,
};

export class UseModel implements Disposable {
  readonly changed = new Signal<void>();
  readonly #options: UseModelOptions;
  #fileName = "";
  #refusal: string | null = null;
  #used: Used | undefined;
  #texts: readonly string[] = [];
  /** Of the form's columns. */
  #names = "";
  #table: TableUse = NO_TABLE;
  #csv: Uint8Array<ArrayBuffer> | undefined;
  readonly #threads: DataThreads;

  constructor(options: UseModelOptions) {
    this.#options = options;
    this.#threads = new DataThreads({
      workerFile: options.workerFile,
      onReport: report => this.#receive(report),
      onBreakdown: breakdown => this.#breakDown(breakdown),
    });
  }

  get state(): UseState {
    const used = this.#used;
    const { problems, inputs, far } = encodeItem(used?.asked.encodings ?? [], this.#texts);
    const fields = (used?.asked.encodings ?? []).map((encoding, i): FormField => {
      const { name, kind } = encoding;
      return {
        name,
        kind,
        text: this.#texts[i],
        problem: problems[i],
        farFrom: far[i] && encoding.kind === "number" ? encoding.scaling : null,
        choices: choicesOf(encoding),
      };
    });
    return {
      fileName: this.#fileName,
      refusal: this.#refusal,
      weights: used?.summary ?? null,
      fields,
      answer: used === undefined || inputs === null ? null : answerOf(used, inputs),
      table: this.#table,
    };
  }

  /** Threads that exist. */
  get threadCount(): number {
    return this.#threads.count;
  }

  /** The answered table as UTF-8, if there is one. */
  get csv(): Uint8Array<ArrayBuffer> | undefined {
    return this.#csv;
  }

  // ---------------------------------------------------------------------------------- the weights

  /** Other weights are being read; what was there is forgotten unless the file is the same. */
  await(fileName: string): void {
    this.#fileName = fileName;
    this.#refusal = null;
    this.#used = undefined;
    this.#forgetTable();
    this.changed.fire();
  }

  /** Values that were typed stay where the columns are the same. */
  take(fileName: string, { file, sizes, parameters }: ReadWeights): void {
    const { spec } = file.data;
    const kinds = file.training.config;
    const classNames = file.classes;
    const encodings: readonly ColumnEncoding[] = file.inputs;
    // Of the weights in the file, whichever epoch they are of.
    const { epoch, testAccuracy } = file.metrics.last;
    const before = this.#texts;
    const known = this.#names;
    this.#names = encodings.map(({ name }) => name).join("\n");
    const isSameForm = known === this.#names;
    this.#fileName = fileName;
    this.#refusal = null;
    this.#used = {
      network: new Network(parameters, sizes, kinds),
      asked: {
        parameters,
        sizes,
        kinds: { activations: kinds.activations, output: kinds.output },
        encodings,
        classNames,
        targetScaling: file.target?.scaling ?? null,
        target: spec.kind === "table" ? spec.target : null,
        trainedOn: spec.kind === "table" ? spec.fileSha256 : null,
      },
      // What had no value in training has none here; all else may differ from file to file.
      reading: spec.kind === "table" ? { missingWords: spec.format.missingWords } : {},
      summary: {
        variant: file.training.variant.label,
        sizes,
        classNames,
        epoch,
        source: spec.kind === "table" ? spec.fileName : "",
        test:
          testAccuracy === null || testAccuracy.items === 0
            ? null
            : accuracyReport(testAccuracy.correct, testAccuracy.items),
        regression: regressionOf(file),
      },
    };
    const usual = usualItem(encodings);
    const typed = isSameForm ? encodeItem(encodings, before).problems : [];
    this.#texts = usual.map((text, i) => (typed[i] === "" ? before[i] : text));
    this.changed.fire();
  }

  /** @param problem one sentence with what to do */
  refuse(fileName: string, problem: string): void {
    this.#fileName = fileName;
    this.#refusal = problem;
    this.#used = undefined;
    this.#forgetTable();
    this.changed.fire();
  }

  // --------------------------------------------------------------------------------- one item

  /** @throws {ValidationError} if there is no such column */
  setValue(position: number, text: string): void {
    if (position >= this.#texts.length) {
      throw new ValidationError("message.position", `expected less than ${this.#texts.length}`);
    }
    this.#texts = this.#texts.with(position, text);
    this.changed.fire();
  }

  resetValues(): void {
    this.#texts = usualItem(this.#used?.asked.encodings ?? []);
    this.changed.fire();
  }

  // ----------------------------------------------------------------------------------- a table

  /**
   * Asks about every row of a table.
   *
   * @param source bytes move away and are empty afterwards
   * @param reading as in training where the weight file tells, unless something else is chosen
   */
  predict(fileName: string, source: TableSource, reading?: TableReading): void {
    const used = this.#used;
    if (used === undefined) return;
    this.#csv = undefined;
    const wanted = reading ?? used.reading;
    this.#table = { ...NO_TABLE, status: "working", fileName, reading: wanted };
    this.#threads.start(thread => thread.predict(0, source, wanted, used.asked));
    this.changed.fire();
  }

  /** Types again what was typed in an earlier window, as far as there are such columns. */
  recall(values: readonly { readonly name: string; readonly text: string }[]): void {
    const texts = new Map(values.map(({ name, text }) => [name, text]));
    const encodings = this.#used?.asked.encodings ?? [];
    this.#texts = this.#texts.map((text, i) => texts.get(encodings[i].name) ?? text);
    this.changed.fire();
  }

  refuseTable(fileName: string, problem: TableProblem, reading?: TableReading): void {
    this.#threads.dispose();
    this.#csv = undefined;
    const wanted = reading ?? this.#used?.reading ?? {};
    this.#table = { ...NO_TABLE, status: "refused", fileName, problem, reading: wanted };
    this.changed.fire();
  }

  cancel(): void {
    if (this.#table.status !== "working") return;
    this.#forgetTable();
    this.changed.fire();
  }

  /** The answers are in a file now. */
  noteSaved(name: string): void {
    this.#table = { ...this.#table, savedAs: name };
    this.changed.fire();
  }

  killThread(): void {
    this.#threads.current?.kill();
  }

  dispose(): void {
    this.#threads.dispose();
  }

  /** Ends all threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    await this.#threads.disposeNow();
  }

  #receive(report: Exclude<DataReport, { type: "failed" }>): void {
    if (report.type === "loading") {
      this.#table = { ...this.#table, fraction: report.fraction };
    } else if (report.type === "refused") {
      this.#threads.dispose();
      const { problem, format = null } = report;
      this.#table = { ...this.#table, status: "refused", problem, format };
    } else if (report.type === "predicted") {
      this.#threads.dispose();
      this.#csv = report.csv;
      const { answers, format } = report;
      this.#table = { ...this.#table, status: "answered", answers, format };
    }
    this.changed.fire();
  }

  #breakDown(breakdown: Breakdown): void {
    this.#options.logError(`Answering ended (${breakdown.kind}): ${breakdown.detail}`);
    const problem = this.#options.describeBreakdown(breakdown);
    this.#table = { ...this.#table, status: "failed", problem };
    this.changed.fire();
  }

  #forgetTable(): void {
    this.#threads.dispose();
    this.#csv = undefined;
    this.#table = NO_TABLE;
  }
}

/** What can be chosen in place of typing. */
function choicesOf(encoding: ColumnEncoding): FormField["choices"] {
  if (encoding.kind === "number") return null;
  const values =
    encoding.kind === "category" ? encoding.categories : [encoding.falseValue, encoding.trueValue];
  const choices = values.map(value => ({ value, label: value }));
  const { missing } = encoding;
  if (missing.method === "fill") choices.push({ value: "", label: "(no value)" });
  if (encoding.kind === "category" && encoding.unknown === "zeros") {
    let other = "(another value)";
    while (values.includes(other)) other = `(${other})`;
    choices.push({ value: other, label: "(another value)" });
  }
  return choices;
}

function regressionOf(file: ReadWeights["file"]): WeightsSummary["regression"] {
  const { target, metrics, split } = file;
  if (target === undefined) return null;
  const { testMse, testRSquared } = metrics.last;
  const hasItems = split.test > 0 && testMse !== null;
  return {
    target: target.name,
    testItems: split.test,
    testRSquared: hasItems ? (testRSquared ?? null) : null,
    testRmse: hasItems ? Math.sqrt(testMse) * scaleUnit(target.scaling) : null,
  };
}

function answerOf(
  { network, asked: { targetScaling } }: Used,
  inputs: Float64Array,
): NonNullable<UseState["answer"]> {
  network.forward(inputs);
  if (targetScaling !== null) {
    return { kind: "number", value: unscaled(network.outputs[0], targetScaling) };
  }
  const probabilities = [...network.probabilities];
  return { kind: "class", classIndex: argMax(network.probabilities), probabilities };
}
