/** Copies a text to the clipboard and says whether that worked. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../icon.tsx";

const SAID_MS = 4000;

/** What is said after a try. */
type Outcome = "" | "Copied." | "Not copied: select the text and copy it by hand.";

/** The older way, for pages that may not use the clipboard. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  const focused = document.activeElement;
  field.select();
  // Deprecated, but the only way that asks for no permission.
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

export function CopyButton({
  id,
  text,
  label,
}: {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}) {
  const [outcome, setOutcome] = useState<Outcome>("");
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <span class="copy">
      <button
        id={id}
        type="button"
        class="button"
        onClick={() => {
          void copy(text).then(isCopied => {
            setOutcome(isCopied ? "Copied." : "Not copied: select the text and copy it by hand.");
            clearTimeout(timer.current);
            timer.current = window.setTimeout(() => setOutcome(""), SAID_MS);
          });
        }}
      >
        <Icon name="text" />
        {label}
      </button>
      <span class="copy-outcome" role="status">
        {outcome}
      </span>
    </span>
  );
}
