/**
 * What the data thread is asked about a choice: what it comes to, and its dataset. One question at
 * a time, so that none piles up.
 */
import type { TableChoice } from "../core/tableChoice.ts";
import type { MadeTable, TableProblem, TableReview } from "../protocol/dataMessages.ts";
import type { DataReport } from "../protocol/dataThreadMessages.ts";
import type { DataThread } from "./dataThread.ts";

/** Answers, and how far one is. */
type ChoiceReport = Extract<DataReport, { type: "reviewed" | "making" | "made" | "unfit" }>;

interface ChoiceQuestionsOptions {
  /** The one that has the table; undefined if none has. */
  readonly thread: () => DataThread | undefined;
  /** As it is now; null if there is none. */
  readonly choice: () => TableChoice | null;
  /** Something is known, or not any more. */
  readonly onChange: () => void;
}

/** A dataset that is being made. */
interface Making {
  /** Of the question. */
  readonly id: number;
  /** How much of it is done, from 0 to 1. */
  readonly fraction: number;
  readonly settle: (made: MadeTable | null) => void;
}

export class ChoiceQuestions {
  readonly #options: ChoiceQuestionsOptions;
  #review: TableReview | null = null;
  #unfit: TableProblem | null = null;
  /** Of the last question; answers to others are out of date. */
  #question = 0;
  #isAsking = false;
  #isOutdated = false;
  #making: Making | undefined;

  constructor(options: ChoiceQuestionsOptions) {
    this.#options = options;
  }

  /** Of the last choice that was answered; null while none was, and if it does not fit. */
  get review(): TableReview | null {
    return this.#review;
  }

  /** Why that choice does not fit; else null. */
  get unfit(): TableProblem | null {
    return this.#unfit;
  }

  /** How much of the dataset is made, from 0 to 1; null while none is being made. */
  get madeFraction(): number | null {
    return this.#making?.fraction ?? null;
  }

  /** Asks what the choice comes to, now or after the answer that is waited for. */
  ask(): void {
    const choice = this.#options.choice();
    const thread = this.#options.thread();
    if (choice === null || thread === undefined) return;
    if (this.#isAsking) {
      this.#isOutdated = true;
      return;
    }
    this.#isAsking = true;
    thread.review(++this.#question, choice);
  }

  /**
   * Has the dataset made, in place of whatever was asked.
   *
   * @param settle called once, with null if the choice does not fit or the making was stopped
   */
  make(thread: DataThread, choice: TableChoice, settle: Making["settle"]): void {
    this.stopMaking();
    const id = ++this.#question;
    this.#isAsking = true;
    this.#isOutdated = false;
    this.#making = { id, fraction: 0, settle };
    thread.make(id, choice);
  }

  /** Gives up a dataset that is being made. */
  stopMaking(): void {
    if (this.#making === undefined) return;
    const { settle } = this.#making;
    this.#making = undefined;
    this.#options.thread()?.leaveMaking();
    // What was asked has no answer, or one that is about nothing any more.
    this.#expectNothing();
    settle(null);
  }

  /** Another table is there, or none: nothing is known of the choice. */
  forget(): void {
    this.#review = null;
    this.#unfit = null;
    // Answers that are on their way are about another table.
    this.#expectNothing();
  }

  /** Takes note of what the thread tells. */
  receive(report: ChoiceReport): void {
    switch (report.type) {
      case "reviewed":
        if (!this.#isAnswered(report.id)) return;
        this.#review = report.review;
        this.#unfit = null;
        this.#options.onChange();
        break;
      case "making":
        if (report.id !== this.#making?.id) return;
        this.#making = { ...this.#making, fraction: report.fraction };
        this.#options.onChange();
        break;
      case "made":
        this.#takeMade(report.id, report.made);
        break;
      case "unfit":
        if (!this.#isAnswered(report.id)) return;
        this.#review = null;
        this.#unfit = report.problem;
        this.stopMaking();
        this.#options.onChange();
        break;
    }
  }

  #takeMade(id: number, made: MadeTable): void {
    if (!this.#isAnswered(id) || this.#making?.id !== id) return;
    const { settle } = this.#making;
    this.#making = undefined;
    this.#options.onChange();
    settle(made);
    if (this.#review === null) this.ask();
  }

  /** Takes note of an answer. @returns whether it is the one that is waited for */
  #isAnswered(id: number): boolean {
    if (id !== this.#question) return false;
    this.#isAsking = false;
    if (!this.#isOutdated) return true;
    this.#isOutdated = false;
    this.ask();
    return false;
  }

  #expectNothing(): void {
    this.#question++;
    this.#isAsking = false;
    this.#isOutdated = false;
  }
}
