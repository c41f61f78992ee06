/** The schemas of what a page tells when a table was dropped on it. */
import * as v from "valibot";
import { type DropMessage, isTableName, MAX_GIVEN_MB, TABLE_ENDING_WORDS } from "./tableDrop.ts";

const tooLarge = `expected at most ${MAX_GIVEN_MB} MB`;

export const dropSchemas = {
  openTable: v.strictObject({
    type: v.literal("openTable"),
    uri: v.pipe(
      v.string("expected a URI"),
      v.maxLength(10_000, "expected at most 10,000 characters"),
    ),
  }),
  giveTable: v.strictObject({
    type: v.literal("giveTable"),
    name: v.pipe(
      v.string("expected a name"),
      v.maxLength(255, "expected at most 255 characters"),
      v.regex(/^[^/\\\0]+$/, "expected a name without folders"),
      v.check(isTableName, `expected a name that ends in ${TABLE_ENDING_WORDS}`),
    ),
    bytes: v.pipe(
      v.custom<Uint8Array<ArrayBuffer>>(value => value instanceof Uint8Array, "expected bytes"),
      v.check(({ length }) => length <= MAX_GIVEN_MB * 1e6, tooLarge),
    ),
  }),
} satisfies Record<DropMessage["type"], v.GenericSchema>;
