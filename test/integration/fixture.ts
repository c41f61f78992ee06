/** The extension as it runs in this window, and ways to wait for it. */
import * as vscode from "vscode";
import type { PlaygroundApi } from "../../src/host/api.ts";
import type { ExperimentStatus, PlaygroundState } from "../../src/protocol/messages.ts";

export const SECTION = "regularizationPlayground";

export function findExtension(): vscode.Extension<PlaygroundApi> {
  const extension = vscode.extensions.getExtension<PlaygroundApi>(
    "regularization-playground.regularization-playground",
  );
  if (extension === undefined) throw new Error("the extension is not there");
  return extension;
}

export async function getApi(): Promise<PlaygroundApi> {
  return findExtension().activate();
}

/** Runs a command of the extension by its name behind the prefix. */
export function run<T = unknown>(name: string, argument?: unknown): Thenable<T> {
  return vscode.commands.executeCommand<T>(`${SECTION}.${name}`, argument);
}

export async function until(
  what: string,
  condition: () => boolean,
  timeout = 30_000,
): Promise<void> {
  for (const deadline = Date.now() + timeout; !condition();) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** Resolves when an editor's tab has a title. */
export function untilTab(title: string): Promise<void> {
  return until(`the tab "${title}"`, () =>
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === title)),
  );
}

export function stateOf(api: PlaygroundApi): PlaygroundState {
  if (api.state === undefined) throw new Error("there is no playground yet");
  return api.state;
}

export function untilStatus(api: PlaygroundApi, status: ExperimentStatus): Promise<void> {
  return until(`status ${status}`, () => api.state?.status === status);
}

/** Epochs trained, of the run that came furthest. */
export function epochOf(api: PlaygroundApi): number {
  return Math.max(0, ...(api.state?.runs ?? []).map(state => state.epoch));
}

export function untilEpoch(api: PlaygroundApi, epoch: number): Promise<void> {
  return until(`epoch ${epoch}`, () => epochOf(api) >= epoch);
}

/** Sets or, with undefined, unsets a setting of the workspace. */
export async function setSetting(name: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration(SECTION).update(name, value, target);
}
