import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decodePieces,
  decodeText,
  detectEncoding,
  type EncodingName,
  pieceCount,
} from "../../../src/tabular/decode.ts";
import { TableError } from "../../../src/tabular/tableError.ts";

const encoders: Record<EncodingName, (text: string) => Uint8Array> = {
  "utf-8": text => Buffer.from(text, "utf8"),
  "utf-16le": text => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "utf-16be": text => Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
  "windows-1252": text => Buffer.from(text, "latin1"),
};

function refusal(bytes: Uint8Array, encoding?: EncodingName): TableError {
  try {
    decodeText(bytes, encoding);
  } catch (error) {
    assert(error instanceof TableError);
    return error;
  }
  assert.fail("expected a refusal");
}

test("text comes back from each encoding, which is found by itself", () => {
  const anyText = fc
    .string({ unit: "grapheme", maxLength: 50 })
    .filter(text => !text.includes("\0") && !text.startsWith("\uFEFF"));
  for (const name of ["utf-8", "utf-16le", "utf-16be"] as const) {
    fc.assert(
      fc.property(anyText, text => {
        const bytes = encoders[name](text);
        assert.equal(detectEncoding(bytes), name);
        assert.equal(decodeText(bytes), text);
      }),
    );
  }
});

test("a byte order mark is left out, and one inside of the text is not", () => {
  assert.equal(decodeText(Buffer.from("\uFEFFa\uFEFFb")), "a\uFEFFb");
});

test("bytes that are no UTF-8 are Windows-1252, as a TextDecoder has it", () => {
  const bytes = Uint8Array.from({ length: 255 }, (_, i) => i + 1);
  assert.equal(detectEncoding(bytes), "windows-1252");
  assert.equal(decodeText(bytes), new TextDecoder("windows-1252").decode(bytes));
  assert.equal(decodeText(Buffer.from("Größe;5\n", "latin1")), "Größe;5\n");
});

test("characters at the ends of pieces stay whole", () => {
  // 3, 4 and 1 byte in turn, so that the ends of pieces fall anywhere.
  const text = "€\u{1F600}a\uFEFF".repeat(60_000);
  for (const name of ["utf-8", "utf-16le", "utf-16be"] as const) {
    const bytes = encoders[name](text);
    const pieces = [...decodePieces(bytes, name)];
    assert.equal(pieces.join(""), text);
    assert(Math.abs(pieces.length - pieceCount(bytes)) <= 1);
    for (const piece of pieces) assert(piece.isWellFormed());
  }
});

test("a NUL is refused with its place", () => {
  assert.deepEqual(refusal(Buffer.from("a,b\r\n1,ä\0")).place, { line: 2, column: 4 });
  assert.deepEqual(refusal(encoders["utf-16le"]("a\n\0")).place, { line: 2, column: 1 });
  assert.deepEqual(refusal(encoders["utf-16be"]("aĀ\0")).place, { line: 1, column: 3 });
});

test("UTF-16 without its mark is refused with that advice, and read if it is named", () => {
  const bytes = encoders["utf-16le"]("a,b\n").subarray(2);
  assert.match(refusal(bytes).message, /line 1, character 2: .*NUL.*UTF-16/);
  assert.equal(decodeText(bytes, "utf-16le"), "a,b\n");
});

test("what an encoding does not allow is refused with its place", () => {
  const latin = Buffer.from("a,b\nä,ö\n", "latin1");
  assert.deepEqual(refusal(latin, "utf-8").place, { line: 2, column: 1 });
  assert.deepEqual(refusal(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x62)).place, { line: 1, column: 2 });
  assert.deepEqual(refusal(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0, 0xd8)).place, {
    line: 1,
    column: 2,
  });
});
