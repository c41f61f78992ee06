/** The equations of the step: what the optimizer remembers, and what it makes of the gradient. */
import type { ComponentChildren } from "preact";
import {
  type EquationNumbers,
  type EquationRow,
  GETS,
  LambdaW,
  RATE,
  W,
} from "./equationParts.tsx";
import { Brackets, Frac, Num, Op, Sym, Times } from "./math.tsx";

/** How the optimizer turns the gradient into a step, where it remembers something. */
export function memoryRow({ config }: EquationNumbers): EquationRow | undefined {
  const { optimizer, momentum, beta1, beta2 } = config;
  if (optimizer === "sgd") return undefined;
  const note = "What the optimizer remembers of earlier updates is not filled in.";
  if (optimizer === "momentum" || optimizer === "nesterov") {
    const rest = (value: ComponentChildren) => [
      <>
        <mi>v</mi>
        {GETS}
        {value}
        <Times>
          <mi>v</mi>
        </Times>
        <Op>+</Op>
        <mi>g</mi>
      </>,
    ];
    return {
      name: "Velocity",
      letters: rest(<mi>μ</mi>),
      numbers: rest(<Num value={momentum} />),
      note,
    };
  }
  const means = (first: ComponentChildren, second: ComponentChildren) => [
    <>
      <mi>m</mi>
      {GETS}
      {first}
      <Times>
        <mi>m</mi>
      </Times>
      <Op>+</Op>
      <Brackets>
        <mn>1</mn>
        <Op>−</Op>
        {first}
      </Brackets>
      <mi>g</mi>
      <mtext>,</mtext>
    </>,
    <>
      <mi>s</mi>
      {GETS}
      {second}
      <Times>
        <mi>s</mi>
      </Times>
      <Op>+</Op>
      <Brackets>
        <mn>1</mn>
        <Op>−</Op>
        {second}
      </Brackets>
      <msup>
        <mi>g</mi>
        <mn>2</mn>
      </msup>
    </>,
  ];
  return {
    name: "Means of the gradient and of its square",
    letters: means(<Sym name="β" index="1" />, <Sym name="β" index="2" />),
    numbers: means(<Num value={beta1} />, <Num value={beta2} />),
    note,
  };
}

/** The step in letters, and as far as it is known in numbers. */
function stepPieces({ config, learningRate, update }: EquationNumbers) {
  const rate = <Num value={learningRate} />;
  const { optimizer, momentum, epsilon } = config;
  switch (optimizer) {
    case "sgd":
      return {
        letters: (
          <>
            {RATE}
            <Times>
              <mi>g</mi>
            </Times>
          </>
        ),
        numbers: (
          <>
            {rate}
            <Op>×</Op>
            {update.gradient === null ? <mi>g</mi> : <Num value={update.gradient} />}
          </>
        ),
      };
    case "momentum":
      return {
        letters: (
          <>
            {RATE}
            <Times>
              <mi>v</mi>
            </Times>
          </>
        ),
        numbers: (
          <>
            {rate}
            <Op>×</Op>
            <mi>v</mi>
          </>
        ),
      };
    case "nesterov": {
      const ahead = (share: ComponentChildren) => (
        <Brackets>
          <mi>g</mi>
          <Op>+</Op>
          {share}
          <Times>
            <mi>v</mi>
          </Times>
        </Brackets>
      );
      return {
        letters: (
          <>
            {RATE}
            {ahead(<mi>μ</mi>)}
          </>
        ),
        numbers: (
          <>
            {rate}
            <Op>×</Op>
            {ahead(<Num value={momentum} />)}
          </>
        ),
      };
    }
    case "adam":
    case "adamw": {
      const ratio = (small: ComponentChildren) => (
        <Frac
          over={
            <mover accent={true}>
              <mi>m</mi>
              <mo>^</mo>
            </mover>
          }
          under={
            <>
              <msqrt>
                <mover accent={true}>
                  <mi>s</mi>
                  <mo>^</mo>
                </mover>
              </msqrt>
              <Op>+</Op>
              {small}
            </>
          }
        />
      );
      return {
        letters: (
          <>
            {RATE}
            <Times>{ratio(<mi>ε</mi>)}</Times>
          </>
        ),
        numbers: (
          <>
            {rate}
            <Times>{ratio(<Num value={epsilon} />)}</Times>
          </>
        ),
      };
    }
  }
}

export function updateRow(all: EquationNumbers): EquationRow {
  const { config, learningRate, weight, update } = all;
  const { letters, numbers } = stepPieces(all);
  const isDecoupled = config.optimizer === "adamw" && update.l2 !== 0;
  const isKnown = update.stepped !== null;
  return {
    name: "Update",
    letters: [
      <>
        {W}
        {GETS}
        {config.decay > 0 ? (
          <>
            <Brackets>
              <mn>1</mn>
              <Op>−</Op>
              <mi>d</mi>
            </Brackets>
            <Times>{W}</Times>
          </>
        ) : (
          W
        )}
      </>,
      ...(isDecoupled
        ? [
            <>
              <Op>−</Op>
              {RATE}
              <Times>
                <LambdaW />
              </Times>
            </>,
          ]
        : []),
      <>
        <Op>−</Op>
        {letters}
      </>,
    ],
    numbers: [
      config.decay > 0 ? (
        <>
          <Brackets>
            <mn>1</mn>
            <Op>−</Op>
            <Num value={config.decay} />
          </Brackets>
          <Op>×</Op>
          <Num value={weight} />
        </>
      ) : (
        <Num value={weight} isFirst={true} />
      ),
      ...(isDecoupled
        ? [
            <>
              <Op>−</Op>
              <Num value={learningRate} />
              <Op>×</Op>
              <Num value={update.l2} />
              <Op>×</Op>
              <Num value={weight} />
            </>,
          ]
        : []),
      <>
        <Op>−</Op>
        {numbers}
      </>,
      ...(isKnown
        ? [
            <>
              <Op>=</Op>
              <Num value={update.stepped ?? 0} isFirst={true} />
            </>,
          ]
        : []),
    ],
  };
}
