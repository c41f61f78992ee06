/** One experiment in the worker: when to train, when to wait, when to report. */
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { type LiveChanges, type Speed, speeds } from "../core/config.ts";
import type { Engine } from "../core/engine.ts";
import { type Experiment, variantChanges } from "../core/experiment.ts";
import { createRuns, trainRuns } from "../core/experimentTraining.ts";
import type { Dataset } from "../core/items.ts";
import { type Judgement, judgeRuns } from "../core/judgement.ts";
import type { FreshScore, Run } from "../core/run.ts";
import {
  type ExperimentReport,
  PROGRESS_BYTES,
  PROGRESS_INTERVAL_MS,
  type RunProgress,
} from "../protocol/messages.ts";

/** Longest stretch of training without looking at messages. */
const TURN_MS = 10;

export class TrainingSession {
  readonly #post: (report: ExperimentReport) => void;
  readonly #runs: readonly Run[];
  readonly #seconds: number[];
  readonly #fresh: (FreshScore | null)[];
  /** Empty before the end. */
  #judgements: readonly Judgement[] = [];
  /** With every change so far. */
  #experiment: Experiment;
  /** Epochs of every run that is not over. */
  #epoch = 0;
  /** Whether every run has completed that epoch and none has begun the next. */
  #isBetweenEpochs = false;
  /** What is to change as soon as no run is within an epoch. */
  #pendingChanges: LiveChanges | undefined;
  #speed: Speed;
  /** Epoch at which to pause; infinite when not asked to. */
  #pauseAt: number;
  #isPaused = false;
  #isStopped = false;
  /** Pacing: at #paceTime the epoch #paceEpoch was due. */
  #paceTime = 0;
  #paceEpoch = 0;
  #lastPost = 0;
  /** Ends the present wait. */
  #wake = new AbortController();

  /**
   * @param pauseAt train to this epoch without pacing, then pause
   * @param dataset where it does not follow from the experiment's description
   */
  constructor(
    experiment: Experiment,
    engine: Engine,
    speed: Speed,
    pauseAt: number | undefined,
    post: (report: ExperimentReport) => void,
    dataset?: Dataset,
  ) {
    this.#post = post;
    this.#experiment = experiment;
    this.#runs = createRuns(experiment, engine, dataset);
    this.#seconds = this.#runs.map(() => 0);
    this.#fresh = this.#runs.map(() => null);
    this.#speed = speed;
    this.#pauseAt = pauseAt ?? Number.POSITIVE_INFINITY;
  }

  pause(): void {
    this.#isPaused = true;
    this.#wake.abort();
  }

  resume(): void {
    this.#isPaused = false;
    this.#pauseAt = Number.POSITIVE_INFINITY;
    this.#restartPace();
    this.#wake.abort();
  }

  /** Trains one epoch of every run, then pauses. */
  step(): void {
    this.#pauseAt = this.#epoch + 1;
    this.#isPaused = false;
    this.#wake.abort();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake.abort();
  }

  /** Changes settings from the next epoch on. */
  change(changes: LiveChanges): void {
    this.#pendingChanges = { ...this.#pendingChanges, ...changes };
    this.#wake.abort();
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed;
    this.#restartPace();
    this.#wake.abort();
  }

