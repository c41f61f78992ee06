/** The playground of a window: the model and all that shows it. Made when it is first needed. */
import * as vscode from "vscode";
import type { DatasetSpec, Experiment, RecipeName } from "../core/experiment.ts";
import { twoInputShapes } from "../core/twoInputShapes.ts";
import { SEED_REPEATS } from "../core/repeats.ts";
import type { DataPreview, ExperimentStatus } from "../protocol/messages.ts";
import { ValidationError } from "../protocol/validate.ts";
import { describeBreakdown } from "./breakdownText.ts";
import type { SaveChart } from "./chartFile.ts";
import { ContextKeys } from "./contextKeys.ts";
import type { TableData } from "./controls.ts";
import type * as dataPreview from "./dataPreview.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { Persistence } from "./persistence.ts";
import { PlaygroundModel } from "./playgroundModel.ts";
import { createWebviewPanel, PlaygroundPanel } from "./playgroundPanel.ts";
import { ProgressNotification } from "./progressNotification.ts";
import { neededTable, restoreState, type SavedTable } from "./savedState.ts";
import type { TableTraining } from "./tableTraining.ts";
import { Repeats } from "./repeats.ts";
import type { UseWeights } from "./useWeights.ts";
import { readSettings, SETTINGS_SECTION, type SettingProblem } from "./settings.ts";
import { countTrainingThreads } from "./trainingRun.ts";
import { Signal } from "./signal.ts";
import { StatusBar } from "./statusBar.ts";
import { takeSnapshot, takeSnapshots } from "./weightSnapshot.ts";

/** Command behind the status bar item. */
const OPEN_COMMAND = "regularizationPlayground.openPlayground";

/** In contributes.walkthroughs. */
const WALKTHROUGH_ID = "firstMinute";

