/** Lambda by hand, over six powers of ten. */
import { useEffect, useRef } from "preact/hooks";
import type { PanelStore } from "../panelStore.ts";
import { LAMBDA_STEPS, lambdaAt, lambdaStep } from "./fieldText.ts";
import { useDraft } from "./useDraft.ts";

/** A running experiment is changed where the slider rests, not at each place it passes. */
const REST_MS = 180;

export function LambdaSlider({
  store,
  l2,
  isLive,
}: {
  readonly store: PanelStore;
  readonly l2: number;
  /** Whether a change applies at once, to what is being trained. */
  readonly isLive: boolean;
}) {
  const [step, setStep] = useDraft(lambdaStep(l2));
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <input
      id="lambda-slider"
      type="range"
      class="slider"
      min="0"
      max={LAMBDA_STEPS}
      step="1"
      value={step}
      aria-label="Lambda, logarithmic"
      aria-valuetext={`lambda ${lambdaAt(step)}`}
      style={{ "--played": `${(100 * step) / LAMBDA_STEPS}%` }}
      onInput={event => {
        const chosen = event.currentTarget.valueAsNumber;
        const post = () => store.post({ type: "configure", changes: { l2: lambdaAt(chosen) } });
        setStep(chosen);
        store.forgetRejection("l2");
        clearTimeout(timer.current);
        if (isLive) timer.current = window.setTimeout(post, REST_MS);
        else post();
      }}
    />
  );
}
