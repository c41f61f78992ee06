/** How any number of classes look: colour, mark, pattern and letter; told apart without the colour. */
import { cssColour, readColours, type Rgba } from "../theme.ts";

/** Looks repeat after so many classes; letters do not until 26. */
const LOOKS = 6;

/** Corners of the mark of each class around 0, 0, in units of its radius; none for a disc. */
const corners: readonly (readonly (readonly [number, number])[])[] = [
  [],
  polygon(3, 1.3),
  polygon(4, 1.25, Math.PI / 4),
  polygon(4, 1.35),
  polygon(5, 1.2),
  polygon(6, 1.15, Math.PI / 6),
];

function polygon(count: number, radius: number, turn = 0): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = turn - Math.PI / 2 + (2 * Math.PI * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

/** Whether a pixel lies on a line of the pattern of a class. */
export function isOnPattern(label: number, x: number, y: number): boolean {
  switch (label % LOOKS) {
    case 1:
      return (x + y) % 8 === 0;
    case 2:
      return y % 7 === 0;
    case 3:
      return x % 7 === 0;
    case 4:
      return (x - y) % 8 === 0;
    case 5:
      return x % 5 === 0 && y % 5 === 0;
    default:
      return false;
  }
}

export function letterOf(label: number): string {
  return label < 26 ? String.fromCharCode(65 + label) : `#${label}`;
}

export interface ClassColours {
  readonly text: Rgba;
  readonly page: Rgba;
  readonly of: (label: number) => Rgba;
}

export function readClassColours(): ClassColours {
  const names = Array.from({ length: LOOKS }, (_, k) => `--class-${k}`);
  const [text, page, ...classes] = readColours(["--text", "--page", ...names]);
  return { text, page, of: label => classes[label % LOOKS] };
}

/** Draws the mark of a class, with a ring around it where a network is wrong. */
export function drawMark(
  context: CanvasRenderingContext2D,
  label: number,
  [x, y]: readonly [number, number],
  radius: number,
  colours: ClassColours,
  isWrong: boolean,
): void {
  context.beginPath();
  const points = corners[label % LOOKS];
  if (points.length === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [i, [dx, dy]] of points.entries()) {
    if (i === 0) context.moveTo(x + dx * radius, y + dy * radius);
    else context.lineTo(x + dx * radius, y + dy * radius);
  }
  context.closePath();
  context.strokeStyle = cssColour(colours.page);
  context.lineWidth = 1.5;
  context.stroke();
  context.fillStyle = cssColour(colours.of(label));
  context.fill();
  if (!isWrong) return;
  context.beginPath();
  context.arc(x, y, radius + 2.5, 0, 2 * Math.PI);
  context.strokeStyle = cssColour(colours.text);
  context.stroke();
}

/** Mark, letter and name of every class. */
export function ClassKey({ classNames }: { readonly classNames: readonly string[] }) {
  return (
    <ul class="class-key">
      {classNames.map((name, label) => (
        <li key={label}>
          <svg class="class-mark" viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">
            {label % LOOKS === 0 ? (
              <circle r={4} style={{ fill: `var(--class-${label % LOOKS})` }} />
            ) : (
              <polygon
                points={corners[label % LOOKS].map(([x, y]) => `${4 * x},${4 * y}`).join(" ")}
                style={{ fill: `var(--class-${label % LOOKS})` }}
              />
            )}
          </svg>
          {letterOf(label)}: {name}
        </li>
      ))}
      <li>outlined: wrong</li>
    </ul>
  );
}
