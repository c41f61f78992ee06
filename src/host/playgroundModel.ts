/**
 * What the playground is doing: its controls, and the experiment that is shown. The one owner of
 * all state that outlives a panel; knows nothing of vscode.
 */
import { randomInt } from "node:crypto";
import { ARTICLE_CONFIG, type Speed, type TrainingConfig } from "../core/config.ts";
import type { DatasetSpec, Experiment, RecipeChoice } from "../core/experiment.ts";
import type { OwnVariant } from "../core/ownVariants.ts";
import type { PresetName } from "../core/presets.ts";
import type { RecordedChunk, RunRecording } from "../core/recorder.ts";
import type {
  ExperimentStatus,
  Failure,
  PlaneChanges,
  PlaygroundState,
} from "../protocol/messages.ts";
import {
  checkExperiment,
  configured,
  type Controls,
  controlsWith,
  datasetSpecOf,
  experimentOf,
  FIRST_CONTROLS,
  isPossible,
  suitableConfig,
  type TableData,
  withPreset,
  withTable,
} from "./controls.ts";
import type { Disposable } from "./disposable.ts";
import { Inspector } from "./inspector.ts";
import { changedPlane, placedPoints, planeBase, type PlaneData } from "./planeData.ts";
import { ShownExperiment, type ShownExperimentOptions } from "./shownExperiment.ts";
import { Signal } from "./signal.ts";
import type { Breakdown } from "./ownedThread.ts";

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
  /** Undefined before the first start, and after a reset. */
  #shown: ShownExperiment | undefined;
  /** Experiments whose threads are not gone. */
  readonly #open = new Set<ShownExperiment>();
  #isAwaitingRestore = false;

  constructor(options: PlaygroundModelOptions) {
    this.#options = options;
    this.inspector = new Inspector({
      workerFile: options.inspectorFile,
      logError: options.logError,
      shown: () => this.#shown ?? null,
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
      status: this.#shown?.status ?? "idle",
      failure: this.#shown?.failure ?? null,
      experiment: this.#shown?.experiment ?? null,
      runs: this.#shown?.runs ?? [],
    };
  }

  /** One for each run of the state. To be read, not changed. */
  get recordings(): readonly RunRecording[] {
    return this.#shown?.recordings ?? [];
  }

  /** Description of the data that is shown: of the experiment, or what the controls ask for. */
  get shownDataset(): DatasetSpec {
    return (
      this.#controls.table?.spec ?? this.#shown?.experiment.dataset ?? datasetSpecOf(this.#controls)
    );
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
    return this.#shown?.isActive === true;
  }

  /** Whether an earlier experiment is on its way back to where it was. */
  get isRestoring(): boolean {
    return this.#isAwaitingRestore || this.#shown?.isRestoring === true;
  }

  get hasWeights(): boolean {
    return this.recordings.some(recording => recording.snapshotCount > 0);
  }

  /** Epochs trained, of the run that came furthest. */
  get epoch(): number {
    return Math.max(0, ...(this.#shown?.runs ?? []).map(run => run.epoch));
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
    this.#shown?.change(changes);
  }

  /**
   * The settings that suit the data; an experiment under way takes over what it can. The speed is
   * a matter of watching and stays.
   */
  restoreDefaults(): void {
    const config = suitableConfig(this.#controls);
    this.#edit({ config });
    this.#shown?.change(config);
  }

  /** Other data, with the settings that suit it; what is shown starts anew with it. */
  choosePreset(preset: PresetName): void {
    const wasShown = this.#shown !== undefined;
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
    if (this.#shown === undefined) this.reset();
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
    this.#shown?.setSpeed(speed);
    this.#edit({ speed });
  }

  /** Takes another seed at random; what is shown starts anew with it. */
  newSeed(): void {
    const { seed } = this.#controls.config;
    const drawn = randomInt(NEW_SEED_LIMIT - 1);
    const other = drawn >= seed ? drawn + 1 : drawn;
    const recipe = this.#shown?.experiment.recipe ?? this.#controls.recipe;
    this.#edit({ config: { ...this.#controls.config, seed: other } });
    if (this.#shown !== undefined) this.start(recipe);
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
    const controls = controlsWith(this.#controls, recipe);
    const experiment = experimentOf(controls);
    checkExperiment(experiment);
    this.#controls = controls;
    this.#launch(experiment, { speed: controls.speed });
  }

  /** The article's Figure 1: its settings, its program as printed beside the right one. */
  reproduceFigure1(): void {
    this.#pastPlanes = [];
    this.#edit({ preset: "article", table: null, plane: null, config: ARTICLE_CONFIG });
    this.start("asPublished");
  }

  pause(): void {
    this.#shown?.pause();
  }

  resume(): void {
    this.#shown?.resume();
  }

  /** Trains one epoch and pauses; where nothing is there to go on with, an experiment begins. */
  step(): void {
    if (this.#shown === undefined || this.#shown.status === "failed") {
      const experiment = experimentOf(this.#controls);
      checkExperiment(experiment);
      this.#launch(experiment, { speed: this.#controls.speed, pauseAt: 0 });
    }
    this.#shown?.step();
  }

  /** Ends the experiment and keeps what it recorded. */
  stop(): void {
    this.#shown?.stop();
  }

  /** Back to the start: forgets what was recorded, keeps the controls with their seed. */
  reset(): void {
    this.#leaveShown();
    this.#shown = undefined;
    this.changed.fire({ type: "snapshot" });
  }

  /** What is to be restored waits for something; whatever starts meanwhile comes first. */
  awaitRestore(): void {
    this.#isAwaitingRestore = true;
  }

  /** What was to be restored cannot be. */
  giveUpRestore(): void {
    if (!this.#isAwaitingRestore) return;
    this.#isAwaitingRestore = false;
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
    this.#isAwaitingRestore = false;
    if (experiment === null || status === "idle" || status === "failed") {
      this.setControls(controls);
      return;
    }
    this.#controls = controls;
    this.#launch(experiment, {
      ...(status === "finished" ? { speed: "full" } : { speed: controls.speed, pauseAt: epoch }),
      isRestoring: true,
      stopWhenPaused: status === "stopped",
    });
  }

  /** Ends the training thread from outside, as a crash would. */
  killThread(): void {
    this.#shown?.killThread();
  }

  dispose(): void {
    this.#leaveShown();
    this.inspector.dispose();
  }

  /** Ends all training threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    this.#isAwaitingRestore = false;
    await Promise.all([...this.#open].map(shown => shown.disposeNow()));
    await this.inspector.disposeNow();
  }

  /** Begins an experiment. One that is there ends and is forgotten. */
  #launch(
    experiment: Experiment,
    how: Pick<ShownExperimentOptions, "speed" | "pauseAt" | "isRestoring" | "stopWhenPaused">,
  ): void {
    this.#leaveShown();
    const { workerFile, describeBreakdown, logError } = this.#options;
    const { table } = this.#controls;
    const shown = new ShownExperiment({
      workerFile,
      experiment,
      ...how,
      ...(table && { dataset: table.dataset }),
      describeBreakdown,
      logError,
      onProgress: chunks => this.changed.fire({ type: "progress", chunks }),
      onChange: () => this.changed.fire({ type: "state" }),
    });
    this.#shown = shown;
    this.#open.add(shown);
    void shown.closed.then(() => this.#open.delete(shown));
    this.changed.fire({ type: "snapshot" });
  }

  /** Another experiment comes, or none: what goes on about the one that is shown ends. */
  #leaveShown(): void {
    this.inspector.reset();
    this.#shown?.dispose();
    this.#isAwaitingRestore = false;
  }
}
