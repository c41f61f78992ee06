import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeUtf8, Utf8Error } from "../../../src/core/utf8.ts";

const strict = new TextDecoder("utf-8", { fatal: true });

test("any text comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), text => {
      assert.equal(decodeUtf8(Buffer.from(text)), text.replace(/^\uFEFF/, ""));
    }),
  );
});

test("long text comes back", () => {
  const text = "aä€\u{1F600}".repeat(30_000);
  assert.equal(decodeUtf8(Buffer.from(text)), text);
});

test("whatever a strict TextDecoder refuses is refused, and nothing else", () => {
  // Bytes at the borders of what is allowed are likelier than others.
  const border = fc.constantFrom(
    ...[0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed],
    ...[0xee, 0xef, 0xf0, 0xf4, 0xf5, 0xf7, 0xf8, 0xff],
  );
  const bytes = fc.array(fc.oneof(border, fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
  fc.assert(
    fc.property(bytes, list => {
      const input = Uint8Array.from(list);
      let expected: string;
      try {
        expected = strict.decode(input);
      } catch {
        assert.throws(() => decodeUtf8(input), Utf8Error);
        return;
      }
      assert.equal(decodeUtf8(input), expected);
    }),
    { numRuns: 20_000 },
  );
});

test("the place of the first wrong byte is told", () => {
  assert.throws(() => decodeUtf8(Uint8Array.of(0x41, 0xc3, 0xa4, 0xe2, 0x82)), { offset: 3 });
});
