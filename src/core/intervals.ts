/** How sure a measured share is. */

/** The 97.5 % point of the normal distribution. */
const Z = 1.959964;

/**
 * Wilson's 95 % interval of a share.
 *
 * @returns lower and upper end, from 0 to 1; all of it for no items
 * @see Wilson 1927; stays within 0 and 1 for few items, unlike the normal interval
 */
export function wilsonInterval(correct: number, items: number): readonly [number, number] {
  if (items === 0) return [0, 1];
  const share = correct / items;
  const scale = 1 + (Z * Z) / items;
  const centre = (share + (Z * Z) / (2 * items)) / scale;
  const half =
    (Z * Math.sqrt((share * (1 - share)) / items + (Z * Z) / (4 * items * items))) / scale;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
