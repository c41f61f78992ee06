/** The equations of what follows the step: the soft threshold of L1, and max-norm. */
import type { ComponentChildren } from "preact";
import {
  type EquationNumbers,
  type EquationRow,
  GETS,
  L1_LAMBDA,
  RATE,
  W,
} from "./equationParts.tsx";
import { Brackets, Num, Op, Sym, Times } from "./math.tsx";

export function thresholdRow({ update }: EquationNumbers): EquationRow | undefined {
  if (update.threshold === 0) return undefined;
  const soft = (value: ComponentChildren, threshold: ComponentChildren) => [
    <>
      <mi>sign</mi>
      <Brackets>{value}</Brackets>
    </>,
    <>
      <mi>max</mi>
      <Brackets>
        <mo stretchy={false}>|</mo>
        {value}
        <mo stretchy={false}>|</mo>
        <Op>−</Op>
        {threshold}
        <mo separator={true}>,</mo>
        <mn>0</mn>
      </Brackets>
    </>,
  ];
  const { stepped } = update;
  return {
    name: "Soft threshold of L1",
    letters: [
      <>
        {W}
        {GETS}
      </>,
      ...soft(
        W,
        <>
          {RATE}
          <Times>{L1_LAMBDA}</Times>
        </>,
      ),
    ],
    numbers: [
      ...soft(
        stepped === null ? W : <Num value={stepped} isFirst={true} />,
        <Num value={update.threshold} />,
      ),
      ...(update.after === null
        ? []
        : [
            <>
              <Op>=</Op>
              <Num value={update.after} isFirst={true} />
            </>,
          ]),
    ],
    note: "A weight within the threshold becomes exactly zero.",
  };
}

export function maxNormRow({ config, unitNorm }: EquationNumbers): EquationRow | undefined {
  if (config.maxNorm === 0) return undefined;
  const norm = (
    <>
      <mo stretchy={false}>‖</mo>
      <Sym name="w" index="j" />
      <mo stretchy={false}>‖</mo>
    </>
  );
  return {
    name: "Max-norm",
    letters: [
      <>
        {W}
        {GETS}
        {W}
        <Op>×</Op>
        <mi>min</mi>
        <Brackets>
          <mn>1</mn>
          <mo separator={true}>,</mo>
          <mi>c</mi>
          <mo>/</mo>
          {norm}
        </Brackets>
      </>,
    ],
    numbers: [
      <>
        <mi>c</mi>
        <Op>=</Op>
        <Num value={config.maxNorm} />
        <mtext>,</mtext>
      </>,
      <>
        {norm}
        <Op>=</Op>
        <Num value={unitNorm} />
      </>,
    ],
    note:
      unitNorm > config.maxNorm
        ? "All weights into the unit are scaled back."
        : "The weights into the unit are within the limit: nothing happens.",
  };
}
