/**
 * Splits of the items of a table: into a part to train on, one to choose by (validation) and one to
 * judge by (test); or into k parts that are held out in turn.
 */
import type { Bounds } from "./config.ts";
import type { Random } from "./random.ts";

/** How the sizes of the parts are given. */
export const splitMethods = {
  fractions: {
    label: "fractions",
    description: "Shares of the items, from 0 to 1, that add up to 1.",
  },
  counts: {
    label: "counts",
    description: "Numbers of items that add up to all of them.",
  },
} as const satisfies Record<string, { readonly label: string; readonly description: string }>;

export type SplitMethod = keyof typeof splitMethods;

/** A split into three parts. JSON-safe. */
export interface SplitSpec {
  readonly method: SplitMethod;
  /** Fractions or counts of items, as `method` says. Only the part to train on may not be empty. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Whether every part has its share of every class. */
  readonly stratified: boolean;
  /** Of the stream "split". */
  readonly seed: number;
}

export const splitParts = ["train", "validation", "test"] as const;

export type SplitPart = (typeof splitParts)[number];

/** The product of two counts of items is then a whole number without rounding. */
export const SPLIT_ITEM_COUNT: Bounds = { min: 1, max: 2 ** 26, integer: true };

/** Smallest and largest size of a part, by method. */
export const SPLIT_SIZE_BOUNDS = {
  fractions: { min: 0, max: 1, integer: false },
  counts: { min: 0, max: SPLIT_ITEM_COUNT.max, integer: true },
} as const satisfies Record<SplitMethod, Bounds>;

/** How far from 1 fractions may add up. */
const FRACTION_TOLERANCE = 1e-9;

/** Indices of items in ascending order. Every item is in one part. */
export type Split = Readonly<Record<SplitPart, Uint32Array>>;

/**
 * Number of items of each part. Of fractions by largest remainder: each part has its quota, count
 * times fraction, rounded down, and the items that are left go to the largest remainders, of equal
 * ones to the earlier part. So each size is less than one item away from its quota, and together
 * they are all items. Quotas are taken to a millionth of an item, so that 0.3 times 5 and 0.7 times
 * 5 have equal remainders.
 *
 * @throws {RangeError} if the items cannot be split so
 */
export function splitSizes(
  spec: Pick<SplitSpec, "method" | SplitPart>,
  count: number,
): Record<SplitPart, number> {
  checkItemCount(count);
  if (!Object.hasOwn(splitMethods, spec.method)) {
    const names = Object.keys(splitMethods).join(" or ");
    throw new RangeError(`split.method: expected ${names}, got ${String(spec.method)}`);
  }
  for (const part of splitParts) {
    checkNumber(`split.${part}`, spec[part], SPLIT_SIZE_BOUNDS[spec.method]);
  }
  const sum = spec.train + spec.validation + spec.test;
  if (spec.method === "counts") {
    if (sum !== count) {
      throw new RangeError(
        `split: expected train, validation and test to add up to the ${count} items, got ${sum}`,
      );
    }
  } else if (!(Math.abs(sum - 1) <= FRACTION_TOLERANCE)) {
    throw new RangeError(
      `split: expected fractions train, validation and test that add up to 1, got ${sum}`,
    );
  }
  const sizes = spec.method === "counts" ? splitParts.map(p => spec[p]) : roundQuotas(spec, count);
  const [train, validation, test] = sizes;
  if (train === 0) {
    throw new RangeError(`split.train: expected at least 1 item to train on, got 0 of ${count}`);
  }
  return { train, validation, test };
}

function roundQuotas(fractions: Readonly<Record<SplitPart, number>>, count: number): number[] {
  const millionths = splitParts.map(part => Math.round(fractions[part] * count * 1e6));
  const sizes = millionths.map(quota => Math.floor(quota / 1e6));
  const byRemainder = [0, 1, 2].sort((a, b) => (millionths[b] % 1e6) - (millionths[a] % 1e6));
  const left = count - sizes[0] - sizes[1] - sizes[2];
  for (let i = 0; i < left; i++) sizes[byRemainder[i]]++;
  return sizes;
}

/**
 * Splits items at random.
 *
 * In a stratified split the quota of a class in a part is (items of the class) x (items of the
 * part) / (all items). Each class has in each part its quota, rounded up or down; and the parts
 * have exactly the sizes of splitSizes. See roundShares for how. The items of each class are
 * shuffled and dealt out accordingly. A split that is not stratified is one with a single class.
 *
 * @param count number of items
 * @param labels class index of each item; needed for a stratified split only
 * @param random the stream "split" of the spec's seed
 * @throws {RangeError} if the items cannot be split so
 */
export function splitItems(
  spec: SplitSpec,
  count: number,
  labels: Uint16Array | undefined,
  random: Random,
): Split {
  const sizes = splitSizes(spec, count);
  if (spec.stratified && labels === undefined) {
    throw new RangeError("split.stratified: expected labels to stratify by, got none");
  }
  const classes = shuffledClasses(count, spec.stratified ? labels : undefined, random);
  const shares = roundShares(
    classes.map(items => items.length),
    splitParts.map(part => sizes[part]),
  );
  const partOf = new Uint8Array(count);
  classes.forEach((items, c) => {
    let next = 0;
    for (let part = 0; part < splitParts.length; part++) {
      const end = next + shares[c * splitParts.length + part];
      while (next < end) partOf[items[next++]] = part;
    }
  });
  const [train, validation, test] = collect(partOf, splitParts.length);
  return { train, validation, test };
}

