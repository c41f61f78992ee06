/** Small buttons of the list of variants: a sign for the eye, words for everyone else. */

/** Strokes on a grid of 16 by 16. */
const strokes = {
  up: "M8 13V3.5M4 7.5l4-4 4 4",
  down: "M8 3v9.5M4 8.5l4 4 4-4",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  remove: "M4 4l8 8M12 4l-8 8",
} as const;

export function ToolButton({
  id,
  sign,
  label,
  disabled = false,
  press,
}: {
  readonly id: string;
  readonly sign: keyof typeof strokes;
  /** Whole, with what it is about. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly press: () => void;
}) {
  return (
    <button
      id={id}
      type="button"
      class="tool-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={press}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path
          d={strokes[sign]}
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  );
}
