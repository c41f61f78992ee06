/**
 * From the bytes of a table to its text, in pieces, so that a large file is never held as text as
 * a whole.
 */
import { decodeUtf8, Utf8Error } from "../core/utf8.ts";
import { type Place, placeAfter, TableError } from "./tableError.ts";

/** Encodings on offer. */
const encodingLabels = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252 (Latin-1)",
} as const;

export type EncodingName = keyof typeof encodingLabels;

/** Bytes that become text at once. */
const PIECE_BYTES = 1 << 18;

/** Code units joined at once; few enough to be arguments of one call. */
const CHUNK_UNITS = 8192;

const START: Place = { line: 1, column: 1 };

/**
 * What Windows-1252 puts at 0x80 to 0x9f, where Latin-1 has control characters. Five places are
 * free and stay control characters, as in the Encoding Standard.
 *
 * @see https://encoding.spec.whatwg.org/#legacy-single-byte-encodings
 */
const HIGH_CHARACTERS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * The encoding of a text: by its byte order mark; without one UTF-8 if the bytes are UTF-8, else
 * Windows-1252, which holds Latin-1 and what programs on Windows write under that name.
 */
export function detectEncoding(bytes: Uint8Array): EncodingName {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const first = asciiEnd(bytes);
  if (first === bytes.length) return "utf-8";
  try {
    for (const _ of pieces(bytes, first, "utf-8"));
    return "utf-8";
  } catch (error) {
    if (error instanceof Utf8Error) return "windows-1252";
    throw error;
  }
}

/**
 * The text of some bytes as a whole. A byte order mark is left out.
 *
 * @throws {TableError} with line and character for NUL bytes and for what the encoding does not allow
 */
export function decodeText(bytes: Uint8Array, encoding = detectEncoding(bytes)): string {
  return [...decodePieces(bytes, encoding)].join("");
}

/**
 * The text of some bytes, piece by piece. Pieces end anywhere between two characters.
 *
 * @throws {TableError} with line and character for NUL bytes and for what the encoding does not allow
 */
export function* decodePieces(bytes: Uint8Array, encoding: EncodingName): Generator<string> {
  refuseNul(bytes, encoding);
  try {
    yield* pieces(bytes, markLength(bytes, encoding), encoding);
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new TableError(
      placeOf(bytes, error.offset, encoding),
      `expected text in ${encodingLabels[encoding]}, got other bytes`,
      "Choose the encoding in which the file was saved, or save it as UTF-8.",
    );
  }
}

/** How many pieces there will be, for a progress bar. */
export function pieceCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / PIECE_BYTES);
}

function markLength(bytes: Uint8Array, encoding: EncodingName): number {
  const marks = {
    "utf-8": [0xef, 0xbb, 0xbf],
    "utf-16le": [0xff, 0xfe],
    "utf-16be": [0xfe, 0xff],
    "windows-1252": [],
  };
  const mark = marks[encoding];
  return mark.every((byte, i) => bytes[i] === byte) ? mark.length : 0;
}

/** @throws {Utf8Error} with the offset in `bytes`, whatever the encoding */
function* pieces(bytes: Uint8Array, from: number, encoding: EncodingName): Generator<string> {
  let start = from;
  while (start < bytes.length) {
    const end = boundary(bytes, start, encoding);
    yield decodePiece(bytes, start, end, encoding);
    start = end;
  }
}

/** The end of the piece that begins at `start`: not within a character. */
function boundary(bytes: Uint8Array, start: number, encoding: EncodingName): number {
  let end = start + PIECE_BYTES;
  if (end >= bytes.length) return bytes.length;
  if (encoding === "utf-8") {
    const most = end;
    while (end > most - 4 && (bytes[end] & 0xc0) === 0x80) end--;
  } else if (encoding !== "windows-1252" && isHighSurrogate(unitAt(bytes, end - 2, encoding))) {
    end -= 2;
  }
  return end;
}

