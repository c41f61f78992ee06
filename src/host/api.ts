/**
 * What activate() returns. For the tests of this extension: it may change with every version, and
 * other extensions should use the commands.
 */
import type * as vscode from "vscode";
import type { RunRecording } from "../core/recorder.ts";
import type { PlaygroundState, RepeatState } from "../protocol/messages.ts";
import type { TableState, TableSummary } from "../protocol/dataMessages.ts";
import type { UseState } from "../protocol/useMessages.ts";
import type { Playground } from "./playground.ts";

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
  /** The shown experiment made again with other seeds; null if nobody asked for it. */
  readonly repeats: RepeatState | null;
  /** Training threads that exist. */
  readonly threadCount: number;
  /** Undefined before the first table. */
  readonly table: TableApi | undefined;
  /** Undefined before weights were used. */
  readonly use: UseApi | undefined;
  closePanel(): void;
  /** Ends the training thread as a crash would. */
  killThread(): void;
  /** What deactivate() does. */
  close(): Promise<void>;
}

/** The table in the data page. */
export interface TableApi {
  readonly state: TableState;
  readonly summary: TableSummary | null;
  /** Whether the data page listens. */
  readonly isPageReady: boolean;
  /** Data threads that exist. */
  readonly threadCount: number;
  /** Does what a message of the page asks for. */
  receive(message: unknown): void;
  closePage(): void;
  /** Ends the data thread as a crash would. */
  killThread(): void;
}

/** Saved weights in their page. */
export interface UseApi {
  readonly state: UseState;
  /** Whether the page listens. */
  readonly isPageReady: boolean;
  /** Data threads that exist. */
  readonly threadCount: number;
  /** Does what a message of the page asks for. */
  receive(message: unknown): void;
  /** What choosing a table does. */
  answerTable(uri: vscode.Uri): Promise<void>;
  /** What saving does, without the dialog. */
  save(target: vscode.Uri): Promise<vscode.Uri | undefined>;
}

function useApi(playground: Playground | undefined): UseApi | undefined {
  const uses = playground?.uses;
  if (uses === undefined) return undefined;
  return {
    state: uses.model.state,
    isPageReady: uses.isPageReady,
    threadCount: uses.model.threadCount,
    receive: message => uses.receive(message),
    answerTable: uri => uses.answerTable(uri),
    save: target => uses.save(target),
  };
}

function tableApi(playground: Playground | undefined): TableApi | undefined {
  const tables = playground?.tables;
  if (tables === undefined) return undefined;
  const { model } = tables;
  return {
    state: model.state,
    summary: model.summary,
    isPageReady: tables.isPageReady,
    threadCount: model.threadCount,
    receive: message => tables.receive(message),
    closePage: () => tables.closePage(),
    killThread: () => model.killThread(),
  };
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
    get repeats() {
      return find()?.repeats.state ?? null;
    },
    get threadCount() {
      return find()?.trainingThreadCount ?? 0;
    },
    get table() {
      return tableApi(find());
    },
    get use() {
      return useApi(find());
    },
    closePanel: () => find()?.closePanel(),
    killThread: () => find()?.model.killThread(),
    close: async () => {
      await find()?.close();
    },
  };
}
