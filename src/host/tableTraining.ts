/**
 * "Train on This CSV": from a file to the data of the playground. A bundle of its own, loaded when
 * the first table is read: nothing of it is needed before.
 */
import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import {
  type DataHostMessage,
  type DataPageMessage,
  parseDataPageMessage,
  parseTableChoice,
  parseTableReading,
  type TableProblem,
} from "../protocol/dataMessages.ts";
import type { Handlers } from "../protocol/messages.ts";
import { describeDataBreakdown } from "./breakdownText.ts";
import { choiceHandlers } from "./choiceHandlers.ts";
import type { TableData } from "./controls.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { fileNameOf } from "./fileNames.ts";
import { Keeper, type Storage } from "./keeper.ts";
import { obey, PagePanel } from "./pagePanel.ts";
import type { PlaygroundModel } from "./playgroundModel.ts";
import { type DataPageMemory, restoreDataPage, saveDataPage } from "./savedPages.ts";
import type { SavedTable } from "./savedState.ts";
import {
  droppedUri,
  FileWatch,
  givenUri,
  hasPlace,
  openAsText,
  pickTableFile,
  readTableFile,
} from "./tableFiles.ts";
import { type MadeChoice, type TableChange, TableModel } from "./tableModel.ts";
import { DATA_VIEW_TYPE } from "./viewTypes.ts";

const STATE_KEY = "dataPage";

interface TableTrainingOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Of the workspace. */
  readonly storage: Storage;
  readonly playground: PlaygroundModel;
  /** Shows the playground and trains on a table. */
  readonly train: (table: TableData) => void;
}

export class TableTraining implements Disposable {
  readonly model: TableModel;
  readonly #options: TableTrainingOptions;
  readonly #owned = new DisposableStore();
  readonly #handlers: Handlers<DataPageMessage>;
  #uri: vscode.Uri | undefined;
  #watch: FileWatch | undefined;
  #page: PagePanel<DataHostMessage> | undefined;
  /** What the playground was given. */
  #used: TableData | null = null;
  /** Counts files that were asked for: one that was overtaken is not read to the end. */
  #request = 0;
  readonly #keeper: Keeper;
  /** Counts what was asked for by hand: it comes before what is restored. */
  #wishes = 0;
  /** What is restored is not saved on the way. */
  #isRestoring = false;