function decodePiece(
  bytes: Uint8Array,
  start: number,
  end: number,
  encoding: EncodingName,
): string {
  switch (encoding) {
    case "utf-8":
      return decodeUtf8Piece(bytes, start, end);
    case "windows-1252":
      return fromUnits(Uint16Array.from(bytes.subarray(start, end), highUnit));
    case "utf-16le":
    case "utf-16be": {
      if ((end - start) % 2 !== 0) throw new Utf8Error(end - 1);
      const units = new Uint16Array((end - start) / 2);
      for (let i = 0; i < units.length; i++) units[i] = unitAt(bytes, start + 2 * i, encoding);
      const text = fromUnits(units);
      const lone = text.search(/\p{Surrogate}/u);
      if (lone >= 0) throw new Utf8Error(start + 2 * lone);
      return text;
    }
  }
}

/** The core's decoder takes a byte order mark off; within a file it is a character. */
function decodeUtf8Piece(bytes: Uint8Array, start: number, end: number): string {
  const piece = bytes.subarray(start, end);
  if (asciiEnd(piece) === piece.length) return fromUnits(piece);
  const isMark = piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf;
  try {
    return isMark ? `\uFEFF${decodeUtf8(piece)}` : decodeUtf8(piece);
  } catch (error) {
    throw error instanceof Utf8Error ? new Utf8Error(start + error.offset) : error;
  }
}

function highUnit(byte: number): number {
  return byte >= 0x80 && byte < 0xa0 ? HIGH_CHARACTERS.charCodeAt(byte - 0x80) : byte;
}

function unitAt(bytes: Uint8Array, i: number, encoding: EncodingName): number {
  return encoding === "utf-16le" ? bytes[i] | (bytes[i + 1] << 8) : (bytes[i] << 8) | bytes[i + 1];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** How many bytes at the beginning are ASCII. */
function asciiEnd(bytes: Uint8Array): number {
  let end = 0;
  while (end < bytes.length && bytes[end] < 0x80) end++;
  return end;
}

function fromUnits(units: Uint16Array | Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += CHUNK_UNITS) {
    // Five times as fast as spreading, which goes through an iterator.
    const chunk = units.subarray(i, i + CHUNK_UNITS);
    parts.push(Reflect.apply(String.fromCharCode, null, chunk) as string);
  }
  return parts.join("");
}

/** A NUL is no text: the file is binary, or UTF-16 without its mark. */
function refuseNul(bytes: Uint8Array, encoding: EncodingName): void {
  const offset = nulOffset(bytes, encoding);
  if (offset < 0) return;
  throw new TableError(
    placeOf(bytes, offset, encoding),
    "expected text, got a NUL character",
    encoding.startsWith("utf-16")
      ? "Choose a file of comma-separated text."
      : "Choose a text file. If this is text in UTF-16, choose that encoding or save it as UTF-8.",
  );
}

function nulOffset(bytes: Uint8Array, encoding: EncodingName): number {
  let offset = bytes.indexOf(0);
  if (encoding === "utf-8" || encoding === "windows-1252") return offset;
  while (offset >= 0 && (offset % 2 !== 0 || bytes[offset + 1] !== 0)) {
    offset = bytes.indexOf(0, offset + 1);
  }
  return offset;
}

/** The place of a byte, if all before it can be decoded. */
function placeOf(bytes: Uint8Array, offset: number, encoding: EncodingName): Place {
  const before = bytes.subarray(0, offset - (encoding.startsWith("utf-16") ? offset % 2 : 0));
  let place = START;
  let carried = "";
  try {
    for (const piece of pieces(before, markLength(before, encoding), encoding)) {
      // A CR at the end waits for its LF.
      const text = carried + piece;
      carried = text.endsWith("\r") ? "\r" : "";
      place = placeAfter(place, carried === "" ? text : text.slice(0, -1));
    }
  } catch (error) {
    // Undecodable bytes before a NUL: the place up to which the file is text is as good.
    if (!(error instanceof Utf8Error)) throw error;
  }
  return placeAfter(place, carried);
}
