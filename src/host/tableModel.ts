/**
 * A table on its way to a dataset: how it is read, what of it is chosen. Owns all that outlives the
 * data page; knows nothing of vscode.
 */
import type { Task } from "../core/config.ts";
import { TABLE_SPLIT, type TableChoice } from "../core/tableChoice.ts";
import type { SplitSpec } from "../core/splits.ts";
import type {
  ColumnUse,
  MadeTable,
  TableProblem,
  TableReading,
  TableState,
  TableStatus,
  TableSummary,
} from "../protocol/dataMessages.ts";
import type { DataReport, TableSource } from "../protocol/dataThreadMessages.ts";
import { ValidationError } from "../protocol/validate.ts";
import { ChoiceQuestions } from "./choiceQuestions.ts";
import type { TableMemory } from "./savedPages.ts";
import { DataThreads } from "./dataThread.ts";
import type { Disposable } from "./disposable.ts";
import { Signal } from "./signal.ts";
import {
  editsOf,
  inputsOf,
  NO_EDITS,
  type TableEdits,
  type TableUse,
  useOf,
  withColumn,
  withTarget,
  withTask,
} from "./tableChoices.ts";
import type { Breakdown } from "./ownedThread.ts";

/** `table`: another summary, or none; the state is another too. */
export type TableChange = "table" | "state";

export interface TableModelOptions {
  /** The built data worker. */
  readonly workerFile: string;
  /** Words for a thread that is gone. */
  readonly describeBreakdown: (breakdown: Breakdown) => TableProblem;
  /** Called with what only a developer understands. */
  readonly logError: (text: string) => void;
}

/** A dataset with all that decided it. */
export interface MadeChoice extends MadeTable {
  readonly reading: TableReading;
  readonly choice: TableChoice;
}

/** The making of a dataset is for the questions to tell. */
type ReadingStatus = Exclude<TableStatus, "making">;

const NO_USE: TableUse = { target: null, task: "classification", columns: [] };

export class TableModel implements Disposable {
  readonly changed = new Signal<TableChange>();
  readonly #options: TableModelOptions;
  readonly #threads: DataThreads;
  readonly #questions: ChoiceQuestions;
  #status: ReadingStatus = "none";
  #fileName = "";
  #reading: TableReading = {};
  #progress: TableState["progress"] = null;
  #problem: TableProblem | null = null;
  #summary: TableSummary | null = null;
  #edits: TableEdits = NO_EDITS;
  #use: TableUse = NO_USE;
  #targetMissing: TableChoice["targetMissing"] = "error";
  #split: SplitSpec = TABLE_SPLIT;
  #fileChange: TableState["fileChange"] = null;
  #isInUse = false;
  /** Of the file that was read last; null if none was. */
  #sha256: string | null = null;
  /** The choices come from an earlier window, and no table was there since. */
  #isRecalled = false;
  #isChoiceOld = false;
  #hasPlace = true;
  /** Of the last reading; what is told of others is out of date. */
  #readingId = 0;
  /** A choice that is to be taken over as soon as the table is there. */
  #awaitedChoice: TableChoice | undefined;

