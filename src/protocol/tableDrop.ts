/**
 * A table that was dropped on a page: what the page tells, and what can be dropped at all. The
 * schemas are in dropSchemas.ts: pages have no use for them.
 */

/** The editor hands over the bytes of a file as a whole: of larger ones only the place is taken. */
export const MAX_GIVEN_MB = 50;

const TABLE_ENDINGS = [".csv", ".tsv", ".txt"] as const;

/** The endings, in words. */
export const TABLE_ENDING_WORDS = `${TABLE_ENDINGS.slice(0, -1).join(", ")} or ${TABLE_ENDINGS.at(-1)}`;

/** Page to host. Arrives unchecked. */
export type DropMessage =
  /** Train on a file of the editor's. */
  | { readonly type: "openTable"; readonly uri: string }
  /** Train on a file of which nobody but the page knows where it is. */
  | {
      readonly type: "giveTable";
      /** Without folders. */
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    };

/** Whether a name, or a path, is that of a table. */
export function isTableName(name: string): boolean {
  return TABLE_ENDINGS.some(ending => name.toLowerCase().endsWith(ending));
}
