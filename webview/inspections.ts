/**
 * What the panel knows of networks together with the data: confusion, worst items, forces on the
 * weights, dead and saturated units (src/core/inspection.ts says what each number is). The host
 * computes it in a thread of its own, and only what is asked for here.
 *
 * How a card uses it, in drawing:
 *
 *   store.inspection(run.index, run.weightsEpoch)
 *     Everything about one run at one epoch. Undefined until the first answer; then what is known of
 *     the nearest epoch while the one that is asked for comes: compare `view.epoch`.
 *   store.inspectionSeries(run.index)
 *     For charts over epochs: `points`, in order of epochs, at most about 120 spread over the run,
 *     each with `training` (forces per layer, units per hidden layer, outputSpread). More arrive
 *     in time: the panel is drawn again. The same object as long as nothing has arrived.
 *   store.slowUpdate(run.index)
 *     One update of the epoch that is looked into; what it is made of says SlowUpdate in
 *     src/core/slowMotion.ts. Cards need not ask: shown.ts has it as `run.slow`. See insideEpoch.ts.
 *   store.whatIf(run.index, run.weightsEpoch, edits)
 *     How the run would do with other weights, at the epoch that the answer names.
 *   store.inspectionProblem
 *     Why nothing comes any more; null if all is well. store.retryInspection() asks again.
 *
 * To ask is to want: what is asked for in one drawing and not in the next is cancelled, so a card
 * that is closed or gone costs nothing, and one that is open asks in every drawing. There is nothing
 * to subscribe to or to clean up.
 */
import type { Inspection, TrainingInspection } from "../src/core/inspection.ts";
import type { RunRecording } from "../src/core/recorder.ts";
import type { SlowUpdate } from "../src/core/slowMotion.ts";
import {
  type InspectionMessage,
  type InspectionProblem,
  MAX_WANTED_INSPECTIONS,
  type Wanted,
  type WantedUpdate,
  type WantedWhatIf,
  type WeightEdit,
} from "../src/protocol/inspectionMessages.ts";

/** Full inspections that are kept. */
const KEPT_INSPECTIONS = 96;

/** Points of a series, at most, but for the newest epoch. */
const SERIES_POINTS = 120;

/** Updates that are kept, unless they are large. */
const KEPT_UPDATES = 64;
const KEPT_BYTES = 64 * 2 ** 20;

/** A full inspection and the epoch of its weights. */
export interface InspectionView extends Inspection {
  readonly epoch: number;
}

interface SeriesPoint {
  readonly epoch: number;
  readonly training: TrainingInspection;
}

export interface InspectionSeries {
  /** Those that have arrived, in the order of epochs. */
  readonly points: readonly SeriesPoint[];
  /** Points that there will be. */
  readonly total: number;
}

/** What is known of an update: itself, or how many seconds it would take, which is too long. */
export type SlowAnswer =
  | { readonly update: SlowUpdate; readonly seconds?: never }
  | { readonly update?: never; readonly seconds: number };

interface KeptUpdate {
  readonly wanted: WantedUpdate;
  readonly answer: SlowAnswer;
}

/** What a network would do with other weights, and at which epoch. */
export interface WhatIfAnswer {
  readonly wanted: WantedWhatIf;
  readonly parts: Inspection["parts"];
}

interface KeptSeries {
  readonly byEpoch: Map<number, TrainingInspection>;
  /** What was returned last, and the epochs it was made for. */
  epochs: readonly number[];
  answered: number;
  series: InspectionSeries;
}

const EMPTY_SERIES: InspectionSeries = { points: [], total: 0 };

export class Inspections {
  readonly #post: (wanted: readonly Wanted[]) => void;
  readonly #full = new Map<string, InspectionView & { readonly run: number }>();
  readonly #series = new Map<number, KeptSeries>();
  #whatIf: WhatIfAnswer | undefined;
  readonly #updates = new Map<string, KeptUpdate>();
  /** Asked for since the last drawing began, and not there. */
  readonly #wanted = new Map<string, Wanted>();
  /** Asked of the host, and not answered. */
  readonly #outstanding = new Set<string>();
  #problem: InspectionProblem | null = null;

  /** @param post asks the host; what is asked for replaces what was asked for before */
  constructor(post: (wanted: readonly Wanted[]) => void) {
    this.#post = post;
  }