  /** Trains until every run has ended or stop() is called; reports on the way. */
  async run(): Promise<void> {
    this.#restartPace();
    const ticks = trainRuns(this.#runs);
    let isPauseReported = false;
    while (!this.#isStopped) {
      if (this.#isBetweenEpochs) await this.#applyChanges();
      if (this.#isPaused) {
        if (!isPauseReported) this.#post({ type: "paused", runs: await this.#report(true) });
        isPauseReported = true;
        await this.#sleep(undefined);
        continue;
      }
      isPauseReported = false;
      const delay = this.#delayToNextEpoch();
      if (delay > 0) {
        await this.#postProgress();
        await this.#sleep(Math.min(delay, PROGRESS_INTERVAL_MS));
        continue;
      }
      if (this.#trainForATurn(ticks)) break;
      await this.#postProgress();
      await nextTurn();
    }
    if (this.#isStopped) this.#post({ type: "stopping" });
    for (const run of this.#runs) run.stop();
    await this.#scoreFresh();
    await this.#judge();
    const how = this.#isStopped ? "stopped" : "finished";
    this.#post({ type: "ended", how, runs: await this.#report(true) });
  }

  /** @returns true when there is nothing left to train */
  #trainForATurn(ticks: ReturnType<typeof trainRuns>): boolean {
    const end = performance.now() + TURN_MS;
    for (let before = performance.now(); ;) {
      this.#isBetweenEpochs = false;
      const next = ticks.next();
      if (next.done) return true;
      const now = performance.now();
      this.#seconds[next.value.run] += (now - before) / 1000;
      before = now;
      if (next.value.endsEpoch) {
        this.#isBetweenEpochs = true;
        this.#epoch = Math.max(...this.#runs.map(run => run.epoch));
        if (this.#epoch >= this.#pauseAt) {
          this.#isPaused = this.#runs.some(run => run.state === "training");
          return false;
        }
        if (this.#pendingChanges !== undefined || this.#delayToNextEpoch() > 0) return false;
      }
      if (now >= end) return false;
    }
  }

  /** Makes the changes that were asked for; the epoch is recorded with its weights. */
  async #applyChanges(): Promise<void> {
    const changes = this.#pendingChanges;
    if (changes === undefined) return;
    this.#pendingChanges = undefined;
    const change = { epoch: this.#epoch, changes };
    const experiment = this.#experiment;
    this.#experiment = { ...experiment, changes: [...experiment.changes, change] };
    for (const [index, run] of this.#runs.entries()) {
      if (run.state !== "training") continue;
      const { config } = variantChanges(this.#experiment, index)[experiment.changes.length];
      for (const _ of run.change(config)) await nextTurn();
    }
    this.#post({ type: "changed", change });
  }

  /** Milliseconds until the speed allows another epoch. */
  #delayToNextEpoch(): number {
    const { epochsPerSecond } = speeds[this.#speed];
    if (this.#pauseAt !== Number.POSITIVE_INFINITY || epochsPerSecond === Infinity) return 0;
    const due = this.#paceTime + ((this.#epoch - this.#paceEpoch) * 1000) / epochsPerSecond;
    return due - performance.now();
  }

  #restartPace(): void {
    this.#paceTime = performance.now();
    this.#paceEpoch = this.#epoch;
  }

  async #postProgress(): Promise<void> {
    const isDue = performance.now() - this.#lastPost >= PROGRESS_INTERVAL_MS;
    if (!isDue && this.#runs.every(run => run.pendingBytes < PROGRESS_BYTES)) return;
    this.#lastPost = performance.now();
    this.#post({ type: "progress", runs: await this.#report(false) });
  }

  /** @param complete whether the epochs as they stand must be among those recorded */
  async #report(complete: boolean): Promise<RunProgress[]> {
    const reports: RunProgress[] = [];
    for (const [index, run] of this.#runs.entries()) {
      if (complete) for (const _ of run.record()) await nextTurn();
      for (const _ of run.recordBest()) await nextTurn();
      reports.push({
        status: run.state,
        epoch: run.epoch,
        bestEpoch: run.bestEpoch,
        seconds: this.#seconds[index],
        fresh: this.#fresh[index],
        judgement: this.#judgements.at(index) ?? null,
        chunk: run.takeChunk(),
      });
    }
    return reports;
  }

  async #scoreFresh(): Promise<void> {
    for (const [index, run] of this.#runs.entries()) {
      const scoring = run.scoreFresh();
      let next = scoring.next();
      for (; !next.done; next = scoring.next()) await nextTurn();
      this.#fresh[index] = next.value;
    }
  }

  async #judge(): Promise<void> {
    const judging = judgeRuns(this.#runs);
    let next = judging.next();
    for (; !next.done; next = judging.next()) await nextTurn();
    this.#judgements = next.value;
  }

  /** Waits for so many milliseconds, or without end, unless woken. */
  async #sleep(milliseconds: number | undefined): Promise<void> {
    const { signal } = this.#wake;
    if (!signal.aborted) {
      // Without end: the open port keeps the thread alive, and the next command wakes it.
      const slept =
        milliseconds === undefined
          ? new Promise<void>(resolve => signal.addEventListener("abort", () => resolve()))
          : wait(milliseconds, undefined, { signal }).catch(() => undefined);
      await slept;
    }
    this.#wake = new AbortController();
  }
}