export class Playground implements Disposable {
  readonly model: PlaygroundModel;
  readonly repeats: Repeats;
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #owned = new DisposableStore();
  readonly #panelChanged = new Signal<void>();
  readonly #persistence: Persistence;
  readonly #notification: ProgressNotification;
  readonly #keys: ContextKeys;
  #panel: PlaygroundPanel | undefined;
  #tables: TableTraining | undefined;
  #uses: UseWeights | undefined;
  #weightsChannel: vscode.OutputChannel | undefined;
  /** The making of previews; a part of its own, loaded when the first page asks. */
  #previews: typeof dataPreview | undefined;
  #preview: { readonly spec: DatasetSpec; readonly data: DataPreview } | undefined;
  #status: ExperimentStatus | undefined;
  /** The experiment whose transcript is printed when it has finished. */
  #transcriptOf: Experiment | null = null;
  /** Resolves when the experiment of an earlier window has its table again, or cannot. */
  #restoring: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#log = this.#owned.add(
      vscode.window.createOutputChannel("Regularization Playground", { log: true }),
    );
    const builtFile = (name: string) =>
      vscode.Uri.joinPath(context.extensionUri, "dist", name).fsPath;
    const workerFile = builtFile("worker.js");
    const logError = (text: string) => this.#log.error(text);
    const model = new PlaygroundModel({
      workerFile,
      inspectorFile: builtFile("inspector.js"),
      describeBreakdown,
      logError,
    });
    this.model = this.#owned.add(model);
    this.repeats = this.#owned.add(
      new Repeats({ workerFile, shown: model, describeBreakdown, logError }),
    );
    this.#applySettings();
    this.#persistence = new Persistence(model, context.workspaceState);
    this.#restore();
    this.#owned.add(this.#persistence);
    this.#keys = this.#owned.add(new ContextKeys(model, this.repeats));
    this.#owned.add(new StatusBar(model, OPEN_COMMAND));
    this.#notification = this.#owned.add(
      new ProgressNotification(model, () => this.isPanelVisible, this.#panelChanged),
    );
    this.#owned.add(model.changed.on(() => this.#followStatus()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(SETTINGS_SECTION)) this.#applySettings();
      }),
    );
  }

  get isPanelVisible(): boolean {
    return this.#panel?.isVisible === true;
  }

  /** Whether the page in the panel listens. */
  get isPanelReady(): boolean {
    return this.#panel?.isReady === true;
  }

  /** Undefined before the first table. */
  get tables(): TableTraining | undefined {
    return this.#tables;
  }

  /** Undefined before weights were used. */
  get uses(): UseWeights | undefined {
    return this.#uses;
  }

  /** Training threads that exist. */
  get trainingThreadCount(): number {
    return countTrainingThreads();
  }

  get isNotificationShown(): boolean {
    return this.#notification.isShown;
  }

  /** Releases all but the panel, which the editor keeps for the next start. */
  dispose(): void {
    this.#owned.dispose();
  }

  /** Saves what a new window needs and ends the training thread; resolves when both are done. */
  async close(): Promise<void> {
    await this.#persistence.flush();
    await this.repeats.disposeNow();
    await this.model.disposeNow();
    await this.#tables?.close();
    await this.#uses?.close();
  }

  // ----------------------------------------------------------------------------------- the panel

  openPanel(preserveFocus: boolean): void {
    if (this.#panel) this.#panel.reveal(preserveFocus);
    else this.#adoptPanel(createWebviewPanel(preserveFocus));
  }

  /** Takes a panel that the editor brought back after a reload of the window. */
  adoptPanel(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#adoptPanel(panel);
  }

  /** Takes a data page that the editor brought back; it shows its table again. */
  async adoptDataPage(panel: vscode.WebviewPanel): Promise<void> {
    await (await this.#loadTables()).restorePage(panel, this.#restoring);
  }

  /** Takes a page of saved weights that the editor brought back; it shows them again. */
  async adoptUsePage(panel: vscode.WebviewPanel): Promise<void> {
    await (await this.#loadUses()).restorePage(panel);
  }

  closePanel(): void {
    this.#panel?.dispose();
  }

  async #saveChart(chart: SaveChart): Promise<void> {
    const { saveChart } = await import("./saveChart.ts");
    await saveChart(chart, this.#log);
  }

  #adoptPanel(webviewPanel: vscode.WebviewPanel): void {
    const panel = new PlaygroundPanel(webviewPanel, {
      extensionUri: this.#context.extensionUri,
      model: this.model,
      repeats: this.repeats,
      log: this.#log,
      actions: {
        loadPreview: async () => (this.#previews ??= await import("./dataPreview.ts")),
        previewData: () => this.#previewData(),
        reproduceFigure1: () => this.reproduceFigure1(),
        openWalkthrough: () => void this.#openWalkthrough(),
        openTable: uri => void this.#loadTables().then(tables => tables.openDropped(uri)),
        giveTable: (name, bytes) =>
          void this.#loadTables().then(tables => tables.give(name, bytes)),
        noteScrubbing: () => this.#keys.noteStep("scrubbed"),
        exportWeights: (run, epoch) => {
          void this.exportWeights({ run, ...(epoch !== undefined && { epoch }) });
        },
        showWeights: run => void this.showWeights(run),
        saveChart: chart => void this.#saveChart(chart),
      },
    });
    this.#panel = panel;
    panel.changed.on(() => {
      if (panel.isDisposed && this.#panel === panel) this.#panel = undefined;
      this.#panelChanged.fire();
    });
  }

  /** Opens it beside the panel, which its steps are about. */
  async #openWalkthrough(): Promise<void> {
    const id = `${this.#context.extension.id}#${WALKTHROUGH_ID}`;
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", id, true);
    this.#keys.repeatSteps();
  }

  /** Made once for each dataset: every panel that opens asks for it. */
  #previewData(): DataPreview {
    const { table } = this.model;
    const spec = this.model.shownDataset;
    if (this.#preview?.spec !== spec) {
      if (this.#previews === undefined) throw new Error("no page has asked for a preview yet");
      const data = this.#previews.previewData(spec, describeSource(spec), table?.dataset);
      this.#preview = { spec, data };
    }
    return this.#preview.data;
  }

  // --------------------------------------------------------------------------------- the actions

  /** Opens the panel and starts an experiment. */
  train(recipe: RecipeName): void {
    this.openPanel(true);
    this.model.start(recipe);
  }

  reproduceFigure1(): void {
    this.openPanel(true);
    this.model.reproduceFigure1();
    this.#transcriptOf = this.model.state.experiment;
  }

  /**
   * Shows a table in the data page, where one chooses what to train on.
   *
   * @param argument the Uri of the file; asked for if it is anything else
   */
  async trainOnCsv(argument: unknown): Promise<vscode.Uri | undefined> {
    return (await this.#loadTables()).open(argument);
  }

  async #loadTables(): Promise<TableTraining> {
    const part = await import("./tableTraining.ts");
    this.#tables ??= this.#owned.add(
      new part.TableTraining({
        extensionUri: this.#context.extensionUri,
        log: this.#log,
        storage: this.#context.workspaceState,
        playground: this.model,
        train: table => {
          this.openPanel(true);
          this.model.trainOnTable(table);
        },
      }),
    );
    return this.#tables;
  }

  /**
   * Shows saved weights in a page where they answer.
   *
   * @param argument the Uri of the weight file; asked for if it is anything else
   */
  async predictWithWeights(argument: unknown): Promise<vscode.Uri | undefined> {
    return (await this.#loadUses()).open(argument);
  }

  async #loadUses(): Promise<UseWeights> {
    const part = await import("./useWeights.ts");
    const { extensionUri, workspaceState: storage } = this.#context;
    this.#uses ??= this.#owned.add(new part.UseWeights({ extensionUri, storage, log: this.#log }));
    return this.#uses;
  }

  step(): void {
    if (!this.model.isActive) this.openPanel(true);
    this.model.step();
  }

  /** @param argument an ExportRequest; of anything else what makes sense */
  async exportWeights(argument: unknown): Promise<vscode.Uri | undefined> {
    const { exportWeights, readExportRequest } = await import("./exportWeights.ts");
    const { version } = this.#context.extension.packageJSON as { version: string };
    const uri = await exportWeights(this.model, readExportRequest(argument), {
      version,
      log: this.#log,
    });
    if (uri !== undefined) this.#keys.noteStep("saved");
    return uri;
  }

  async generatePredictFunction(argument: unknown): Promise<vscode.Uri | undefined> {
    const { generatePredictFunction } = await import("./generatePredictFunction.ts");
    return generatePredictFunction(argument, this.#log);
  }

  /**
   * Makes the shown experiment again with other seeds and opens the panel, where the verdict is.
   *
   * @param argument how many; asked for if it is no number
   */
  async repeatOverSeeds(argument: unknown): Promise<void> {
    const seeds = typeof argument === "number" ? argument : await this.#askForSeeds();
    if (seeds === undefined) return;
    this.openPanel(true);
    this.repeats.start(seeds);
  }

  async #askForSeeds(): Promise<number | undefined> {
    const { max } = SEED_REPEATS;
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t("Repeat Over Seeds"),
      prompt: vscode.l10n.t("How many other seeds? Each trains the shown experiment again."),
      value: "10",
      validateInput: text =>
        /^\d+$/.test(text) && Number(text) >= 2 && Number(text) <= max
          ? undefined
          : vscode.l10n.t("Expected a whole number from 2 to {0}.", max),
    });
    return answer === undefined ? undefined : Number(answer);
  }

  /**
   * Prints weights as tables to an output channel and shows it.
   *
   * @param run index of the variant; all by default
   * @returns what was printed
   */
  async showWeights(run?: number): Promise<string> {
    const snapshots =
      run === undefined ? takeSnapshots(this.model) : [takeSnapshot(this.model, run) ?? []].flat();
    const { weightsText } = await import("./weightsOutput.ts");
    const text = snapshots.map(weightsText).join("\n");
    this.#print(text || vscode.l10n.t("There are no weights to show. Train a network first."));
    return text;
  }

  async #printTranscript(): Promise<void> {
    const snapshots = takeSnapshots(this.model);
    const { transcriptText } = await import("./weightsOutput.ts");
    this.#print(transcriptText(snapshots));
  }

  #print(text: string): void {
    if (this.#weightsChannel === undefined) {
      this.#weightsChannel = this.#owned.add(
        vscode.window.createOutputChannel(vscode.l10n.t("Regularization Playground: Weights")),
      );
      // Not replace(): on a channel that is just being made the editor may lose it.
      this.#weightsChannel.append(text);
    } else {
      this.#weightsChannel.replace(text);
    }
    this.#weightsChannel.show(true);
  }

  // --------------------------------------------------------------------------- what happens by itself

  #followStatus(): void {
    const { status, failure, experiment } = this.model.state;
    if (status === this.#status) return;
    this.#status = status;
    if (status === "finished" && experiment !== null && experiment === this.#transcriptOf) {
      void this.#printTranscript();
    }
    if (failure !== null) void this.#tellFailure(`${failure.reason} ${failure.advice}`);
  }

  async #tellFailure(text: string): Promise<void> {
    const showLog = vscode.l10n.t("Show Log");
    const answer = await vscode.window.showErrorMessage(text, showLog);
    if (answer === showLog) this.#log.show();
  }

  /** Settings are where the controls start; they do not touch what someone has chosen. */
  #applySettings(): void {
    const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    const { controls, problems } = readSettings(name => settings.get(name));
    for (const problem of problems) this.#tellProblem(problem);
    if (!this.model.isEdited && !this.model.isActive) this.model.setControls(controls);
  }

  #tellProblem({ setting, problem, used }: SettingProblem): void {
    const text = vscode.l10n.t("Setting {0}: {1}. {2} is used instead.", setting, problem, used);
    this.#log.warn(text);
    const open = vscode.l10n.t("Open Setting");
    void vscode.window.showWarningMessage(text, open).then(answer => {
      if (answer !== open) return;
      void vscode.commands.executeCommand("workbench.action.openSettings", setting);
    });
  }

  #restore(): void {
    const saved = this.#persistence.saved;
    if (saved === undefined) return;
    try {
      const table = neededTable(saved);
      if (table === null) restoreState(this.model, saved);
      else this.#restoring = this.#restoreTable(saved, table);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.#log.warn(`The saved state is not used: ${error.message}`);
    }
  }

  /** An experiment on a table comes back if its file is still the same. */
  async #restoreTable(saved: unknown, needed: SavedTable): Promise<void> {
    const { model } = this;
    model.awaitRestore();
    let found: TableData | string;
    try {
      found = await (await this.#loadTables()).remake(needed);
      // Somebody has begun something else.
      if (!model.isRestoring) return;
      if (typeof found !== "string") restoreState(model, saved, found);
    } catch (error) {
      found = error instanceof Error ? error.message : String(error);
    }
    if (typeof found !== "string") return;
    model.giveUpRestore();
    if (found === "") return;
    this.#log.warn(`The experiment is not restored: ${found}`);
    void vscode.window.showWarningMessage(
      vscode.l10n.t("The experiment of the last window is not restored. {0}.", found),
    );
  }
}

/** Where data comes from, in words. */
function describeSource(spec: DatasetSpec): string {
  switch (spec.kind) {
    case "article":
      return vscode.l10n.t(
        "The article's synthetic data: inputs drawn evenly from -8 to 8, classes given by a hidden 10-15-4 network.",
      );
    case "twoInput":
      return vscode.l10n.t("Synthetic points. {0}", twoInputShapes[spec.shape].description);
    case "figure2":
      return vscode.l10n.t(
        "The 17 points of the article's Figure 2, with coordinates of our own. The article has no other items: test items here are spread evenly over the square, with the class that the true border gives them.",
      );
    case "points":
      return vscode.l10n.t("Points placed by hand. They began as: {0}", describeSource(spec.base));
    case "table":
      return spec.fileName;
  }
}
