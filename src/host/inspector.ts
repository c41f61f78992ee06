/**
 * Inspections of the experiment that is shown: owns the thread that makes them. The thread starts
 * when the first one is wanted and ends when nothing was wanted for a while.
 *
 * What is wanted is told as a whole, most urgent first, and replaces what was wanted before: what
 * has not begun and is not wanted any more is dropped, so that dragging the scrubber never queues.
 */
import { configAt, type Experiment, variantChanges, variantConfig } from "../core/experiment.ts";
import type { InspectedNetwork } from "../core/inspection.ts";
import { layerViews } from "../core/network.ts";
import type { Dataset } from "../core/items.ts";
import type { RunRecording } from "../core/recorder.ts";
import type {
  InspectionMessage,
  InspectorCommand,
  InspectorReport,
  Wanted,
  WantedInspection,
  WantedUpdate,
  WantedWhatIf,
  WeightEdit,
} from "../protocol/inspectionMessages.ts";
import type { ReplayedRun } from "../core/slowMotion.ts";
import type { RunSummary } from "../protocol/messages.ts";
import type { Disposable } from "./disposable.ts";
import { type Breakdown, OwnedThread } from "./ownedThread.ts";
import { Signal } from "./signal.ts";

/** A thread that has nothing to do leaves after this time. */
const IDLE_TIMEOUT_MS = 60_000;

/** What is inspected: the experiment as it stands. */
export interface InspectedExperiment {
  readonly experiment: Experiment;
  readonly runs: readonly RunSummary[];
  readonly recordings: readonly RunRecording[];
  /** The data, where it does not follow from the experiment's description. */
  readonly dataset: Dataset | undefined;
}

interface InspectorOptions {
  /** The built inspector. */
  readonly workerFile: string;
  /** Null while there is none. */
  readonly shown: () => InspectedExperiment | null;
  /** Called with what only a developer understands. */
  readonly logError: (text: string) => void;
}

type Answer = Exclude<InspectorReport, { type: "failed" }>;

type Thread = OwnedThread<InspectorCommand, Answer>;

