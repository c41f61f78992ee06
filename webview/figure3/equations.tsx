/** The equations of one update, in letters and with the numbers of one weight. */
import type { ComponentChildren } from "preact";
import type { TrainingConfig } from "../../src/core/config.ts";
import type { WeightUpdate } from "../../src/core/updateRule.ts";
import { Brackets, DataGradient, Frac, Num, Op, Sym, Times } from "./math.tsx";

export interface EquationRow {
  readonly name: string;
  readonly letters: readonly ComponentChildren[];
  readonly numbers: readonly ComponentChildren[];
  readonly note?: string;
}

/** What the equations are filled with. */
export interface EquationNumbers {
  readonly config: TrainingConfig;
  /** That of the epoch. */
  readonly learningRate: number;
  readonly weight: number;
  /** Mean gradient of the data loss; null if it is not known. */
  readonly dataGradient: number | null;
  readonly update: WeightUpdate;
  /** The weight after the update, as the training made it; null outside of slow motion. */
  readonly recordedAfter: number | null;
  /** Data loss and penalty on the training items, of all weights. */
  readonly loss: number;
  readonly penalty: number;
  /** Norm of all weights that lead into the unit. */
  readonly unitNorm: number;
}

const LAMBDA = <mi>λ</mi>;
const RATE = <mi>η</mi>;
const W = <mi>w</mi>;
const W_SQUARED = (
  <msup>
    <mi>w</mi>
    <mn>2</mn>
  </msup>
);
const GETS = <Op>←</Op>;
const L1_LAMBDA = <Sym name="λ" index="1" />;

function LambdaW() {
  return (
    <>
      {LAMBDA}
      <Times>{W}</Times>
    </>
  );
}

/** The sign with which the penalty counts, and the size of lambda without it. */
function signOf({ publishedSign }: TrainingConfig): string {
  return publishedSign ? "−" : "+";
}

function objectiveRow({ config, update, loss, penalty }: EquationNumbers): EquationRow {
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

function ownPenaltyRow({ config, weight, update }: EquationNumbers): EquationRow | undefined {
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

function gradientRow(numbers: EquationNumbers): EquationRow {
  const { config, weight, dataGradient, update } = numbers;
  const data =
    dataGradient === null ? <DataGradient /> : <Num value={dataGradient} isFirst={true} />;
  if (config.optimizer === "adamw" || update.l2 === 0) {
    return {
      name: "Gradient",
      letters: [
        <>
          <mi>g</mi>
          <Op>=</Op>
          <DataGradient />
        </>,
      ],
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
      <>
        <mi>g</mi>
        <Op>=</Op>
        <DataGradient />
      </>,
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

/** How the optimizer turns the gradient into a step, where it remembers something. */
function memoryRow({ config }: EquationNumbers): EquationRow | undefined {
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

function updateRow(all: EquationNumbers): EquationRow {
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

function thresholdRow({ update }: EquationNumbers): EquationRow | undefined {
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

function maxNormRow({ config, unitNorm }: EquationNumbers): EquationRow | undefined {
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

/** Every equation that the config really has, in the order in which an update applies them. */
export function equationRows(numbers: EquationNumbers): EquationRow[] {
  return [
    objectiveRow(numbers),
    ownPenaltyRow(numbers),
    gradientRow(numbers),
    memoryRow(numbers),
    updateRow(numbers),
    thresholdRow(numbers),
    maxNormRow(numbers),
  ].filter(row => row !== undefined);
}
