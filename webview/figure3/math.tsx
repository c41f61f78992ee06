/** Pieces of equations in MathML, which the browser draws in the colours and sizes of the text. */
import type { ComponentChildren } from "preact";

/** Digits that two neighbouring weights need to be told apart. */
const DIGITS = 6;

/** Small numbers of so few characters need no power of ten. */
const SHORT = 8;

/** About six significant digits: a mantissa, and a power of ten where that is shorter. */
function exactParts(value: number): { readonly mantissa: string; readonly power: number } {
  const size = Math.abs(value);
  if (value === 0) return { mantissa: "0", power: 0 };
  const plain = trim(value.toFixed(Math.max(0, DIGITS - 1 - Math.floor(Math.log10(size)))));
  if ((size >= 1e-4 && size < 1e6) || (size < 1 && plain.length <= SHORT)) {
    return { mantissa: plain, power: 0 };
  }
  const [digits, power] = value.toExponential(DIGITS - 2).split("e");
  return { mantissa: trim(digits), power: Number(power) };
}

/** Without idle zeros after the point. */
function trim(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/** A number as text, for sentences and labels. */
export function exactText(value: number): string {
  const { mantissa, power } = exactParts(value);
  const text = power === 0 ? mantissa : `${mantissa}e${power}`;
  return text.replace(/^-/, "\u2212").replace("e-", "e\u2212");
}

/** A number; one that is negative stands in brackets where something is before it. */
export function Num({
  value,
  isFirst = false,
}: {
  readonly value: number;
  readonly isFirst?: boolean;
}) {
  if (!Number.isFinite(value)) return <mtext>not finite</mtext>;
  const { mantissa, power } = exactParts(value);
  const isNegative = mantissa.startsWith("-");
  const hasBrackets = isNegative && !isFirst;
  return (
    <mrow>
      {hasBrackets && <mo stretchy={false}>(</mo>}
      {isNegative && <mo>−</mo>}
      <mn>{isNegative ? mantissa.slice(1) : mantissa}</mn>
      {power !== 0 && (
        <>
          <mo>×</mo>
          <msup>
            <mn>10</mn>
            <mn>{String(power).replace("-", "\u2212")}</mn>
          </msup>
        </>
      )}
      {hasBrackets && <mo stretchy={false}>)</mo>}
    </mrow>
  );
}

/** An operator between two things, also where it begins a piece. */
export function Op({ children }: { readonly children: string }) {
  return (
    <mo lspace="0.25em" rspace="0.25em">
      {children}
    </mo>
  );
}

/** A letter, with an index if it has one. */
export function Sym({ name, index }: { readonly name: string; readonly index?: string }) {
  return index === undefined ? (
    <mi>{name}</mi>
  ) : (
    <msub>
      <mi>{name}</mi>
      <mi>{index}</mi>
    </msub>
  );
}

export function Frac({
  over,
  under,
}: {
  readonly over: ComponentChildren;
  readonly under: ComponentChildren;
}) {
  return (
    <mfrac>
      <mrow>{over}</mrow>
      <mrow>{under}</mrow>
    </mfrac>
  );
}

/** The mean gradient of the data loss by the weight. */
export function DataGradient() {
  return (
    <Frac
      over={
        <>
          <mo>∂</mo>
          <mi>E</mi>
        </>
      }
      under={
        <>
          <mo>∂</mo>
          <mi>w</mi>
        </>
      }
    />
  );
}

/** A factor and what it multiplies, closely spaced. */
export function Times({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <mo lspace="0" rspace="0.1em">
        {"\u2062"}
      </mo>
      {children}
    </>
  );
}

/** Round brackets that do not grow with what is in them. */
export function Brackets({ children }: { readonly children: ComponentChildren }) {
  return (
    <mrow>
      <mo stretchy={false}>(</mo>
      {children}
      <mo stretchy={false}>)</mo>
    </mrow>
  );
}

/**
 * An equation in pieces between which a narrow page may break the line: each piece is a formula of
 * its own.
 */
export function Equation({ pieces }: { readonly pieces: readonly ComponentChildren[] }) {
  return (
    <span class="equation">
      {pieces.map((piece, i) => (
        <math key={i}>
          <mrow>{piece}</mrow>
        </math>
      ))}
    </span>
  );
}