  constructor(options: TableModelOptions) {
    this.#options = options;
    this.#threads = new DataThreads({
      workerFile: options.workerFile,
      onReport: report => this.#receive(report),
      onBreakdown: breakdown => this.#breakDown(breakdown),
    });
    this.#questions = new ChoiceQuestions({
      thread: () => this.#threads.current,
      choice: () => this.choice,
      onChange: () => this.#changed(),
    });
  }

  get state(): TableState {
    const { review, unfit, madeFraction } = this.#questions;
    return {
      status: madeFraction === null ? this.#status : "making",
      fileName: this.#fileName,
      reading: this.#reading,
      progress: madeFraction === null ? this.#progress : { rows: null, fraction: madeFraction },
      problem: this.#problem,
      ...this.#use,
      targetMissing: this.#targetMissing,
      split: this.#split,
      review,
      unfit,
      fileChange: this.#fileChange,
      hasPlace: this.#hasPlace,
      isChoiceOld: this.#isChoiceOld,
      isInUse: this.#isInUse,
    };
  }

  get summary(): TableSummary | null {
    return this.#summary;
  }

  /** Whether a thread has the file, read or refused. */
  get isLoaded(): boolean {
    return this.#threads.current !== undefined;
  }

  /** Threads that exist. */
  get threadCount(): number {
    return this.#threads.count;
  }

  /** What would be made of the table; null if that is not decided. */
  get choice(): TableChoice | null {
    const { target, task } = this.#use;
    if (target === null || this.#summary === null) return null;
    const inputs = inputsOf(this.#use);
    return { target, task, targetMissing: this.#targetMissing, inputs, split: this.#split };
  }

  // ---------------------------------------------------------------------------------- the table

  /**
   * Forgets everything about the file before.
   *
   * @param hasPlace whether the next one can be read again
   */
  forget(hasPlace = true): void {
    this.#hasPlace = hasPlace;
    this.#dropThread();
    this.#fileName = "";
    this.#reading = {};
    this.#edits = NO_EDITS;
    this.#targetMissing = "error";
    this.#split = TABLE_SPLIT;
    this.#sha256 = null;
    this.#isRecalled = false;
    this.#isChoiceOld = false;
    this.#setTable("none", null);
  }

  /** What brings the choices back in a later window. */
  get memory(): TableMemory {
    return {
      sha256: this.#sha256,
      reading: this.#reading,
      edits: this.#edits,
      targetMissing: this.#targetMissing,
      split: this.#split,
    };
  }

  /** A file of an earlier window is about to be read. */
  await(fileName: string): void {
    if (this.#status !== "none") return;
    this.#fileName = fileName;
    this.#setTable("reading", null);
  }

  /** Takes over what was chosen in an earlier window, for the table that is there or is read next. */
  recall({ sha256, reading, edits, targetMissing, split }: TableMemory): void {
    this.#reading = reading;
    this.#targetMissing = targetMissing;
    this.#split = split;
    const { summary } = this;
    this.#isRecalled = summary === null;
    this.#isChoiceOld = summary !== null && sha256 !== null && summary.sha256 !== sha256;
    if (summary === null) this.#sha256 = sha256;
    this.#edit(edits);
  }

  /**
   * Reads a table. What was chosen of the same file stays as far as its columns still are there.
   *
   * @param source bytes move away and are empty afterwards
   */
  load(fileName: string, source: TableSource, reading: TableReading = this.#reading): void {
    this.#dropThread();
    this.#fileName = fileName;
    this.#reading = reading;
    this.#fileChange = null;
    this.#isChoiceOld = false;
    this.#threads.start(thread => {
      this.#setTable("reading", null);
      thread.load(this.#readingId, fileName, source, reading);
    });
  }

  /** Reads a table of which a choice is known already. */
  loadWith(
    fileName: string,
    source: TableSource,
    reading: TableReading,
    choice: TableChoice,
  ): void {
    this.#edits = NO_EDITS;
    this.load(fileName, source, reading);
    this.#awaitedChoice = choice;
  }

  /** Tells why there is no table; what was chosen stays. */
  refuse(fileName: string, problem: TableProblem): void {
    this.#dropThread();
    this.#fileName = fileName;
    this.#problem = problem;
    this.#setTable("refused", null);
  }

  /**
   * Reads the same bytes in another way.
   *
   * @returns whether the bytes are there; if not, the file has to be loaded again
   */
  reread(reading: TableReading): boolean {
    this.#reading = reading;
    const thread = this.#threads.current;
    if (thread === undefined) return false;
    this.#questions.stopMaking();
    this.#setTable("reading", null);
    thread.reread(this.#readingId, reading);
    return true;
  }

  /** Ends the reading, or the making of a dataset. */
  cancel(problem: TableProblem): void {
    const questions = this.#questions;
    if (questions.madeFraction !== null) {
      questions.stopMaking();
      if (questions.review === null) questions.ask();
      this.#changed();
    } else if (this.#status === "reading") {
      this.refuse(this.#fileName, problem);
    }
  }

  noteFileChange(change: TableState["fileChange"]): void {
    if (this.#fileChange === change) return;
    this.#fileChange = change;
    this.#changed();
  }

  // --------------------------------------------------------------------------------- the choices

  /** @throws {ValidationError} */
  setTarget(position: number): void {
    const { notTarget, name } = this.#columnAt(position);
    if (notTarget !== null) {
      throw new ValidationError("message.position", `expected a column to learn; ${notTarget}`);
    }
    this.#edit(withTarget(this.#edits, name));
  }

  /** @throws {ValidationError} */
  setTask(task: Task): void {
    const { target } = this.#use;
    if (target === null || !this.#columnAt(target).tasks.includes(task)) {
      throw new ValidationError("message.task", "the target cannot be learned so");
    }
    this.#edit(withTask(this.#edits, task));
  }

  setTargetMissing(method: TableChoice["targetMissing"]): void {
    this.#targetMissing = method;
    this.#choose();
  }

  /** @throws {ValidationError} */
  setColumn(position: number, changes: Partial<ColumnUse>): void {
    const { inputKinds, name } = this.#columnAt(position);
    if (changes.kind !== undefined && !inputKinds.includes(changes.kind)) {
      throw new ValidationError("message.changes.kind", `the column cannot be a ${changes.kind}`);
    }
    this.#edit(withColumn(this.#edits, name, changes));
  }

  setColumns(changes: Partial<ColumnUse>): void {
    const columns = this.#summary?.columns ?? [];
    this.#edit(columns.reduce((edits, { name }) => withColumn(edits, name, changes), this.#edits));
  }

  setSplit(split: SplitSpec): void {
    this.#split = split;
    this.#choose();
  }

  /** Back to what was suggested. */
  suggest(): void {
    this.#targetMissing = "error";
    this.#split = TABLE_SPLIT;
    this.#isChoiceOld = false;
    this.#edit(NO_EDITS);
  }

  /** @param isInUse whether the data of the playground is what is chosen here */
  setInUse(isInUse: boolean): void {
    if (this.#isInUse === isInUse) return;
    this.#isInUse = isInUse;
    this.#changed();
  }

  /**
   * Makes the dataset. One at a time: another call ends the one before.
   *
   * @returns null if the choice does not fit, something else was chosen on the way, or the thread
   *   broke; the state tells which
   */
  make(): Promise<MadeChoice | null> {
    const { choice } = this;
    const thread = this.#threads.current;
    if (choice === null || thread === undefined) return Promise.resolve(null);
    const reading = this.#reading;
    const making = new Promise<MadeChoice | null>(resolve => {
      this.#questions.make(thread, choice, made => {
        resolve(made && { ...made, reading, choice });
      });
    });
    // Whoever trains has looked at the choices.
    this.#isChoiceOld = false;
    this.#changed();
    return making;
  }

  /** Ends the thread from outside, as a crash would. */
  killThread(): void {
    this.#threads.current?.kill();
  }

  /** Gives up the thread with the table; what was read and chosen stays known. */
  dispose(): void {
    this.#dropThread();
  }

  /** Ends all threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    this.#questions.stopMaking();
    await this.#threads.disposeNow();
  }

  // ----------------------------------------------------------------------------------- the thread

  #receive(report: Exclude<DataReport, { type: "failed" }>): void {
    switch (report.type) {
      case "loading":
        if (report.id !== this.#readingId) return;
        this.#progress = { rows: report.rows, fraction: report.fraction };
        this.#changed();
        break;
      case "loaded":
        if (report.id !== this.#readingId) return;
        this.#takeTable(report.summary);
        break;
      case "refused":
        if (report.id !== this.#readingId) return;
        this.#problem = report.problem;
        this.#setTable("refused", null);
        break;
      case "reviewed":
      case "making":
      case "made":
      case "unfit":
        this.#questions.receive(report);
        break;
      case "predicted":
        // Not asked for here: see useModel.ts.
        break;
    }
  }

  #takeTable(summary: TableSummary): void {
    const choice = this.#awaitedChoice;
    this.#awaitedChoice = undefined;
    this.#problem = null;
    if (this.#isRecalled) {
      this.#isRecalled = false;
      this.#isChoiceOld = this.#sha256 !== null && this.#sha256 !== summary.sha256;
    }
    this.#sha256 = summary.sha256;
    if (choice !== undefined) {
      this.#edits = editsOf(summary, choice);
      this.#targetMissing = choice.targetMissing;
      this.#split = choice.split;
    }
    this.#use = useOf(summary, this.#edits);
    this.#setTable("ready", summary);
    this.#questions.ask();
  }

  #breakDown(breakdown: Breakdown): void {
    this.#options.logError(`Reading a table ended (${breakdown.kind}): ${breakdown.detail}`);
    this.#questions.stopMaking();
    this.#problem = this.#options.describeBreakdown(breakdown);
    this.#setTable("failed", null);
  }

  #dropThread(): void {
    this.#questions.stopMaking();
    this.#awaitedChoice = undefined;
    this.#threads.dispose();
  }

  // -------------------------------------------------------------------------------- what changed

  #columnAt(position: number) {
    const column = this.#summary?.columns.at(position);
    if (column !== undefined) return column;
    throw new ValidationError("message.position", "there is no such column");
  }

  #edit(edits: TableEdits): void {
    this.#edits = edits;
    if (this.#summary !== null) this.#use = useOf(this.#summary, edits);
    this.#choose();
  }

  /** Something else is chosen: what was known of the choice holds no more. */
  #choose(): void {
    this.#isInUse = false;
    this.#questions.stopMaking();
    this.#questions.ask();
    this.#changed();
  }

  #setTable(status: ReadingStatus, summary: TableSummary | null): void {
    this.#status = status;
    this.#summary = summary;
    this.#progress = null;
    if (status === "none" || status === "reading" || status === "ready") this.#problem = null;
    if (summary === null) this.#use = NO_USE;
    this.#questions.forget();
    this.#isInUse = false;
    // Reports that are on their way are about another table; a reading has this number.
    this.#readingId++;
    this.changed.fire("table");
  }

  #changed(): void {
    this.changed.fire("state");
  }
}
