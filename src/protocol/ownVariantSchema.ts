/** Where something unknown becomes a list of the user's own variants. */
import * as v from "valibot";
import {
  MAX_NAME_LENGTH,
  MAX_OWN_VARIANTS,
  OWN_MEMBERS,
  type OwnVariant,
} from "../core/ownVariants.ts";
import { variantIds } from "../core/variants.ts";
import { expectedName } from "./expectations.ts";
import { configEntries, parse } from "./validate.ts";

const nameText = `expected a name of at most ${MAX_NAME_LENGTH} characters in one line`;
const ownText = `expected a list of at most ${MAX_OWN_VARIANTS} variants`;

/** What a variant of the user's sets for itself. */
const ownSettingsSchema = v.strictObject(
  Object.fromEntries(OWN_MEMBERS.map(name => [name, v.exactOptional(configEntries[name])])),
);

const ownVariantSchema = v.strictObject({
  id: v.picklist(variantIds, expectedName(variantIds)),
  name: v.pipe(
    v.string(nameText),
    v.maxLength(MAX_NAME_LENGTH, nameText),
    v.regex(/^(?! )[^\p{Cc}\p{Zl}\p{Zp}]*(?<! )$/u, `${nameText}, without spaces around it`),
  ),
  settings: ownSettingsSchema,
});

export const ownSchema = v.pipe(
  v.array(ownVariantSchema, ownText),
  v.maxLength(MAX_OWN_VARIANTS, ownText),
  v.check(
    list => new Set(list.map(({ id }) => id)).size === list.length,
    "expected variants of which each has an id of its own",
  ),
);

/** @throws {ValidationError} */
export function parseOwnVariants(value: unknown, name = "own"): readonly OwnVariant[] {
  return parse(ownSchema, value, name);
}
