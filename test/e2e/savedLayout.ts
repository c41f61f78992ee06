/** What the editor in the browser has saved of its layout. */
import type { Page } from "playwright-core";

/**
 * Whether the editor has saved that the playground's panel is open: in a browser it cannot when it is closed, so
 * it does every five seconds.
 */
export function isPanelSaved(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
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
      if (JSON.stringify(editors ?? "").includes("regularizationPlayground.panel")) return true;
    }
    return false;
  });
}