  constructor(options: TableTrainingOptions) {
    this.#options = options;
    const { log, extensionUri, storage, playground } = options;
    this.model = this.#owned.add(
      new TableModel({
        workerFile: vscode.Uri.joinPath(extensionUri, "dist", "dataWorker.js").fsPath,
        describeBreakdown: breakdown =>
          describeDataBreakdown(breakdown, {
            tooLarge: vscode.l10n.t("reading the table took more memory than there is"),
            useLess: vscode.l10n.t("Use a part of the rows or of the columns."),
            again: vscode.l10n.t(
              "Nothing else was harmed: read the file again. The log has details.",
            ),
          }),
        logError: text => log.error(text),
      }),
    );
    this.#keeper = this.#owned.add(new Keeper(storage, STATE_KEY, () => this.#save()));
    this.#owned.add(
      this.model.changed.on(change => {
        this.#show(change);
        this.#keeper.schedule();
      }),
    );
    this.#owned.add(
      playground.changed.on(() => {
        if (playground.table !== this.#used) this.model.setInUse(false);
      }),
    );
    this.#handlers = this.#createHandlers();
  }

  /** Whether the data page listens. */
  get isPageReady(): boolean {
    return this.#page?.isReady === true;
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#page?.dispose();
    this.#owned.dispose();
  }

  /** Saves what a new window needs and ends the data thread; resolves when both are done. */
  async close(): Promise<void> {
    await this.#keeper.flush();
    await this.model.disposeNow();
  }

  closePage(): void {
    this.#page?.dispose();
  }

  /**
   * Shows a table in the data page.
   *
   * @param argument the Uri of a file, as menus give it; asked for if it is anything else
   * @returns the file; undefined if nobody chose one
   */
  async open(argument: unknown): Promise<vscode.Uri | undefined> {
    const uri =
      argument instanceof vscode.Uri
        ? argument
        : await pickTableFile(vscode.l10n.t("Train on a CSV"));
    if (uri === undefined) return undefined;
    this.#wishes++;
    const isOther = uri.toString() !== this.#uri?.toString();
    if (isOther) this.model.forget();
    this.#uri = uri;
    this.#showPage();
    if (isOther || !this.model.isLoaded) await this.#read(uri);
    else await this.#watch?.look();
    return uri;
  }

  /** Shows a file of the editor that was dropped on a page. @param text its URI, unchecked */
  async openDropped(text: string): Promise<void> {
    const uri = droppedUri(text);
    if (typeof uri === "string") void vscode.window.showWarningMessage(uri);
    else await this.open(uri);
  }

  /**
   * Shows a table that was dropped on a page, of which nobody knows where it is.
   *
   * @param name without folders
   */
  give(name: string, bytes: Uint8Array): void {
    this.#wishes++;
    this.#request++;
    const uri = givenUri(name);
    // Given again, after a reload of the window for example, it is the same file as before.
    if (uri.toString() !== this.#uri?.toString()) this.model.forget(false);
    this.#uri = uri;
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#showPage();
    // The editor may hand out a view of a larger buffer.
    this.model.load(name, new Uint8Array(bytes));
  }

  /**
   * Makes a table again as it was saved.
   *
   * @returns why it cannot be made if it cannot; "" if another table was opened meanwhile
   */
  async remake(saved: SavedTable): Promise<TableData | string> {
    const uri = vscode.Uri.parse(saved.uri);
    const reading = parseTableReading(saved.reading, "saved.table.reading");
    const choice = parseTableChoice(saved.choice, "saved.table.choice");
    const request = ++this.#request;
    const file = await readTableFile(uri);
    if ("problem" in file) return `${fileNameOf(uri)}: ${file.problem}`;
    if (request !== this.#request) return "";
    this.#uri = uri;
    this.#follow(uri, file.stamp);
    const { model } = this;
    model.loadWith(fileNameOf(uri), file.source, reading, choice);
    await this.#untilRead();
    const sha256 = model.summary?.sha256;
    if (sha256 !== undefined && sha256 !== saved.sha256) {
      if (this.#page === undefined) model.dispose();
      return `${fileNameOf(uri)} has changed since`;
    }
    const made = await model.make();
    if (made === null) {
      const { problem, unfit } = model.state;
      return `${fileNameOf(uri)}: ${(problem ?? unfit)?.problem ?? "it was not read to the end"}`;
    }
    if (this.#page === undefined) model.dispose();
    return this.#use(uri, made);
  }

  /**
   * Takes a page that the editor brought back, and shows in it what it showed.
   *
   * @param panel owned from now on
   * @param remade resolves when the playground has its table again, or cannot: one reads at a time
   */
  async restorePage(panel: vscode.WebviewPanel, remade: Promise<void>): Promise<void> {
    const wishes = ++this.#wishes;
    this.#page?.dispose();
    this.#isRestoring = true;
    this.#adoptPage(panel);
    try {
      const memory = this.#keeper.recollect(restoreDataPage, reason => {
        this.#options.log.warn(`The saved data page is not used: ${reason}`);
      });
      if (memory === undefined) return;
      const uri = vscode.Uri.parse(memory.uri);
      this.model.await(fileNameOf(uri));
      await remade;
      if (wishes === this.#wishes) await this.#recall(uri, memory);
    } finally {
      this.#isRestoring = false;
      this.#keeper.schedule();
    }
  }

  async #recall(uri: vscode.Uri, memory: DataPageMemory): Promise<void> {
    const { model } = this;
    const isThere =
      uri.toString() === this.#uri?.toString() &&
      model.state.status === "ready" &&
      isDeepStrictEqual(model.state.reading, memory.reading);
    if (!isThere) model.forget(hasPlace(uri));
    model.recall(memory);
    if (!isThere) {
      this.#uri = uri;
      await this.#read(uri);
      await this.#untilRead();
    }
    const { table } = this.#options.playground;
    const { choice } = model;
    const origin = { uri: uri.toString(), reading: memory.reading, choice };
    const isSame = table?.spec.fileSha256 === model.summary?.sha256;
    if (isSame && isDeepStrictEqual(table?.origin, origin)) model.setInUse(true);
  }

  #save(): object | undefined {
    if (this.#isRestoring || this.#uri === undefined) return undefined;
    return saveDataPage({ uri: this.#uri.toString(), ...this.model.memory });
  }

  /** Does what the page asks for. */
  receive(value: unknown): void {
    obey(value, parseDataPageMessage, this.#handlers, reason => {
      this.#options.log.error(`Refused from the data page: ${reason}`);
      // The page may show what it asked for.
      this.#show("state");
    });
    // What was chosen by hand is not lost with a window that is gone in a moment.
    void this.#keeper.flush();
  }

  // ------------------------------------------------------------------------------------ the page

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
    const page = new PagePanel<DataHostMessage>({
      panel,
      extensionUri,
      log,
      viewType: DATA_VIEW_TYPE,
      title: vscode.l10n.t("Data"),
      titleOf: fileName => vscode.l10n.t("Train: {0}", fileName),
      bundle: "dataPage",
      receive: message => this.receive(message),
    });
    this.#page = page;
    page.closed.on(() => {
      if (this.#page !== page) return;
      this.#page = undefined;
      // The table is read again when the page is; what was chosen stays.
      this.model.dispose();
    });
  }

  /** Brings the page up to date. */
  #show(change: TableChange): void {
    const { state, summary } = this.model;
    this.#page?.entitle(state.fileName);
    if (change === "table") this.#page?.post({ type: "table", summary });
    this.#page?.post({ type: "state", state });
  }

  #createHandlers(): Handlers<DataPageMessage> {
    const { model } = this;
    const { log } = this.#options;
    return {
      ready: () => {
        this.#page?.welcome();
        this.#show("table");
      },
      read: ({ reading }) => {
        if (!model.reread(reading)) this.#reload();
      },
      cancel: () => {
        this.#wishes++;
        model.cancel(cancelled());
      },
      reload: () => this.#reload(),
      pickFile: () => void this.#pickOther(),
      openTable: ({ uri }) => void this.openDropped(uri),
      giveTable: ({ name, bytes }) => this.give(name, bytes),
      ...choiceHandlers(model),
      train: () => void this.#train(),
      openFile: ({ line, column }) => {
        if (this.#uri !== undefined) void openAsText(this.#uri, line, column);
      },
      pageError: ({ message, stack }) => log.error(`The data page failed: ${message}\n${stack}`),
    };
  }

  async #pickOther(): Promise<void> {
    const uri = await pickTableFile(vscode.l10n.t("Train on a CSV"));
    if (uri !== undefined) await this.open(uri);
  }

  // ------------------------------------------------------------------------------------ the file

  #reload(): void {
    if (this.#uri !== undefined) void this.#read(this.#uri);
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const request = ++this.#request;
    const file = await readTableFile(uri);
    if (request !== this.#request) return;
    if ("problem" in file) {
      this.model.refuse(fileNameOf(uri), file);
      return;
    }
    this.#follow(uri, file.stamp);
    this.model.load(fileNameOf(uri), file.source);
  }

  async #untilRead(): Promise<void> {
    const { model } = this;
    if (model.state.status !== "reading") return;
    await new Promise<void>(resolve => {
      const following = model.changed.on(() => {
        if (model.state.status === "reading") return;
        following.dispose();
        resolve();
      });
    });
  }

  #follow(uri: vscode.Uri, stamp: ConstructorParameters<typeof FileWatch>[1]): void {
    this.#watch?.dispose();
    this.#watch = new FileWatch(uri, stamp, change => {
      const isNews = change !== null && this.model.state.fileChange === null;
      this.model.noteFileChange(change);
      if (isNews && change === "changed" && this.#page?.isVisible !== true) void this.#tell(uri);
    });
  }

  /** Tells of a change where no page shows it. */
  async #tell(uri: vscode.Uri): Promise<void> {
    // A table that nothing is made of is nobody's business.
    if (this.#page === undefined && this.#options.playground.table !== this.#used) return;
    const reload = vscode.l10n.t("Reload");
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t("{0} has changed since it was read.", fileNameOf(uri)),
      reload,
    );
    if (answer !== reload || uri.toString() !== this.#uri?.toString()) return;
    this.#showPage();
    await this.#read(uri);
  }

  // -------------------------------------------------------------------------------- the training

  async #train(): Promise<void> {
    const uri = this.#uri;
    const made = await this.model.make();
    if (made === null || uri === undefined) return;
    const table = this.#use(uri, made);
    this.#options.train(table);
    this.model.setInUse(true);
  }

  #use(uri: vscode.Uri, { reading, choice, ...made }: MadeChoice): TableData {
    this.#used = { ...made, origin: { uri: uri.toString(), reading, choice } };
    return this.#used;
  }
}

function cancelled(): TableProblem {
  return {
    line: null,
    column: null,
    problem: vscode.l10n.t("reading was cancelled"),
    advice: vscode.l10n.t("Read the file again, or choose another one."),
  };
}
