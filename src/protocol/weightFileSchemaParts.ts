/** What the schemas of a weight file are made of. */
import * as v from "valibot";
import { type Bounds, CONFIG_BOUNDS } from "../core/config.ts";
import { numberWithin } from "./validate.ts";

const COUNT: Bounds = { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true };

/** An object of known members; others are left out, so that later minor versions can add some. */
export function members<E extends v.ObjectEntries>(entries: E) {
  return v.object(entries, issue =>
    issue.expected === "Object" ? "expected an object" : "expected this member",
  );
}

/** With a text for people, which the JSON Schema shows. */
export function described<S extends v.GenericSchema>(schema: S, text: string) {
  return v.pipe(schema, v.description(text));
}

/** Any number of them. */
export function list<S extends v.GenericSchema>(schema: S) {
  return v.array(schema, "expected an array");
}

/** This value and no other. */
export function exactly<T extends string>(value: T) {
  return v.literal(value, `expected ${JSON.stringify(value)}`);
}

/** Of any length. */
export const text = v.string("expected text");
/** How many of something. */
export const count = numberWithin(COUNT);
/** Any number that JSON can hold. */
export const finite = v.pipe(v.number("expected a number"), v.finite("expected a finite number"));
/** A measured number; null where it was not finite, which JSON cannot hold. */
export const measured = v.nullable(finite);
const hashText = "expected 64 lower-case hexadecimal digits";
/** SHA-256, as text. */
export const hash = v.pipe(v.string(hashText), v.regex(/^[0-9a-f]{64}$/, hashText));
/** Of random numbers. */
export const seed = numberWithin(CONFIG_BOUNDS.seed);
