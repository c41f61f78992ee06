/** The article's example of a penalty, with weights and lambda that can be changed. */
import { useState } from "preact/hooks";
import { CONFIG_BOUNDS } from "../../src/core/config.ts";
import { workPenalty } from "../../src/core/updateRule.ts";
import { Equation, exactText, Frac, Num, Op } from "./math.tsx";

/** The article's own numbers. */
const ARTICLE_WEIGHTS = "5, -3, 2";
const ARTICLE_LAMBDA = "0.10";

const MOST_WEIGHTS = 8;

type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** A list of numbers, separated by commas, semicolons or spaces. */
function parseWeights(text: string): Parsed<readonly number[]> {
  const parts = text.split(/[,;\s]+/).filter(part => part !== "");
  const values = parts.map(part => Number(part.replace("\u2212", "-")));
  const wrong = parts.find((_, i) => !Number.isFinite(values[i]) || Math.abs(values[i]) > 1e6);
  if (wrong !== undefined) {
    return { problem: `"${wrong}" is not a number from −1,000,000 to 1,000,000.` };
  }
  if (values.length === 0 || values.length > MOST_WEIGHTS) {
    return { problem: `Write 1 to ${MOST_WEIGHTS} weights, with commas between them: 5, -3, 2.` };
  }
  return { value: values };
}

function parseLambda(text: string): Parsed<number> {
  const { min, max } = CONFIG_BOUNDS.l2;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return value >= min && value <= max
    ? { value }
    : { problem: `Write a number from ${min} to ${max}.` };
}

export function WorkedExample() {
  const [weightText, setWeightText] = useState(ARTICLE_WEIGHTS);
  const [lambdaText, setLambdaText] = useState(ARTICLE_LAMBDA);
  const weights = parseWeights(weightText);
  const lambda = parseLambda(lambdaText);
  const isKnown = "value" in weights && "value" in lambda;
  return (
    <div class="worked-example">
      <div class="weight-fields">
        <ExampleField id="example-weights" label="Weights" text={weightText} set={setWeightText}>
          {"problem" in weights ? weights.problem : ""}
        </ExampleField>
        <ExampleField id="example-lambda" label="Lambda" text={lambdaText} set={setLambdaText}>
          {"problem" in lambda ? lambda.problem : ""}
        </ExampleField>
      </div>
      {isKnown && <Worked weights={weights.value} lambda={lambda.value} />}
    </div>
  );
}

function ExampleField(props: {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly set: (text: string) => void;
  /** What is wrong with the text; "" if nothing is. */
  readonly children: string;
}) {
  const { id, label, text, set, children: problem } = props;
  return (
    <label class={problem === "" ? "" : "field has-error"}>
      {label}
      <input
        id={id}
        type="text"
        class="text-input"
        autocomplete="off"
        spellcheck={false}
        value={text}
        aria-invalid={problem !== ""}
        aria-describedby={`${id}-error`}
        onInput={event => set(event.currentTarget.value)}
      />
      <span id={`${id}-error`} class="field-error" role="alert">
        {problem}
      </span>
    </label>
  );
}

function Worked({
  weights,
  lambda,
}: {
  readonly weights: readonly number[];
  readonly lambda: number;
}) {
  const { squares, sumOfSquares, penalty, gradients } = workPenalty(weights, lambda);
  return (
    <>
      <p class="equation-numbers" id="example-penalty">
        <Equation
          pieces={[
            <>
              <Frac over={<Num value={lambda} />} under={<mn>2</mn>} />
              <Op>×</Op>
              <mo stretchy={false}>(</mo>
              <Num value={squares[0]} />
            </>,
            ...squares.slice(1).map(square => (
              <>
                <Op>+</Op>
                <Num value={square} />
              </>
            )),
            <>
              <mo stretchy={false}>)</mo>
              <Op>=</Op>
              <Num value={lambda / 2} />
              <Op>×</Op>
              <Num value={sumOfSquares} />
            </>,
            <>
              <Op>=</Op>
              <Num value={penalty} />
            </>,
          ]}
        />
      </p>
      <p class="card-text">
        The penalty is <b>{exactText(penalty)}</b>. To the gradient of each weight it adds lambda
        times the weight, so that a large weight is pulled harder than a small one:
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Worked example, table">
        <table class="numbers" id="example-table">
          <thead>
            <tr>
              <th scope="col">Weight</th>
              <th scope="col">Squared</th>
              <th scope="col">λ w</th>
              <th scope="col">Pull</th>
            </tr>
          </thead>
          <tbody>
            {weights.map((weight, i) => (
              <tr key={i}>
                <th scope="row">{exactText(weight)}</th>
                <td>{exactText(squares[i])}</td>
                <td>{exactText(gradients[i])}</td>
                <td>{gradients[i] === 0 ? "no pull" : weight > 0 ? "down" : "up"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
