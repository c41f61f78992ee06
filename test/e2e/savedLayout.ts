/** What the editor in the browser has saved of its layout. */
import type { Page } from "playwright-core";
import { PANEL_VIEW_TYPE } from "../../src/host/viewTypes.ts";

/**
 * Whether the editor has saved that a panel is open, the playground's if nothing is said: in a browser it cannot when it is closed, so
 * it does every five seconds.
 */
export function isPanelSaved(page: Page, viewType = PANEL_VIEW_TYPE): Promise<boolean> {
  return page.evaluate(async type => {
    const get = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("no database"));
      });
    for (const { name = "" } of await indexedDB.databases()) {
      if (!name.startsWith("vscode-web-state-db")) continue;
      const database = await get(indexedDB.open(name));
      const items = database.transaction("ItemTable").objectStore("ItemTable");
      const editors: unknown = await get(items.get("memento/workbench.parts.editor"));
      database.close();
      if (JSON.stringify(editors ?? "").includes(type)) return true;
    }
    return false;
  }, viewType);
}
