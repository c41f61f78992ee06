/** What all equations of an update are made from: their numbers, and the letters they share. */
import type { ComponentChildren } from "preact";
import type { TrainingConfig } from "../../src/core/config.ts";
import type { WeightUpdate } from "../../src/core/updateRule.ts";
import { Op, Sym, Times } from "./math.tsx";

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

export const LAMBDA = <mi>λ</mi>;
export const RATE = <mi>η</mi>;
export const W = <mi>w</mi>;
export const W_SQUARED = (
  <msup>
    <mi>w</mi>
    <mn>2</mn>
  </msup>
);
export const GETS = <Op>←</Op>;
export const L1_LAMBDA = <Sym name="λ" index="1" />;

export function LambdaW() {
  return (
    <>
      {LAMBDA}
      <Times>{W}</Times>
    </>
  );
}

/** The sign with which the penalty counts, and the size of lambda without it. */
export function signOf({ publishedSign }: TrainingConfig): string {
  return publishedSign ? "−" : "+";
}