/**
 * Splits items at random into k parts, each of which is held out once while a network trains on the
 * others. Their sizes differ by at most one, and so do, with labels, their items of each class: the
 * items of one class after the other are dealt to the parts in turn, like cards.
 *
 * @param k from 2 to the number of items
 * @param count number of items
 * @param labels class index of each item for stratified folds, undefined for others
 * @param random a stream "split"
 * @returns k parts, each with the indices of its items in ascending order
 * @throws {RangeError} if the items cannot be split so
 */
export function foldItems(
  k: number,
  count: number,
  labels: Uint16Array | undefined,
  random: Random,
): Uint32Array[] {
  checkItemCount(count);
  if (!(Number.isInteger(k) && k >= 2 && k <= count)) {
    throw new RangeError(
      `folds: expected a whole number from 2 to the number of items, ${count}, got ${k}`,
    );
  }
  const foldOf = new Uint32Array(count);
  let dealt = 0;
  for (const items of shuffledClasses(count, labels, random)) {
    for (const item of items) foldOf[item] = dealt++ % k;
  }
  return collect(foldOf, k);
}

/**
 * Classes that a part knows nothing of: those with items in the table but none in the part.
 *
 * @param part indices of items
 * @param labels class index of each item of the table
 * @returns class indices in ascending order
 */
export function classesMissingFrom(part: Uint32Array, labels: Uint16Array): number[] {
  const classes = new Set(labels);
  for (const item of part) classes.delete(labels[item]);
  return [...classes].sort((a, b) => a - b);
}

function checkItemCount(count: number): void {
  checkNumber("items", count, SPLIT_ITEM_COUNT);
}

function checkNumber(field: string, value: number, { min, max, integer }: Bounds): void {
  if (value >= min && value <= max && (!integer || Number.isInteger(value))) return;
  const kind = integer ? "a whole number" : "a number";
  throw new RangeError(`${field}: expected ${kind} from ${min} to ${max}, got ${String(value)}`);
}

/** The items of each class in random order; all items as one class if there are no labels. */
function shuffledClasses(
  count: number,
  labels: Uint16Array | undefined,
  random: Random,
): Uint32Array[] {
  if (labels !== undefined && labels.length !== count) {
    throw new RangeError(
      `labels: expected one for each of the ${count} items, got ${labels.length}`,
    );
  }
  const classes = collect(labels ?? new Uint8Array(count), 1);
  for (const items of classes) random.shuffle(items);
  return classes;
}

/** Items by the group they belong to, ascending in each; at least so many groups. */
function collect(groupOf: Uint8Array | Uint16Array | Uint32Array, groups: number): Uint32Array[] {
  let groupCount = groups;
  for (const group of groupOf) groupCount = Math.max(groupCount, group + 1);
  const sizes = new Uint32Array(groupCount);
  for (const group of groupOf) sizes[group]++;
  const collected = Array.from(sizes, size => new Uint32Array(size));
  sizes.fill(0);
  groupOf.forEach((group, item) => {
    collected[group][sizes[group]++] = item;
  });
  return collected;
}

/**
 * Rounds the quotas of classes in parts, q[c][p] = classes[c] parts[p] / n, to whole numbers of
 * items: each up or down, so that every class and every part keeps its sum.
 *
 * Class by class, the quotas are rounded down, and what the class is short of, at most two items,
 * goes to the parts that are furthest behind the sum of their quotas so far (of equal ones to the
 * earlier), never to a quota that is whole already.
 *
 * With three parts this always comes out even. Let e[p] be how far a part is behind before a class;
 * they add up to 0, and suppose that all lie strictly between -1 and 1, as they do at the start.
 * The class adds its remainders to them, v = e + remainder > -1, and takes 1 off for each item.
 * - One item, to the largest v: the v add up to 1, so the largest is at least 1/3 and below 2, and
 *   no other is 1 or more, because the third would be -1 or less. If one quota is whole, the other
 *   two v add up to 1 - e of that part, and the same holds.
 * - Two items: the v add up to 2, so the smallest is at most 2/3, and neither of the other two is
 *   0 or less, because the largest would be 2 or more.
 * So all e lie between -1 and 1 after the class too. After the last class they are whole: all 0.
 *
 * Remainders are counted in n-ths: everything here is a whole number.
 *
 * @param classes items of each class
 * @param parts items of each of the three parts; both add up to n, from 1 to 2^26
 * @returns row-major, shape [classes, 3]
 */
function roundShares(classes: readonly number[], parts: readonly number[]): Uint32Array {
  const n = parts[0] + parts[1] + parts[2];
  const shares = new Uint32Array(classes.length * parts.length);
  const behind = [0, 0, 0];
  classes.forEach((size, c) => {
    const remainders = parts.map(part => (size * part) % n);
    remainders.forEach((remainder, part) => {
      shares[c * parts.length + part] = (size * parts[part] - remainder) / n;
      behind[part] += remainder;
    });
    const short = (remainders[0] + remainders[1] + remainders[2]) / n;
    const open = [0, 1, 2].filter(part => remainders[part] > 0);
    open.sort((a, b) => behind[b] - behind[a]);
    for (const part of open.slice(0, short)) {
      shares[c * parts.length + part]++;
      behind[part] -= n;
    }
  });
  return shares;
}
