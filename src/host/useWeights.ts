/**
 * "Predict With Weights": a saved network answers an item typed into a form, or every row of a
 * table. A bundle of its own, loaded when the command is first given.
 */
import * as vscode from "vscode";
import type { TableReading } from "../protocol/dataMessages.ts";
import type { Handlers } from "../protocol/messages.ts";
import {
  parseUsePageMessage,
  type UseHostMessage,
  type UsePageMessage,
} from "../protocol/useMessages.ts";
import { writeFileAtomically } from "./atomicWrite.ts";
import { describeDataBreakdown } from "./breakdownText.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { fileNameOf, reasonOf } from "./fileNames.ts";
import { Keeper, type Storage } from "./keeper.ts";
import { obey, PagePanel } from "./pagePanel.ts";
import { restoreUsePage, saveUsePage, type UsePageMemory } from "./savedPages.ts";
import { openAsText, pickTableFile, readTableFile } from "./tableFiles.ts";
import { UseModel } from "./useModel.ts";
import { USE_VIEW_TYPE } from "./viewTypes.ts";
import { activeWeightFile, chooseWeightFile, readWeightFile } from "./weightFiles.ts";

const STATE_KEY = "usePage";

/** Least time between two messages while a table is worked on. */
const POST_INTERVAL_MS = 50;

interface UseWeightsOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Of the workspace. */
  readonly storage: Storage;
}

export class UseWeights implements Disposable {
  readonly model: UseModel;
  readonly #options: UseWeightsOptions;
  readonly #owned = new DisposableStore();
  readonly #handlers: Handlers<UsePageMessage>;
  #page: PagePanel<UseHostMessage> | undefined;
  #postTimer: NodeJS.Timeout | undefined;
  #weights: vscode.Uri | undefined;
  #table: vscode.Uri | undefined;
  /** Counts files that were asked for: one that was overtaken is not shown. */
  #request = 0;
  readonly #keeper: Keeper;
  /** What is restored is not saved on the way. */
  #isRestoring = false;

