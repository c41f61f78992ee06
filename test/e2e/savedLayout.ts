/** What the editor in the browser has saved of its layout and of the extension. */
import type { Page } from "playwright-core";
import { PANEL_VIEW_TYPE } from "../../src/host/viewTypes.ts";

const EXTENSION = "regularization-playground.regularization-playground";

/**
 * Whether the editor has saved that a panel is open, the playground's if nothing is said: in a browser it cannot
 * when it is closed, so it does every five seconds.
 */
export function isPanelSaved(page: Page, viewType = PANEL_VIEW_TYPE): Promise<boolean> {
  return isSaved(page, "memento/workbench.parts.editor", viewType);
}

/** Whether the editor has written what the extension gave it to keep, with a text in it. */
export function isStateSaved(page: Page, text: string): Promise<boolean> {
  return isSaved(page, EXTENSION, text);
}

function isSaved(page: Page, item: string, wanted: string): Promise<boolean> {
  return page.evaluate(
    async ([key, text]) => {
      const get = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error ?? new Error("no database"));
        });
      for (const { name = "" } of await indexedDB.databases()) {
        if (!name.startsWith("vscode-web-state-db")) continue;
        const database = await get(indexedDB.open(name));
        const items = database.transaction("ItemTable").objectStore("ItemTable");
        const value: unknown = await get(items.get(key));
        database.close();
        if (JSON.stringify(value ?? "").includes(text)) return true;
      }
      return false;
    },
    [item, wanted] as const,
  );
}
