/** What the maps show, in words. No DOM. */
import { formatCount, formatNumber, formatPercent, joinWords } from "../format.ts";
import type { BorderFacts } from "./bordersPainter.ts";
import type { Landmarks, Plane, PlanePoint } from "./plane.ts";
import { type PlaneNetwork, probabilityOf } from "./planeNetwork.ts";

/** A network and what was found in its map; undefined while that is not known. */
export interface KnownBorder {
  readonly label: string;
  readonly facts: BorderFacts | undefined;
}

/** Borders whose lengths differ by less than this share count as equally long. */
const CLEARLY_LONGER = 1.1;

/** Lines of one network's border. */
function shapeText({ pieces, length, share }: BorderFacts, classNames: readonly string[]) {
  if (pieces === 0) {
    return `There is no border: ${classNames[share > 0.5 ? 1 : 0]} is everywhere.`;
  }
  const lines = pieces === 1 ? "one line" : `${formatCount(pieces)} separate lines`;
  return `The border is ${lines}, ${formatNumber(length)} long.`;
}

/** A map for those who do not see it. */
export function mapLabel(
  { label, facts }: KnownBorder,
  epoch: number,
  { classNames, train, test }: Plane,
): string {
  const title = `Decision border ${label} at epoch ${formatCount(epoch)}.`;
  if (facts === undefined) return title;
  return [
    title,
    shapeText(facts, classNames),
    `Wrong are ${formatCount(facts.wrongTrain)} of ${formatCount(train.labels.length)} training items and ` +
      `${formatCount(facts.wrongTest)} of ${formatCount(test.labels.length)} test items.`,
  ].join(" ");
}

/** What stands out in all maps together; "" while it is not known or there is but one map. */
export function bordersText(
  borders: readonly KnownBorder[],
  classNames: readonly string[],
): string {
  const known = borders.flatMap(({ label, facts }) => (facts ? [{ label, facts }] : []));
  if (known.length < borders.length || known.length === 0) return "";
  if (known.length === 1) return shapeText(known[0].facts, classNames);
  const without = known.filter(({ facts }) => facts.pieces === 0);
  const drawn = known
    .filter(({ facts }) => facts.pieces > 0)
    .sort((a, b) => a.facts.length - b.facts.length);
  const sentences: string[] = [];
  if (without.length > 0) {
    const names = joinWords(without.map(({ label }) => label));
    sentences.push(`The network ${names} says the same class everywhere: it has no border.`);
  }
  if (drawn.length > 1) {
    const [shortest, longest] = [drawn[0], drawn[drawn.length - 1]];
    const ratio = longest.facts.length / shortest.facts.length;
    // Borders that are about equally long are nothing to tell.
    if (ratio >= CLEARLY_LONGER) {
      sentences.push(
        `The border is longest ${longest.label} (${formatNumber(longest.facts.length)}) and ` +
          `shortest ${shortest.label} (${formatNumber(shortest.facts.length)}). A shorter border ` +
          "bends less.",
      );
    }
  }
  return sentences.join(" ");
}

/** What a network says of the new point of Figure 2. */
export function newPointText(
  { newPoint: { x, y } }: Landmarks,
  network: PlaneNetwork,
  { classNames }: Plane,
): string {
  const probability = probabilityOf(network.margin(x, y));
  return `new point (${x}, ${y}): ${classNames[1]} ${formatPercent(probability)}`;
}

/** Where the cross-hair is. */
export function pointText({ x, y }: PlanePoint, { inputNames }: Plane): string {
  const places = (value: number) => value.toFixed(2).replace("-", "\u2212");
  return `${inputNames[0]} ${places(x)}, ${inputNames[1]} ${places(y)}`;
}
