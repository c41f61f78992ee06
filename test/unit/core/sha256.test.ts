import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { float64Bytes, sha256 } from "../../../src/core/sha256.ts";

const reference = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const ascii = (text: string) => Uint8Array.from(text, letter => letter.charCodeAt(0));

test("the published vectors of SHA-256", () => {
  const vectors = {
    "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    abc: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  };
  for (const [text, hash] of Object.entries(vectors)) assert.equal(sha256(ascii(text)), hash);
});

test("every length around the block boundaries agrees with node:crypto", () => {
  for (let length = 0; length <= 400; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + length) & 255);
    assert.equal(sha256(bytes), reference(bytes), `length ${length}`);
  }
});

test("long input agrees with node:crypto", () => {
  const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i ^ (i >>> 9)) & 255);
  assert.equal(sha256(bytes), reference(bytes));
});

test("any bytes, also as a view into a larger buffer, agree with node:crypto", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(9), (bytes, shift) => {
      const buffer = new Uint8Array(bytes.length + 20).fill(7);
      buffer.set(bytes, shift);
      assert.equal(sha256(buffer.subarray(shift, shift + bytes.length)), reference(bytes));
    }),
  );
});

test("numbers are hashed as float64, little-endian", () => {
  assert.deepEqual(
    [...float64Bytes(Float64Array.of(1, -2.5))],
    [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 4, 0xc0],
  );
});
