/** Owns what the panel shows, and redraws it at most once per animation frame. */
import type { InspectionProblem, WeightEdit } from "../src/protocol/inspectionMessages.ts";
import type { PanelMessage } from "../src/protocol/messages.ts";
import type { HostApi } from "./hostApi.ts";
import { type InsideEpoch, mostUpdates, stepInside, updateAt } from "./insideEpoch.ts";
import {
  Inspections,
  type InspectionSeries,
  type InspectionView,
  type SlowAnswer,
  type WhatIfAnswer,
} from "./inspections.ts";
import { MAX_BOOKMARKS, type PanelMemory, restoreMemory } from "./memory.ts";
import { advance, hold, LIVE, play, type Playback, playbackEpoch } from "./playback.ts";
import { lastRecordedEpoch, longestRecording, neighbourEpoch } from "./shown.ts";
import { forgetRejection, INITIAL_STATE, isInspection, type PanelState, receive } from "./state.ts";
import { observeTheme, prefersReducedMotion, readTheme, type Theme } from "./theme.ts";

/** Under reduced motion, news of the training are shown this often. */
const CALM_INTERVAL_MS = 500;

/** The host is told of scrubbing at most this often. */
const SCRUBBED_INTERVAL_MS = 2000;

const WIDE = "(min-width: 960px)";

export interface PanelView {
  readonly state: PanelState;
  readonly playback: Playback;
  /** Where in an epoch the view stands, in slow motion; null for its end. See insideEpoch.ts. */
  readonly inside: InsideEpoch | null;
  readonly memory: PanelMemory;
  readonly theme: Theme;
  readonly reducedMotion: boolean;
  /** Whether the settings stand beside the content; the style sheets use the same width. */
  readonly isWide: boolean;
  /** What broke in the panel; "" if nothing did. */
  readonly error: string;
}

export class PanelStore {
  readonly #host: HostApi;
  readonly #redraw: (view: PanelView) => void;
  readonly #inspections: Inspections;
  #view: PanelView;
  #frame = 0;
  #isDrawing = false;
  #slow: readonly (SlowAnswer | undefined)[] = [];
  #lastTick = 0;
  #lastNews = Number.NEGATIVE_INFINITY;
  #calmTimer = 0;
  #reportedError = false;
  #lastScrub = Number.NEGATIVE_INFINITY;

