/** One column while it is read: its values, as numbers and as words, and what is counted. */
import type { RowBatch } from "./csvRows.ts";
import { growingCodes, growingNumbers, type GrowingArray } from "./growingArray.ts";
import { parseNumber } from "./numberText.ts";
import {
  type CellPlace,
  MAX_DISTINCT,
  MAX_VALUE_CHARACTERS,
  MISSING_CODE,
  type RawColumn,
} from "./table.ts";

const ZERO = 0x30;

export interface CellRules {
  readonly decimalComma: boolean;
  /** @param text trimmed */
  readonly isMissing: (text: string) => boolean;
}

/**
 * Numbers are kept from the first one on; values are kept as codes into a dictionary until there
 * are too many different ones. What a column is, is decided when all has been seen.
 */
export class ColumnBuilder {
  readonly #position: number;
  readonly #rules: CellRules;
  #rows = 0;
  #numbers: GrowingArray<Float64Array> | null = null;
  #codes: GrowingArray<Uint32Array> | null = growingCodes();
  readonly #dictionary = new Map<string, number>();
  readonly #values: string[] = [];
  #missing = 0;
  #finite = 0;
  #infinities = 0;
  #words = 0;
  #wordsInWords = 0;
  #min = Infinity;
  #max = -Infinity;
  #isWhole = true;
  #hasLeadingZeros = false;
  #previous = NaN;
  #step = NaN;
  #isCounter = true;
  #firstMissing: CellPlace | null = null;
  #firstInfinity: CellPlace | null = null;
  #firstWords: CellPlace | null = null;

  /** @param position of the column in its row, from 0 */
  constructor(position: number, rules: CellRules) {
    this.#position = position;
    this.#rules = rules;
  }

  /**
   * @param text the cell, trimmed
   * @param row of the batch, for the few cells whose place is kept
   */
  add(text: string, batch: RowBatch, row: number): void {
    if (this.#rules.isMissing(text)) {
      this.#missing++;
      this.#firstMissing ??= this.#cell(text, batch, row);
      this.#store(NaN, MISSING_CODE);
      return;
    }
    const value = parseNumber(text, this.#rules.decimalComma);
    if (Number.isNaN(value)) {
      this.#words++;
      this.#wordsInWords += text.split(/\s+/, 20).length;
      this.#firstWords ??= this.#cell(text, batch, row);
    } else if (Number.isFinite(value)) {
      this.#countNumber(value, text);
    } else {
      this.#infinities++;
      this.#firstInfinity ??= this.#cell(text, batch, row);
    }
    this.#store(Number.isFinite(value) ? value : NaN, this.#code(text));
  }

  #cell(text: string, batch: RowBatch, row: number): CellPlace {
    return { ...batch.placeOf(row, this.#position), text: detached(text.slice(0, 100)) };
  }

  #store(value: number, code: number): void {
    if (this.#numbers === null && !Number.isNaN(value)) {
      this.#numbers = growingNumbers();
      this.#numbers.pushMany(this.#rows, NaN);
    }
    this.#numbers?.push(value);
    this.#codes?.push(code);
    this.#rows++;
  }

  #countNumber(value: number, text: string): void {
    this.#finite++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (this.#isWhole && !Number.isInteger(value)) this.#isWhole = false;
    if (text.charCodeAt(0) === ZERO && text.charCodeAt(1) >= ZERO) {
      this.#hasLeadingZeros ||= /^0\d/.test(text);
    }
    const step = value - this.#previous;
    this.#previous = value;
    if (Number.isNaN(step)) return;
    if (Number.isNaN(this.#step)) this.#step = step;
    this.#isCounter &&= step === this.#step && (step === 1 || step === -1);
  }

  #code(text: string): number {
    if (this.#codes === null) return MISSING_CODE;
    const known = this.#dictionary.get(text);
    if (known !== undefined) return known;
    if (this.#values.length === MAX_DISTINCT || text.length > MAX_VALUE_CHARACTERS) {
      this.#codes = null;
      this.#dictionary.clear();
      return MISSING_CODE;
    }
    const code = this.#values.length;
    const copy = detached(text);
    this.#dictionary.set(copy, code);
    this.#values.push(copy);
    return code;
  }

  /** The column; the builder is empty afterwards. */
  take(name: string): RawColumn {
    const codes = this.#codes;
    return {
      name,
      position: this.#position,
      facts: {
        missing: this.#missing,
        numbers: this.#finite,
        infinities: this.#infinities,
        words: this.#words,
        distinct: codes === null ? null : this.#values.length,
        min: this.#min,
        max: this.#max,
        isWhole: this.#isWhole,
        hasLeadingZeros: this.#hasLeadingZeros,
        isCounter: this.#isCounter && this.#finite > 1,
        meanWordsPerValue: this.#words === 0 ? 0 : this.#wordsInWords / this.#words,
        first: {
          missing: this.#firstMissing,
          infinity: this.#firstInfinity,
          words: this.#firstWords,
        },
      },
      numbers: this.#numbers?.take() ?? null,
      codes: codes?.take() ?? null,
      values: this.#values,
    };
  }
}

/** A part of a string may keep the whole string in memory; this copy does not. */
function detached(text: string): string {
  const units = new Array<number>(text.length);
  for (let i = 0; i < units.length; i++) units[i] = text.charCodeAt(i);
  return String.fromCharCode(...units);
}
