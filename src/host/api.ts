/**
 * What activate() returns. For the tests of this extension: it may change with every version, and
 * other extensions should use the commands.
 */
import type { RunRecording } from "../core/recorder.ts";
import type { PlaygroundState } from "../protocol/messages.ts";
import type { Playground } from "./playground.ts";
import { countTrainingThreads } from "./trainingRun.ts";

export interface PlaygroundApi {
  /** Whether a command has made the playground. */
  readonly isCreated: boolean;
  /** Undefined before the playground is made. */
  readonly state: PlaygroundState | undefined;
  /** One for each run of the state. */
  readonly recordings: readonly RunRecording[];
  readonly isPanelVisible: boolean;
  /** Whether the page in the panel listens. */
  readonly isPanelReady: boolean;
  /** Whether training is told of in a notification. */
  readonly isNotificationShown: boolean;
  /** Training threads that exist. */
  readonly threadCount: number;
  closePanel(): void;
  /** Ends the training thread as a crash would. */
  killThread(): void;
  /** What deactivate() does. */
  close(): Promise<void>;
}

/** @param find the playground, if there is one */
export function createApi(find: () => Playground | undefined): PlaygroundApi {
  return {
    get isCreated() {
      return find() !== undefined;
    },
    get state() {
      return find()?.model.state;
    },
    get recordings() {
      return find()?.model.recordings ?? [];
    },
    get isPanelVisible() {
      return find()?.isPanelVisible === true;
    },
    get isPanelReady() {
      return find()?.isPanelReady === true;
    },
    get isNotificationShown() {
      return find()?.isNotificationShown === true;
    },
    get threadCount() {
      return countTrainingThreads();
    },
    closePanel: () => find()?.closePanel(),
    killThread: () => find()?.model.killThread(),
    close: async () => {
      await find()?.close();
    },
  };
}