  /** @param redraw shows a view; called at most once per animation frame */
  constructor(host: HostApi, redraw: (view: PanelView) => void) {
    this.#host = host;
    this.#redraw = redraw;
    this.#inspections = new Inspections(wanted => host.post({ type: "inspect", wanted }));
    const memory = restoreMemory(host.restore());
    this.#view = {
      state: INITIAL_STATE,
      playback: memory.heldEpoch === null ? LIVE : { mode: "held", epoch: memory.heldEpoch },
      inside: null,
      memory,
      theme: readTheme(),
      reducedMotion: prefersReducedMotion(),
      isWide: matchMedia(WIDE).matches,
      error: "",
    };
    host.store(memory);
    host.listen(message => {
      if (isInspection(message)) {
        this.#inspections.receive(message);
        this.#requestFrame();
        return;
      }
      if (message.type === "snapshot") this.#inspections.forget();
      const state = receive(this.#view.state, message);
      if (message.type === "snapshot") this.#set({ inside: null });
      const isNew = message.type === "snapshot" && message.isNew;
      this.#set({ state, ...(isNew ? { playback: LIVE } : {}) }, message.type === "progress");
      if (isNew) this.remember({ heldEpoch: null, zoom: null, bookmarks: [] });
    });
    observeTheme(() => this.#set({ theme: readTheme(), reducedMotion: prefersReducedMotion() }));
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () =>
      this.#set({ reducedMotion: prefersReducedMotion() }),
    );
    matchMedia(WIDE).addEventListener("change", event => this.#set({ isWide: event.matches }));
    host.post({ type: "ready" });
  }

  get view(): PanelView {
    return this.#view;
  }

  /** Shows the view again: something else that the page shows has changed. */
  redraw(): void {
    this.#requestFrame();
  }

  post(message: PanelMessage): void {
    this.#host.post(message);
  }

  /**
   * Everything that the data says of a run at an epoch; see inspections.ts. To be asked for in
   * every drawing that shows it.
   *
   * @param epoch of the weights: ShownRun.weightsEpoch
   */
  inspection(run: number, epoch: number): InspectionView | undefined {
    return this.#asking(this.#inspections.inspection(run, epoch));
  }

  /** How a run would do with some other weights; see inspections.ts. Changes no recording. */
  whatIf(run: number, epoch: number, edits: readonly WeightEdit[]): WhatIfAnswer | undefined {
    return this.#asking(this.#inspections.whatIf(run, epoch, edits));
  }

  /** What charts over the epochs of a run are made of; see inspections.ts. */
  inspectionSeries(run: number): InspectionSeries {
    const { playground, recordings } = this.#view.state;
    const isGrowing = playground?.runs[run]?.status === "training";
    return this.#asking(this.#inspections.series(run, recordings[run], isGrowing));
  }

  /** Why inspections do not come any more; null if all is well. */
  get inspectionProblem(): InspectionProblem | null {
    return this.#inspections.problem;
  }

  retryInspection(): void {
    this.#inspections.retry();
    this.#requestFrame();
  }

  /** A part of the page that draws itself anew asks between two drawings of the whole. */
  #asking<T>(answer: T): T {
    if (!this.#isDrawing && this.#inspections.hasNews) this.#requestFrame();
    return answer;
  }

  remember(changes: Partial<PanelMemory>): void {
    const memory = { ...this.#view.memory, ...changes };
    this.#host.store(memory);
    this.#set({ memory });
  }

  isOpen(section: string): boolean {
    return this.#view.memory.open.includes(section);
  }

  setOpen(section: string, isOpen: boolean): void {
    if (this.isOpen(section) === isOpen) return;
    const others = this.#view.memory.open.filter(id => id !== section);
    this.remember({ open: isOpen ? [...others, section] : others });
  }

  /** Goes to the recorded epoch at or before this one, and stays there. */
  seek(epoch: number): void {
    const recording = longestRecording(this.#view.state.recordings);
    if (recording === undefined || recording.length === 0) return;
    this.#hold(neighbourEpoch(recording, Math.max(0, Math.round(epoch)), 0));
  }

  /** Goes to exactly this epoch: a best epoch is kept also where the recording skips it. */
  goTo(epoch: number): void {
    this.#hold(epoch);
  }

  /** Goes so many recorded epochs forwards, or backwards. */
  seekBy(steps: number): void {
    const { state, playback } = this.#view;
    const recording = longestRecording(state.recordings);
    if (recording === undefined || recording.length === 0) return;
    this.#hold(neighbourEpoch(recording, playbackEpoch(playback, recording.lastEpoch()), steps));
  }

  #hold(epoch: number, inside: InsideEpoch | null = null): void {
    const now = performance.now();
    const isPast = epoch < lastRecordedEpoch(this.#view.state);
    if (isPast && now - this.#lastScrub > SCRUBBED_INTERVAL_MS) {
      this.#lastScrub = now;
      this.post({ type: "scrubbed" });
    }
    this.#set({ playback: { mode: "held", epoch }, inside });
    this.remember({ heldEpoch: epoch });
  }

  /** Goes into the shown epoch, to its first update. */
  lookInside(): void {
    const epoch = Math.max(1, this.shownEpoch());
    this.#hold(epoch, { epoch, update: 0 });
  }

  leaveInside(): void {
    this.#inspections.forgetRefusals();
    this.#set({ inside: null });
  }

  /** Goes so many updates forwards or backwards, into the epochs beside where it comes to. */
  stepInside(steps: number): void {
    const { state, inside } = this.#view;
    if (inside === null || state.playground === null || state.data === null) return;
    const updates = mostUpdates(state.playground.runs, state.data.trainItems);
    const next = stepInside(inside, steps, updates, lastRecordedEpoch(state));
    this.#hold(next.epoch, next);
  }

  /**
   * What is known of the update at the position, run by run; null outside of slow motion. The same
   * array as long as nothing has changed. To be asked for in every drawing that shows it.
   */
  slowUpdates(): readonly (SlowAnswer | undefined)[] | null {
    const { state, inside } = this.#view;
    const { playground, data } = state;
    if (inside === null || playground === null || data === null) return null;
    const { runs } = playground;
    const found = runs.map((run, index) => {
      if (run.epoch < inside.epoch) return undefined;
      const update = updateAt(inside, run, runs, data.trainItems);
      return this.#inspections.slowUpdate(index, inside.epoch, update);
    });
    const isSame =
      found.length === this.#slow.length && found.every((one, i) => one === this.#slow[i]);
    if (!isSame) this.#slow = found;
    return this.#asking(this.#slow);
  }

  /** The epoch that is asked for; see Shown.epoch for the recorded one. */
  shownEpoch(): number {
    return playbackEpoch(this.#view.playback, lastRecordedEpoch(this.#view.state));
  }

  /** Marks the shown epoch, or takes its mark away. */
  toggleBookmark(): void {
    const { state, memory } = this.#view;
    const recording = longestRecording(state.recordings);
    if (recording === undefined || recording.length === 0) return;
    const epoch = this.shownEpoch();
    const others = memory.bookmarks.filter(bookmark => bookmark !== epoch);
    const isMarked = others.length < memory.bookmarks.length;
    if (!isMarked && others.length === MAX_BOOKMARKS) return;
    const bookmarks = isMarked ? others : [...others, epoch].sort((a, b) => a - b);
    this.remember({ bookmarks });
  }

  /** Follows the newest epoch. */
  follow(): void {
    this.#set({ playback: LIVE, inside: null });
    this.remember({ heldEpoch: null });
  }

  /** Starts or halts the replay. */
  togglePlay(): void {
    const { state, playback, reducedMotion } = this.#view;
    const lastEpoch = lastRecordedEpoch(state);
    if (playback.mode === "replaying") {
      this.#hold(playbackEpoch(hold(playback, lastEpoch), lastEpoch));
    } else if (!reducedMotion && lastEpoch > 0) {
      this.#lastTick = performance.now();
      this.#set({ playback: play(playback, lastEpoch), inside: null });
    }
  }

  forgetRejection(member: string): void {
    this.#set({ state: forgetRejection(this.#view.state, member) });
  }

  /** Shows that something broke, and tells the host about the first time. */
  reportError(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    if (!this.#reportedError) {
      this.#reportedError = true;
      this.post({
        type: "panelError",
        message: message.slice(0, 10_000),
        stack: stack.slice(0, 100_000),
      });
    }
    if (message !== this.#view.error) this.#set({ error: message });
  }

  dismissError(): void {
    this.#set({ error: "" });
  }

  /** @param isNews more of a training: under reduced motion it may wait */
  #set(changes: Partial<PanelView>, isNews = false): void {
    this.#view = { ...this.#view, ...changes };
    if (isNews && this.#view.reducedMotion) {
      const wait = this.#lastNews + CALM_INTERVAL_MS - performance.now();
      if (wait > 0) {
        this.#calmTimer ||= window.setTimeout(() => this.#requestFrame(), wait);
        return;
      }
      this.#lastNews = performance.now();
    }
    this.#requestFrame();
  }

  #requestFrame(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(now => this.#draw(now));
  }

  #draw(now: number): void {
    this.#frame = 0;
    if (this.#calmTimer !== 0) {
      clearTimeout(this.#calmTimer);
      this.#calmTimer = 0;
      this.#lastNews = performance.now();
    }
    const { playback, state } = this.#view;
    if (playback.mode === "replaying") {
      const seconds = Math.max(0, now - this.#lastTick) / 1000;
      this.#lastTick = now;
      const speed = state.playground?.speed ?? "fast";
      const next = advance(playback, seconds, speed, lastRecordedEpoch(state));
      this.#view = { ...this.#view, playback: next };
      if (next.mode === "replaying") this.#requestFrame();
      else this.#host.store({ ...this.#view.memory, heldEpoch: null });
    }
    this.#isDrawing = true;
    this.#inspections.beginDrawing();
    this.#redraw(this.#view);
    this.#inspections.endDrawing();
    this.#isDrawing = false;
  }
}