  get problem(): InspectionProblem | null {
    return this.#problem;
  }

  /** Whether something was asked for that the host does not know of. */
  get hasNews(): boolean {
    return [...this.#wanted.keys()].some(key => !this.#outstanding.has(key));
  }

  /** Asks again after a problem. */
  retry(): void {
    this.#problem = null;
  }

  /** The experiment is another one. */
  forget(): void {
    this.#full.clear();
    this.#series.clear();
    this.#updates.clear();
    this.#whatIf = undefined;
    this.#wanted.clear();
    this.#outstanding.clear();
    this.#problem = null;
  }

  /** A drawing begins: what it does not ask for is not wanted any more. */
  beginDrawing(): void {
    this.#wanted.clear();
  }

  /** The drawing has ended: the host is told if it is to do anything else than it does. */
  endDrawing(): void {
    if (this.#problem !== null) return;
    const isSettled =
      this.#wanted.size === this.#outstanding.size &&
      [...this.#wanted.keys()].every(key => this.#outstanding.has(key));
    if (isSettled) return;
    const wanted = [...this.#wanted.values()]
      .sort((a, b) => ORDER[a.depth] - ORDER[b.depth])
      .slice(0, MAX_WANTED_INSPECTIONS);
    this.#outstanding.clear();
    for (const one of wanted) this.#outstanding.add(keyOf(one));
    this.#post(wanted);
  }

  receive(message: InspectionMessage): void {
    if (message.type === "inspectionFailed") {
      this.#problem = message.problem;
      this.#outstanding.clear();
      return;
    }
    const key = keyOf(message.wanted);
    this.#outstanding.delete(key);
    this.#wanted.delete(key);
    if (message.type === "whatIf") {
      // One question at a time: the answer before stands until the next one comes.
      this.#whatIf = message;
      return;
    }
    if (message.type === "slowUpdate") {
      this.#keepUpdate(key, { wanted: message.wanted, answer: { update: message.update } });
      return;
    }
    if (message.type === "slowUpdateRefused") {
      this.#keepUpdate(key, { wanted: message.wanted, answer: { seconds: message.seconds } });
      return;
    }
    const { wanted, training, parts } = message;
    if (parts !== null) {
      this.#full.set(key, { run: wanted.run, epoch: wanted.epoch, training, parts });
      // Of a thousand classes one matrix is megabytes.
      const bytes = 3 * parts.train.confusion.byteLength;
      const affordable = Math.min(KEPT_INSPECTIONS, KEPT_BYTES / bytes);
      const most = Math.max(affordable, this.#wanted.size + 8);
      for (const oldest of this.#full.keys()) {
        if (this.#full.size <= most) break;
        this.#full.delete(oldest);
      }
    } else {
      this.#series.get(wanted.run)?.byEpoch.set(wanted.epoch, training);
    }
  }

  /**
   * @param epoch of the weights: ShownRun.weightsEpoch
   * @returns that of the nearest epoch that is known; undefined if none is
   */
  inspection(run: number, epoch: number): InspectionView | undefined {
    const wanted = { run, epoch, depth: "full" } as const;
    const key = keyOf(wanted);
    const known = this.#full.get(key);
    if (known === undefined) {
      this.#wanted.set(key, wanted);
      return this.#nearest(run, epoch);
    }
    // The least recently used goes first.
    this.#full.delete(key);
    this.#full.set(key, known);
    return known;
  }

  #nearest(run: number, epoch: number): InspectionView | undefined {
    let nearest: InspectionView | undefined;
    for (const view of this.#full.values()) {
      if (view.run !== run) continue;
      const distance = Math.abs(view.epoch - epoch);
      if (nearest === undefined || distance < Math.abs(nearest.epoch - epoch)) nearest = view;
    }
    return nearest;
  }

  /**
   * @returns the update, or the one before that was known last while it comes; undefined if none is
   *   known of the epoch
   */
  slowUpdate(run: number, epoch: number, update: number): SlowAnswer | undefined {
    const wanted = { run, epoch, depth: "update", update } as const;
    const key = keyOf(wanted);
    const known = this.#updates.get(key);
    if (known !== undefined) return known.answer;
    this.#wanted.set(key, wanted);
    const others = [...this.#updates.values()].filter(
      other => other.wanted.run === run && other.wanted.epoch === epoch && other.answer.update,
    );
    return others.at(-1)?.answer;
  }

  /** @returns the last answer about these weights: compare its epoch; undefined until there is one */
  whatIf(run: number, epoch: number, edits: readonly WeightEdit[]): WhatIfAnswer | undefined {
    const wanted = { run, epoch, depth: "whatIf", edits } as const;
    const key = keyOf(wanted);
    const known = this.#whatIf;
    if (known === undefined || keyOf(known.wanted) !== key) this.#wanted.set(key, wanted);
    const isAbout = known !== undefined && keyOf({ ...known.wanted, epoch }) === key;
    return isAbout ? known : undefined;
  }

  #keepUpdate(key: string, kept: KeptUpdate): void {
    const { before, dropped } = kept.answer.update ?? {};
    const bytes = 24 * (before?.length ?? 1) + (dropped?.length ?? 0);
    const most = Math.max(this.#wanted.size + 8, Math.min(KEPT_UPDATES, KEPT_BYTES / bytes));
    this.#updates.set(key, kept);
    for (const oldest of this.#updates.keys()) {
      if (this.#updates.size <= most) break;
      this.#updates.delete(oldest);
    }
  }

  /** What was refused may be asked for again. */
  forgetRefusals(): void {
    for (const [key, { answer }] of this.#updates) {
      if (answer.update === undefined) this.#updates.delete(key);
    }
  }

  /** @param isGrowing whether the run is being trained: then its newest epoch is not a point */
  series(run: number, recording: RunRecording, isGrowing: boolean): InspectionSeries {
    const epochs = seriesEpochs(recording, isGrowing);
    let kept = this.#series.get(run);
    if (kept === undefined) {
      kept = { byEpoch: new Map(), epochs: [], answered: 0, series: EMPTY_SERIES };
      this.#series.set(run, kept);
    }
    const { byEpoch } = kept;
    for (const epoch of epochs) {
      if (byEpoch.has(epoch)) continue;
      const wanted = { run, epoch, depth: "training" } as const;
      this.#wanted.set(keyOf(wanted), wanted);
    }
    const isSame = epochs.length === kept.epochs.length && epochs.at(-1) === kept.epochs.at(-1);
    if (isSame && kept.answered === byEpoch.size) return kept.series;
    // Strides grow with the run: what lies between is not needed any more.
    const needed = new Set(epochs);
    for (const epoch of byEpoch.keys()) if (!needed.has(epoch)) byEpoch.delete(epoch);
    kept.epochs = epochs;
    kept.answered = byEpoch.size;
    const points = epochs.flatMap(epoch => {
      const training = byEpoch.get(epoch);
      return training === undefined ? [] : [{ epoch, training }];
    });
    kept.series = { points, total: epochs.length };
    return kept.series;
  }
}

/** What is looked at comes first. */
const ORDER: Readonly<Record<Wanted["depth"], number>> = {
  update: 0,
  whatIf: 1,
  full: 2,
  training: 3,
};

function keyOf(wanted: Wanted): string {
  const { run, epoch, depth } = wanted;
  const rest =
    depth === "update" ? wanted.update : depth === "whatIf" ? JSON.stringify(wanted.edits) : "";
  return `${depth} ${run} ${epoch} ${rest}`;
}

/**
 * Recorded epochs with weights, spread evenly at a round stride: as a run goes on, most of them stay
 * what they are.
 */
export function seriesEpochs(recording: RunRecording, isGrowing: boolean): number[] {
  const last = recording.snapshotAt(Number.POSITIVE_INFINITY)?.epoch;
  if (last === undefined) return [];
  const stride = roundStride(last / SERIES_POINTS);
  const epochs: number[] = [];
  for (let epoch = 0; epoch <= last; epoch += stride) {
    const found = recording.snapshotAt(epoch)?.epoch;
    if (found !== undefined && found !== epochs.at(-1)) epochs.push(found);
  }
  if (!isGrowing && epochs.at(-1) !== last) epochs.push(last);
  return epochs;
}

/** The smallest of 1, 2, 5, 10, 20, 50 ... that is at least so much. */
function roundStride(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= least) return digit * power;
  }
}
