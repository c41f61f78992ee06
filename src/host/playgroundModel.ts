/**
 * What the playground is doing: its controls, its experiment and everything recorded. The one
 * owner of all state that outlives a panel; knows nothing of vscode.
 */
import { randomInt } from "node:crypto";
import { ARTICLE_CONFIG, type Speed, type TrainingConfig } from "../core/config.ts";
import {
  type DatasetSpec,
  type Experiment,
  type ExperimentChange,
  layerSizes,
  type RecipeChoice,
  variantChanges,
  variantConfig,
} from "../core/experiment.ts";
import { parameterCount } from "../core/network.ts";
import type { OwnVariant } from "../core/ownVariants.ts";
import type { PresetName } from "../core/presets.ts";
import { type RecordedChunk, RunRecording } from "../core/recorder.ts";
import type {
  ExperimentStatus,
  Failure,
  PlaneChanges,
  PlaygroundState,
  RunProgress,
  RunSummary,
} from "../protocol/messages.ts";
import {
  checkExperiment,
  configured,
  type Controls,
  datasetSpecOf,
  experimentOf,
  FIRST_CONTROLS,
  isPossible,
  liveChanges,
  suitableConfig,
  type TableData,
  withPreset,
  withTable,
} from "./controls.ts";
import type { Disposable } from "./disposable.ts";
import { type InspectedExperiment, Inspector } from "./inspector.ts";
import { changedPlane, placedPoints, planeBase, type PlaneData } from "./planeData.ts";
import { Signal } from "./signal.ts";
import type { Breakdown } from "./ownedThread.ts";
import { TrainingRun } from "./trainingRun.ts";

/** What changed. After `snapshot` nothing that was known before holds. */
export type ModelChange =
  | { readonly type: "state" }
  /** Epochs were recorded: one chunk for each run. */
  | { readonly type: "progress"; readonly chunks: readonly RecordedChunk[] }
  | { readonly type: "snapshot" };

export interface PlaygroundModelOptions {
  /** The built worker. */
  readonly workerFile: string;
  /** The built inspector. */
  readonly inspectorFile: string;
  /** Words for a thread that is gone. */
  readonly describeBreakdown: (breakdown: Breakdown) => Failure;
  /** Called with what only a developer understands. */
  readonly logError: (text: string) => void;
}

/** Seeds made by "new seed" stay below this. */
const NEW_SEED_LIMIT = 1_000_000;

/** Changes of points that can be undone. */
const MAX_UNDO = 100;

export class PlaygroundModel implements Disposable {
  readonly changed = new Signal<ModelChange>();
  /** Looks at what was recorded, together with the data. */
  readonly inspector: Inspector;
  readonly #options: PlaygroundModelOptions;
  #controls: Controls = FIRST_CONTROLS;
  #isEdited = false;
  /** What the points of the controls were before each change, oldest first. */
  #pastPlanes: readonly (PlaneData | null)[] = [];
  #status: ExperimentStatus = "idle";
  #failure: Failure | null = null;
  #experiment: Experiment | null = null;
  #runs: readonly RunSummary[] = [];
  #recordings: readonly RunRecording[] = [];
  #run: TrainingRun | undefined;
  /** Runs whose threads are not gone. */
  readonly #open = new Set<TrainingRun>();
  #isRestoring = false;
  /** Ends the run as soon as it pauses: a stopped experiment is being restored. */
  #stopWhenPaused = false;

  constructor(options: PlaygroundModelOptions) {
    this.#options = options;
    this.inspector = new Inspector({
      workerFile: options.inspectorFile,
      logError: options.logError,
      shown: () => this.#inspected(),
    });
  }

