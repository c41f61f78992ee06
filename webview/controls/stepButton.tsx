/** A small button that goes one step back or on. */
interface StepButtonProps {
  readonly id: string;
  readonly steps: -1 | 1;
  readonly label: string;
  readonly isOff: boolean;
  readonly step: (steps: number) => void;
}

export function StepButton({ id, steps, label, isOff, step }: StepButtonProps) {
  return (
    <button
      id={id}
      type="button"
      class="button icon-only step-button"
      // A button that is off loses the focus; at either end it only does nothing.
      aria-disabled={isOff}
      title={label}
      onClick={() => step(steps)}
    >
      <span aria-hidden="true">{steps < 0 ? "‹" : "›"}</span>
      <span class="visually-hidden">{label}</span>
    </button>
  );
}
