/** The equations of what training makes small, and of its gradient. */
import {
  type EquationNumbers,
  type EquationRow,
  L1_LAMBDA,
  LAMBDA,
  LambdaW,
  signOf,
  W,
  W_SQUARED,
} from "./equationParts.tsx";
import { DataGradient, Frac, Num, Op } from "./math.tsx";

export function objectiveRow({ config, update, loss, penalty }: EquationNumbers): EquationRow {
  const hasL2 = update.l2 !== 0;
  const hasL1 = update.l1 !== 0;
  return {
    name: "What training makes small",
    letters: [
      <mi>E</mi>,
      ...(hasL2
        ? [
            <>
              <Op>{signOf(config)}</Op>
              <Frac over={LAMBDA} under={<mn>2</mn>} />
              <mo>∑</mo>
              {W_SQUARED}
            </>,
          ]
        : []),
      ...(hasL1
        ? [
            <>
              <Op>+</Op>
              {L1_LAMBDA}
              <mo>∑</mo>
              <mo stretchy={false}>|</mo>
              {W}
              <mo stretchy={false}>|</mo>
            </>,
          ]
        : []),
    ],
    numbers: [
      <Num value={loss} isFirst={true} />,
      ...(penalty === 0
        ? []
        : [
            <>
              <Op>{penalty < 0 ? "−" : "+"}</Op>
              <Num value={Math.abs(penalty)} />
            </>,
            <>
              <Op>=</Op>
              <Num value={loss + penalty} isFirst={true} />
            </>,
          ]),
    ],
    note:
      hasL2 || hasL1
        ? "E is the mean data loss on the training items; the sum goes over all weights."
        : "E is the mean data loss on the training items. There is no penalty in it.",
  };
}

export function ownPenaltyRow({
  config,
  weight,
  update,
}: EquationNumbers): EquationRow | undefined {
  if (update.l2 === 0) return undefined;
  return {
    name: "This weight's part of the penalty",
    letters: [
      <>
        {config.publishedSign && <mo>−</mo>}
        <Frac over={LAMBDA} under={<mn>2</mn>} />
        {W_SQUARED}
      </>,
    ],
    numbers: [<Num value={(update.l2 / 2) * weight * weight} isFirst={true} />],
  };
}

export function gradientRow(numbers: EquationNumbers): EquationRow {
  const { config, weight, dataGradient, update } = numbers;
  const data =
    dataGradient === null ? <DataGradient /> : <Num value={dataGradient} isFirst={true} />;
  const gradient = (
    <>
      <mi>g</mi>
      <Op>=</Op>
      <DataGradient />
    </>
  );
  if (config.optimizer === "adamw" || update.l2 === 0) {
    return {
      name: "Gradient",
      letters: [gradient],
      numbers: [data],
      ...(config.optimizer === "adamw" && update.l2 !== 0
        ? { note: "AdamW keeps the penalty out of the gradient." }
        : {}),
    };
  }
  const sign = signOf(config);
  return {
    name: "Gradient",
    letters: [
      gradient,
      <>
        <Op>{sign}</Op>
        <LambdaW />
      </>,
    ],
    numbers: [
      data,
      <>
        <Op>{sign}</Op>
        <Num value={Math.abs(update.l2)} />
        <Op>×</Op>
        <Num value={weight} />
      </>,
      <>
        <Op>=</Op>
        {update.gradient === null ? (
          <>
            <DataGradient />
            <Op>{update.penaltyGradient < 0 ? "−" : "+"}</Op>
            <Num value={Math.abs(update.penaltyGradient)} />
          </>
        ) : (
          <Num value={update.gradient} isFirst={true} />
        )}
      </>,
    ],
  };
}