  constructor(options: UseWeightsOptions) {
    this.#options = options;
    const { extensionUri, log, storage } = options;
    this.model = this.#owned.add(
      new UseModel({
        workerFile: vscode.Uri.joinPath(extensionUri, "dist", "dataWorker.js").fsPath,
        describeBreakdown: breakdown =>
          describeDataBreakdown(breakdown, {
            tooLarge: vscode.l10n.t("predicting the table took more memory than there is"),
            useLess: vscode.l10n.t("Use a part of the rows."),
            again: vscode.l10n.t(
              "Nothing else was harmed: choose the table again. The log has details.",
            ),
          }),
        logError: text => log.error(text),
      }),
    );
    this.#keeper = this.#owned.add(new Keeper(storage, STATE_KEY, () => this.#save()));
    this.#owned.add(
      this.model.changed.on(() => {
        this.#scheduleShow();
        this.#keeper.schedule();
      }),
    );
    this.#owned.add({ dispose: () => clearTimeout(this.#postTimer) });
    this.#handlers = this.#createHandlers();
  }

  /** Whether the page listens. */
  get isPageReady(): boolean {
    return this.#page?.isReady === true;
  }

  dispose(): void {
    this.#page?.dispose();
    this.#owned.dispose();
  }

  /** Saves what a new window needs and ends the data thread; resolves when both are done. */
  async close(): Promise<void> {
    await this.#keeper.flush();
    await this.model.disposeNow();
  }

  /**
   * Shows weights in the page.
   *
   * @param argument the Uri of a weight file, as menus give it; asked for if it is anything else
   * @returns the file; undefined if nobody chose one
   */
  async open(argument: unknown): Promise<vscode.Uri | undefined> {
    const uri =
      argument instanceof vscode.Uri ? argument : (activeWeightFile() ?? (await choose()));
    if (uri === undefined) return undefined;
    this.#showPage();
    if (uri.toString() !== this.#weights?.toString()) this.model.await(fileNameOf(uri));
    this.#weights = uri;
    await this.#read(uri);
    return uri;
  }

  /**
   * Takes a page that the editor brought back, and shows in it what it showed.
   *
   * @param panel owned from now on
   */
  async restorePage(panel: vscode.WebviewPanel): Promise<void> {
    this.#page?.dispose();
    this.#isRestoring = true;
    this.#adoptPage(panel);
    try {
      const memory = this.#keeper.recollect(restoreUsePage, reason => {
        this.#options.log.warn(`The saved page is not used: ${reason}`);
      });
      if (memory !== undefined) await this.#recall(memory);
    } finally {
      this.#isRestoring = false;
      this.#keeper.schedule();
    }
  }

  async #recall({ weights, values, table }: UsePageMemory): Promise<void> {
    const uri = vscode.Uri.parse(weights);
    this.#weights = uri;
    this.model.await(fileNameOf(uri));
    const request = this.#request;
    await this.#read(uri);
    // Other weights, or another table, were chosen by hand meanwhile.
    if (this.#weights !== uri || request !== this.#request) return;
    this.model.recall(values);
    if (table !== null) await this.answerTable(vscode.Uri.parse(table.uri), table.reading);
  }

  #save(): object | undefined {
    const { fields, table } = this.model.state;
    if (this.#isRestoring || this.#weights === undefined) return undefined;
    const isAnswered = table.status === "answered" || table.status === "working";
    const uri = isAnswered ? this.#table?.toString() : undefined;
    return saveUsePage({
      weights: this.#weights.toString(),
      values: fields.map(({ name, text }) => ({ name, text })),
      table: uri === undefined ? null : { uri, reading: table.reading },
    });
  }

  /**
   * Asks about every row of a table.
   *
   * @param reading as in training where the weight file tells, unless something else is chosen
   */
  async answerTable(uri: vscode.Uri, reading?: TableReading): Promise<void> {
    const request = ++this.#request;
    this.#table = uri;
    const file = await readTableFile(uri);
    if (request !== this.#request) return;
    if ("problem" in file) this.model.refuseTable(fileNameOf(uri), file, reading);
    else this.model.predict(fileNameOf(uri), file.source, reading);
  }

  /**
   * Saves the table with its answers.
   *
   * @param target asked for if it is not given
   * @returns the file; undefined if nobody chose one or it could not be written
   */
  async save(target?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const { csv } = this.model;
    const table = this.#table;
    if (csv === undefined || table === undefined) return undefined;
    const name = fileNameOf(table).replace(/\.[^.]*$/, "");
    // The dialog asks before a file is replaced.
    const chosen =
      target ??
      (await vscode.window.showSaveDialog({
        title: vscode.l10n.t("Save the Table With Its Predictions"),
        defaultUri: vscode.Uri.joinPath(table, "..", `${name}.predicted.csv`),
        filters: { [vscode.l10n.t("Table")]: ["csv"] },
      }));
    if (chosen === undefined) return undefined;
    try {
      await writeFileAtomically(chosen, csv);
    } catch (error) {
      const shown = vscode.workspace.asRelativePath(chosen);
      this.#options.log.error(`Saving ${chosen.toString()} failed: ${reasonOf(error)}`);
      void vscode.window.showErrorMessage(
        vscode.l10n.t("The predictions could not be saved. {0}: {1}", shown, reasonOf(error)),
      );
      return undefined;
    }
    // Another table may have come meanwhile.
    if (csv === this.model.csv) this.model.noteSaved(vscode.workspace.asRelativePath(chosen));
    return chosen;
  }

  /** Does what the page asks for. */
  receive(value: unknown): void {
    obey(value, parseUsePageMessage, this.#handlers, reason => {
      this.#options.log.error(`Refused from the page: ${reason}`);
    });
    // What was typed is not lost with a window that is gone in a moment.
    void this.#keeper.flush();
  }

  #createHandlers(): Handlers<UsePageMessage> {
    const { model } = this;
    const { log } = this.#options;
    return {
      ready: () => {
        this.#page?.welcome();
        this.#show();
      },
      setValue: ({ position, text }) => model.setValue(position, text),
      resetValues: () => model.resetValues(),
      pickWeights: () => void this.#pickWeights(),
      reload: () => {
        if (this.#weights !== undefined) void this.#read(this.#weights);
      },
      pickTable: () => void this.#pickTable(),
      readTable: ({ reading }) => {
        if (this.#table !== undefined) void this.answerTable(this.#table, reading);
      },
      cancel: () => {
        this.#request++;
        model.cancel();
      },
      save: () => void this.save(),
      openTable: ({ line, column }) => {
        if (this.#table !== undefined) void openAsText(this.#table, line, column);
      },
      pageError: ({ message, stack }) => log.error(`The page failed: ${message}\n${stack}`),
    };
  }

  #showPage(): void {
    if (this.#page !== undefined) {
      this.#page.reveal();
      return;
    }
    this.#adoptPage(undefined);
  }

  /** @param panel that the editor brought back */
  #adoptPage(panel: vscode.WebviewPanel | undefined): void {
    const { extensionUri, log } = this.#options;
    const page = new PagePanel<UseHostMessage>({
      panel,
      extensionUri,
      log,
      viewType: USE_VIEW_TYPE,
      title: vscode.l10n.t("Predict"),
      titleOf: fileName => vscode.l10n.t("Predict: {0}", fileName),
      bundle: "usePage",
      receive: message => this.receive(message),
    });
    this.#page = page;
    page.closed.on(() => {
      if (this.#page !== page) return;
      this.#page = undefined;
      this.#request++;
      this.model.cancel();
    });
  }

  #scheduleShow(): void {
    // Progress comes in bursts; all else is answered at once.
    if (this.model.state.table.status !== "working") this.#show();
    else this.#postTimer ??= setTimeout(() => this.#show(), POST_INTERVAL_MS);
  }

  /** Brings the page up to date. */
  #show(): void {
    clearTimeout(this.#postTimer);
    this.#postTimer = undefined;
    const { state } = this.model;
    this.#page?.entitle(state.fileName);
    this.#page?.post({ type: "state", state });
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const read = await readWeightFile(uri);
    if (uri.toString() !== this.#weights?.toString()) return;
    if (typeof read === "string") {
      this.#options.log.error(`Reading ${uri.toString()} failed: ${read}`);
      this.model.refuse(fileNameOf(uri), read);
    } else {
      this.model.take(fileNameOf(uri), read);
    }
  }

  async #pickWeights(): Promise<void> {
    const uri = await choose();
    if (uri !== undefined) await this.open(uri);
  }

  async #pickTable(): Promise<void> {
    const uri = await pickTableFile(vscode.l10n.t("Predict Every Row of a CSV"));
    if (uri !== undefined) await this.answerTable(uri);
  }
}

function choose(): Promise<vscode.Uri | undefined> {
  return chooseWeightFile(vscode.l10n.t("Predict With Which Weights?"), vscode.l10n.t("Use"));
}
