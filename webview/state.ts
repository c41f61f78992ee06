/** What the panel knows of the host: (state, message) -> state. No DOM. */
import { parameterCount } from "../src/core/network.ts";
import { type RecordedChunk, RunRecording } from "../src/core/recorder.ts";
import { ARTICLE_CONFIG } from "../src/core/config.ts";
import type { InspectionMessage } from "../src/protocol/inspectionMessages.ts";
import type {
  DataPreview,
  HostMessage,
  PlaygroundState,
  RepeatState,
  RunSummary,
} from "../src/protocol/messages.ts";

export interface PanelState {
  /** Null until the first snapshot. */
  readonly playground: PlaygroundState | null;
  readonly data: DataPreview | null;
  /** One for each run. They grow in place; `revision` tells when. */
  readonly recordings: readonly RunRecording[];
  /** Differs whenever a recording differs. */
  readonly revision: number;
  /** Number of snapshots received: an experiment that starts anew comes as one. */
  readonly snapshots: number;
  /** The experiment made again with other seeds; null before anyone asked for it. */
  readonly repeats: RepeatState | null;
  /** What the host refused, by its control: see configMember; "" for what belongs to none. */
  readonly rejections: Readonly<Record<string, string>>;
}

export const INITIAL_STATE: PanelState = {
  playground: null,
  data: null,
  recordings: [],
  revision: 0,
  snapshots: 0,
  repeats: null,
  rejections: {},
};

/** Rebuilds the recording of a run from what the host sent. */
function recordingOf(run: RunSummary, chunk: RecordedChunk): RunRecording {
  const recording = new RunRecording(run.sizes.length - 1, parameterCount(run.sizes));
  recording.append(chunk);
  return recording;
}

/**
 * The member of the config in a path such as `message.changes.l2`; the whole path of one of the
 * user's variants, as `own.2.l1`; "" if there is none.
 */
function configMember(field: string): string {
  if (field.split(".")[0] === "own") return field;
  return field.split(".").find(part => Object.hasOwn(ARTICLE_CONFIG, part)) ?? "";
}

const inspectionTypes: readonly string[] = [
  "inspection",
  "slowUpdate",
  "whatIf",
  "slowUpdateRefused",
  "inspectionFailed",
] satisfies InspectionMessage["type"][];

/** What the state is made of; inspections.ts keeps the rest. */
export type StateMessage = Exclude<HostMessage, InspectionMessage>;

export function isInspection(message: HostMessage): message is InspectionMessage {
  return inspectionTypes.includes(message.type);
}

/** The state after a message. Recordings of the old state must not be used any more. */
export function receive(state: PanelState, message: StateMessage): PanelState {
  switch (message.type) {
    case "snapshot":
      return {
        playground: message.state,
        data: message.data,
        recordings: message.state.runs.map((run, i) => recordingOf(run, message.recordings[i])),
        revision: state.revision + 1,
        snapshots: state.snapshots + 1,
        // The host tells of them after each snapshot that is not a new experiment.
        repeats: null,
        rejections: {},
      };
    case "state":
      return { ...state, playground: message.state };
    case "progress": {
      // Chunks of an experiment whose snapshot has not arrived cannot be placed; it will hold them.
      if (message.chunks.length !== state.recordings.length) return state;
      message.chunks.forEach((chunk, i) => state.recordings[i].append(chunk));
      return { ...state, playground: message.state, revision: state.revision + 1 };
    }
    case "repeats":
      return { ...state, repeats: message.repeats };
    case "rejected": {
      const member = configMember(message.field);
      return { ...state, rejections: { ...state.rejections, [member]: message.message } };
    }
  }
}

/** Forgets that a value was refused, once its control was edited again. */
export function forgetRejection(state: PanelState, member: string): PanelState {
  if (!Object.hasOwn(state.rejections, member)) return state;
  const rejections = { ...state.rejections };
  delete rejections[member];
  return { ...state, rejections };
}