  get state(): PlaygroundState {
    const { preset, table, config, recipe, own, speed } = this.#controls;
    const base = planeBase(datasetSpecOf(this.#controls));
    return {
      preset,
      table: table && { fileName: table.spec.fileName, target: table.spec.target },
      plane: base && {
        base,
        isEdited: this.#controls.plane?.kind === "points",
        canUndo: this.#pastPlanes.length > 0,
      },
      config,
      recipe,
      own,
      speed,
      status: this.#status,
      failure: this.#failure,
      experiment: this.#experiment,
      runs: this.#runs,
    };
  }

  /** One for each run of the state. To be read, not changed. */
  get recordings(): readonly RunRecording[] {
    return this.#recordings;
  }

  /** Description of the data that is shown: of the experiment, or what the controls ask for. */
  get shownDataset(): DatasetSpec {
    return this.#controls.table?.spec ?? this.#experiment?.dataset ?? datasetSpecOf(this.#controls);
  }

  /** The points of the controls; null for those of the preset. */
  get plane(): PlaneData | null {
    return this.#controls.plane;
  }

  /** The table of the controls; what is shown is made from it too. Null for a preset's data. */
  get table(): TableData | null {
    return this.#controls.table;
  }

  /** Whether someone changed the controls, or they are as they were given. */
  get isEdited(): boolean {
    return this.#isEdited;
  }

  get isActive(): boolean {
    return this.#status === "training" || this.#status === "paused";
  }

  /** Whether an earlier experiment is on its way back to where it was. */
  get isRestoring(): boolean {
    return this.#isRestoring;
  }

  get hasWeights(): boolean {
    return this.#recordings.some(recording => recording.snapshotCount > 0);
  }

  #inspected(): InspectedExperiment | null {
    const experiment = this.#experiment;
    if (experiment === null) return null;
    const dataset = this.#controls.table?.dataset;
    const recorded = { runs: this.#runs, recordings: this.#recordings };
    return { experiment, ...recorded, ...(dataset && { dataset }) };
  }

  /** Epochs trained, of the run that came furthest. */
  get epoch(): number {
    return Math.max(0, ...this.#runs.map(run => run.epoch));
  }

  // ------------------------------------------------------------------------------- the controls

  /** Sets what the controls show, as a start or from outside; not an edit. */
  setControls(controls: Partial<Controls>): void {
    this.#controls = { ...this.#controls, ...controls };
    this.changed.fire({ type: "state" });
  }

  /**
   * Changes the controls. What may change in a running experiment changes there too, from its next
   * epoch on.
   *
   * @throws {ValidationError} naming the member that is wrong; then nothing changed
   */
  configure(
    changes: Partial<TrainingConfig>,
    recipe: RecipeChoice = this.#controls.recipe,
    own: readonly OwnVariant[] = this.#controls.own,
  ): void {
    this.#edit(configured(this.#controls, changes, recipe, own));
    this.#changeLive(changes);
  }

  /**
   * The settings that suit the data; an experiment under way takes over what it can. The speed is
   * a matter of watching and stays.
   */
  restoreDefaults(): void {
    const config = suitableConfig(this.#controls);
    this.#edit({ config });
    this.#changeLive(config);
  }

  #changeLive(changes: Partial<TrainingConfig>): void {
    if (!this.isActive || this.#isRestoring || this.#experiment === null) return;
    const live = liveChanges(this.#experiment, changes);
    if (live !== undefined) this.#run?.change(live);
  }

  /** Other data, with the settings that suit it; what is shown starts anew with it. */
  choosePreset(preset: PresetName): void {
    const wasShown = this.#experiment !== null;
    this.#pastPlanes = [];
    this.#edit(withPreset(this.#controls, preset));
    this.reset();
    if (wasShown) this.start();
  }

  /**
   * Other noise, or another number of points; what is shown starts anew with them.
   *
   * @throws {ValidationError} naming the member that is wrong; then nothing changed
   */
  configurePlane(changes: PlaneChanges): void {
    this.#takePlane(changedPlane(datasetSpecOf(this.#controls), changes));
  }

  /**
   * Points placed by hand; what is shown starts anew with them.
   *
   * @throws {ValidationError} if the data has no such points; then nothing changed
   */
  placePoints(points: readonly number[]): void {
    this.#takePlane(placedPoints(datasetSpecOf(this.#controls), points));
  }

  /** The points as they were before the last change to them. */
  undoPoints(): void {
    const before = this.#pastPlanes.at(-1);
    if (before === undefined) return;
    this.#pastPlanes = this.#pastPlanes.slice(0, -1);
    this.#showPlane(before);
  }

  /** The points that the program makes, with their settings. */
  restorePoints(): void {
    const { plane } = this.#controls;
    if (plane?.kind === "points") this.#takePlane(plane.base);
  }

  #takePlane(plane: PlaneData): void {
    this.#pastPlanes = [...this.#pastPlanes, this.#controls.plane].slice(-MAX_UNDO);
    this.#showPlane(plane);
  }

  #showPlane(plane: PlaneData | null): void {
    this.#edit({ plane });
    // Not by way of reset(): the panel goes on showing what was there until there is more.
    if (this.#experiment === null) this.reset();
    else this.start();
  }

  /**
   * Trains on a table, with the settings that suit it. On the table that is there already, made
   * anew, settings stay as they are if they still can.
   */
  trainOnTable(table: TableData): void {
    const isKnown = this.#controls.table?.origin.uri === table.origin.uri;
    const kept = { ...this.#controls, table, plane: null };
    this.#pastPlanes = [];
    this.#edit(isKnown && isPossible(kept) ? kept : withTable(this.#controls, table));
    this.reset();
    this.start();
  }

  setSpeed(speed: Speed): void {
    this.#run?.setSpeed(speed);
    this.#edit({ speed });
  }

  /** Takes another seed at random; what is shown starts anew with it. */
  newSeed(): void {
    const { seed } = this.#controls.config;
    const drawn = randomInt(NEW_SEED_LIMIT - 1);
    const other = drawn >= seed ? drawn + 1 : drawn;
    const recipe = this.#experiment?.recipe ?? this.#controls.recipe;
    this.#edit({ config: { ...this.#controls.config, seed: other } });
    if (this.#experiment !== null) this.start(recipe);
  }

  #edit(controls: Partial<Controls>): void {
    this.#isEdited = true;
    this.setControls(controls);
  }

  // ----------------------------------------------------------------------------- the experiment

  /**
   * Starts an experiment from the controls. One that is there ends and is forgotten.
   *
   * @throws {ValidationError} if the recipe does not fit the settings; then nothing changed
   */
  start(recipe: RecipeChoice = this.#controls.recipe): void {
    const controls = { ...this.#controls, recipe };
    const experiment = experimentOf(controls);
    checkExperiment(experiment);
    this.#controls = controls;
    this.#dropRun();
    this.#launch(experiment, controls.speed);
  }

  /** The article's Figure 1: its settings, its program as printed beside the right one. */
  reproduceFigure1(): void {
    this.#pastPlanes = [];
    this.#edit({ preset: "article", table: null, plane: null, config: ARTICLE_CONFIG });
    this.start("asPublished");
  }

  pause(): void {
    if (this.#status === "training") this.#run?.pause();
  }

  resume(): void {
    if (this.#status !== "paused") return;
    this.#run?.resume();
    this.#setStatus("training");
  }

  /** Trains one epoch and pauses; where nothing is there to go on with, an experiment begins. */
  step(): void {
    if (this.#experiment === null || this.#status === "failed") {
      const experiment = experimentOf(this.#controls);
      checkExperiment(experiment);
      this.#dropRun();
      this.#launch(experiment, this.#controls.speed, 0);
    }
    if (this.isActive) this.#run?.step();
  }

  /** Ends the experiment and keeps what it recorded. */
  stop(): void {
    if (this.isActive) this.#run?.stop();
  }

  /** Back to the start: forgets what was recorded, keeps the controls with their seed. */
  reset(): void {
    this.#dropRun();
    this.#experiment = null;
    this.#runs = [];
    this.#recordings = [];
    this.#failure = null;
    this.#status = "idle";
    this.changed.fire({ type: "snapshot" });
  }

  /** What is to be restored waits for something; whatever starts meanwhile comes first. */
  awaitRestore(): void {
    this.#isRestoring = true;
  }

  /** What was to be restored cannot be. */
  giveUpRestore(): void {
    if (!this.#isRestoring || this.isActive) return;
    this.#isRestoring = false;
    this.changed.fire({ type: "state" });
  }

  /**
   * Brings back an experiment by training it again, which gives the same bits.
   *
   * @param epoch where it stood
   * @param status how it stood there; one that was being trained comes back paused
   */
  restore(
    controls: Controls,
    isEdited: boolean,
    experiment: Experiment | null,
    status: ExperimentStatus,
    epoch: number,
  ): void {
    this.#isEdited = isEdited;
    if (experiment === null || status === "idle" || status === "failed") {
      this.setControls(controls);
      return;
    }
    this.#dropRun();
    this.#controls = controls;
    this.#isRestoring = true;
    this.#stopWhenPaused = status === "stopped";
    if (status === "finished") this.#launch(experiment, "full");
    else this.#launch(experiment, controls.speed, epoch);
  }

  /** Ends the training thread from outside, as a crash would. */
  killThread(): void {
    this.#run?.kill();
  }

  dispose(): void {
    this.#dropRun();
    this.inspector.dispose();
  }

  /** Ends all training threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    this.#forgetRun();
    await Promise.all([...this.#open].map(run => run.disposeNow()));
    await this.inspector.disposeNow();
  }

  /** Begins an experiment; no run is there any more. */
  #launch(experiment: Experiment, speed: Speed, pauseAt?: number): void {
    this.#experiment = experiment;
    this.#runs = experiment.variants.map((variant, index) => {
      // One that is being restored had its changes already.
      const changed = variantChanges(experiment, index).at(-1)?.config;
      const config = changed ?? variantConfig(experiment, variant);
      const sizes = layerSizes(experiment.dataset, config);
      const { id, remedy, label } = variant;
      const start = {
        status: "training",
        epoch: 0,
        bestEpoch: 0,
        seconds: 0,
        fresh: null,
        judgement: null,
      } as const;
      return { id, remedy, label, config, sizes, ...start };
    });
    this.#recordings = this.#runs.map(
      ({ sizes }) => new RunRecording(sizes.length - 1, parameterCount(sizes)),
    );
    this.#failure = null;
    this.#status = "training";
    try {
      const run = this.#createRun(experiment, speed, pauseAt);
      this.#run = run;
      this.#open.add(run);
      void run.closed.then(() => this.#open.delete(run));
    } catch (error) {
      this.#breakDown({ kind: "threw", detail: String(error) });
    }
    this.changed.fire({ type: "snapshot" });
  }

  #createRun(experiment: Experiment, speed: Speed, pauseAt: number | undefined): TrainingRun {
    return new TrainingRun({
      workerFile: this.#options.workerFile,
      experiment,
      speed,
      ...(pauseAt !== undefined && { pauseAt }),
      ...(this.#controls.table && { dataset: this.#controls.table.dataset }),
      onReport: report => {
        if (report.type === "changed") {
          this.#noteChange(report.change);
          return;
        }
        if (report.type === "paused" && this.#stopWhenPaused) {
          this.#run?.stop();
        } else if (report.type === "paused") {
          this.#status = "paused";
          this.#isRestoring = false;
        } else if (report.type === "ended") {
          this.#status = report.how;
          this.#forgetRun();
        }
        this.#record(report.runs);
      },
      onStopped: () => {
        this.#endRuns();
        this.#setStatus("stopped");
      },
      onBreakdown: breakdown => {
        this.#breakDown(breakdown);
        this.changed.fire({ type: "state" });
      },
      onForcedStop: () => {
        this.#forgetRun();
        this.#endRuns();
        this.#setStatus("stopped");
      },
    });
  }

  #record(reports: readonly RunProgress[]): void {
    this.#runs = this.#runs.map((run, index) => {
      const { status, epoch, bestEpoch, seconds, fresh, judgement } = reports[index];
      // A table has no fresh items; none of none is no score.
      const score = fresh?.items === 0 ? null : fresh;
      return { ...run, status, epoch, bestEpoch, seconds, fresh: score, judgement };
    });
    const chunks = reports.map(report => report.chunk);
    for (const [index, chunk] of chunks.entries()) this.#recordings[index].append(chunk);
    this.changed.fire({ type: "progress", chunks });
  }

  /** Settings of the running experiment have changed. */
  #noteChange(change: ExperimentChange): void {
    if (this.#experiment === null) return;
    const experiment = { ...this.#experiment, changes: [...this.#experiment.changes, change] };
    this.#experiment = experiment;
    this.#runs = this.#runs.map((run, index) =>
      run.status === "training"
        ? { ...run, config: variantChanges(experiment, index).at(-1)?.config ?? run.config }
        : run,
    );
    this.changed.fire({ type: "state" });
  }

  #breakDown(breakdown: Breakdown): void {
    this.#options.logError(`Training ended (${breakdown.kind}): ${breakdown.detail}`);
    this.#forgetRun();
    this.#endRuns();
    this.#failure = this.#options.describeBreakdown(breakdown);
    this.#status = "failed";
  }

  #endRuns(): void {
    this.#runs = this.#runs.map(run =>
      run.status === "training" ? { ...run, status: "stopped" } : run,
    );
  }

  #setStatus(status: ExperimentStatus): void {
    this.#status = status;
    this.changed.fire({ type: "state" });
  }

  #dropRun(): void {
    this.inspector.reset();
    this.#run?.dispose();
    this.#forgetRun();
  }

  #forgetRun(): void {
    this.#run = undefined;
    this.#isRestoring = false;
    this.#stopWhenPaused = false;
  }
}