export class Inspector implements Disposable {
  readonly told = new Signal<InspectionMessage>();
  readonly #options: InspectorOptions;
  #thread: Thread | undefined;
  /** Threads that are not gone. */
  readonly #open = new Set<Thread>();
  #wanted: Wanted[] = [];
  /** What the thread is looking at. */
  #begun: Wanted | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: InspectorOptions) {
    this.#options = options;
  }

  /** Inspector threads that exist. */
  get threadCount(): number {
    return this.#open.size;
  }

  /** Whether something is wanted that was not answered yet. */
  get isBusy(): boolean {
    return this.#begun !== undefined || this.#wanted.length > 0;
  }

  /**
   * Replaces what is wanted. Each is answered unless it is not recorded, is replaced before its turn,
   * or the inspector fails.
   */
  want(wanted: readonly Wanted[]): void {
    this.#wanted = wanted.filter(one => !isSame(one, this.#begun));
    this.#next();
  }

  /** The experiment is another one, or nobody looks: what was wanted is forgotten, the thread ends. */
  reset(): void {
    this.#forget()?.dispose();
  }

  /** Ends the thread from outside, as a crash would. */
  killThread(): void {
    this.#thread?.kill();
  }

  dispose(): void {
    this.reset();
  }

  /** Ends all threads now and resolves when they are gone. */
  async disposeNow(): Promise<void> {
    this.#forget();
    await Promise.all([...this.#open].map(thread => thread.disposeNow()));
  }

  #forget(): Thread | undefined {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#wanted = [];
    this.#begun = undefined;
    clearTimeout(this.#idleTimer);
    return thread;
  }

  /** Begins with the first of what is wanted, unless the thread is busy. */
  #next(): void {
    if (this.#begun !== undefined) return;
    const shown = this.#options.shown();
    while (shown !== null) {
      const wanted = this.#wanted.shift();
      if (wanted === undefined) break;
      const command = commandFor(shown, wanted);
      if (command === undefined) continue;
      const thread = (this.#thread ??= this.#start(shown));
      if (thread === undefined) return;
      clearTimeout(this.#idleTimer);
      this.#begun = wanted;
      thread.send(command);
      return;
    }
    this.#wanted = [];
    clearTimeout(this.#idleTimer);
    if (this.#thread === undefined) return;
    this.#idleTimer = setTimeout(() => this.reset(), IDLE_TIMEOUT_MS);
    this.#idleTimer.unref();
  }

  #start({ experiment, dataset }: InspectedExperiment): Thread | undefined {
    try {
      const thread: Thread = new OwnedThread({
        file: this.#options.workerFile,
        leave: { type: "stop" },
        onReport: report => this.#answer(report),
        onBreakdown: breakdown => this.#breakDown(breakdown),
      });
      this.#open.add(thread);
      void thread.closed.then(() => this.#open.delete(thread));
      thread.send({ type: "load", spec: experiment.dataset, ...(dataset && { dataset }) });
      return thread;
    } catch (error) {
      this.#breakDown({ kind: "threw", detail: String(error) });
      return undefined;
    }
  }

  #answer(report: Answer): void {
    const wanted = this.#begun;
    if (wanted === undefined) return;
    this.#begun = undefined;
    // The thread goes on while the answer is passed on.
    this.#next();
    if (report.type === "inspected") {
      const { training, parts } = report;
      if (wanted.depth === "whatIf") {
        if (parts !== null) this.told.fire({ type: "whatIf", wanted, parts });
      } else if (wanted.depth !== "update")
        this.told.fire({ type: "inspection", wanted, training, parts });
    } else if (wanted.depth === "update") {
      this.told.fire({ ...report, wanted });
    }
  }

  #breakDown({ kind, detail }: Breakdown): void {
    this.#options.logError(`The inspector ended (${kind}): ${detail}`);
    this.#forget();
    this.told.fire({ type: "inspectionFailed", problem: kind });
  }
}

function isSame(one: Wanted, other: Wanted | undefined): boolean {
  if (one.run !== other?.run || one.epoch !== other.epoch) return false;
  if (one.depth === "whatIf") {
    return other.depth === "whatIf" && JSON.stringify(one.edits) === JSON.stringify(other.edits);
  }
  if (one.depth !== "update") return one.depth === other.depth;
  return other.depth === "update" && one.update === other.update;
}

/** Undefined where there is nothing that answers. */
function commandFor(shown: InspectedExperiment, wanted: Wanted): InspectorCommand | undefined {
  if (wanted.run >= shown.runs.length) return undefined;
  if (wanted.depth === "update") {
    const replayed = findRun(shown, wanted);
    return replayed && { type: "slowUpdate", wanted, replayed };
  }
  const network = findNetwork(shown, wanted);
  if (network === undefined) return undefined;
  if (wanted.depth !== "whatIf") return { type: "inspect", depth: wanted.depth, network };
  const parameters = editedParameters(network, wanted.edits);
  return parameters && { type: "inspect", depth: "full", network: { ...network, parameters } };
}

/** A run as it was, if it has trained the epoch and the epoch has the update. */
function findRun(
  { experiment, runs }: InspectedExperiment,
  { run, epoch, update }: WantedUpdate,
): ReplayedRun | undefined {
  const config = variantConfig(experiment, experiment.variants[run]);
  const { trainItems } = experiment.dataset;
  const updates = Math.ceil(trainItems / Math.min(config.batchSize, trainItems));
  if (epoch < 1 || epoch > runs[run].epoch || update >= updates) return undefined;
  return { config, sizes: runs[run].sizes, changes: variantChanges(experiment, run) };
}

/**
 * The network of a run at an epoch. Undefined where exactly these weights are not recorded: what a
 * page wanted before it knew of a new experiment must not be answered with weights of the new one.
 */
function findNetwork(
  { experiment, runs, recordings }: InspectedExperiment,
  { run, epoch }: WantedInspection | WantedWhatIf,
): InspectedNetwork | undefined {
  const recording = recordings[run];
  const { best } = recording;
  const found =
    best?.metrics.epoch === epoch
      ? { epoch, parameters: best.parameters }
      : recording.snapshotAt(epoch);
  if (found?.epoch !== epoch) return undefined;
  const { sizes } = runs[run];
  return { config: configAt(experiment, run, found.epoch), sizes, ...found };
}

/** A copy with other weights: what is recorded stays. Undefined if the network has no such weight. */
function editedParameters(
  { parameters, sizes }: InspectedNetwork,
  edits: readonly WeightEdit[],
): Float64Array | undefined {
  const copy = parameters.slice();
  const layers = layerViews(copy, sizes);
  for (const { layer, from, to, value } of edits) {
    if (layer >= layers.length) return undefined;
    const { inputs, outputs, weights } = layers[layer];
    if (from >= inputs || to >= outputs) return undefined;
    weights[from * outputs + to] = value;
  }
  return copy;
}
