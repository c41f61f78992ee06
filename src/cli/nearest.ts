/** What somebody may have meant who mistyped a name. */

/** The name that takes the fewest changes, if they are few; else undefined. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.floor(typed.length / 3) + 2;
  for (const name of names) {
    const changes = distance(typed.toLowerCase(), name.toLowerCase());
    if (changes < fewest) [best, fewest] = [name, changes];
  }
  return best;
}

/** `; did you mean "x"?`, or nothing. */
export function suggestion(typed: string, names: readonly string[], prefix = ""): string {
  const name = nearest(typed, names);
  return name === undefined ? "" : `; did you mean ${prefix}${name}?`;
}

/** Letters to put in, take out or replace; Levenshtein's distance, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = row[j] + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, row[j + 1] + 1, next[j] + 1));
    }
    row = next;
  }
  return row[b.length];
}
