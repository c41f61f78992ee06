/** Says what became of settings that were changed: applied, about to be, or for the next run. */
import { useEffect, useState } from "preact/hooks";
import type { Shown } from "../shown.ts";
import { changeNote } from "./changeText.ts";

/** News that last shorter than this are not told: a change is applied within an epoch. */
const SETTLE_MS = 250;

export function ChangeNote({ shown }: { readonly shown: Shown }) {
  const text = changeNote(shown);
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class={settled === "" ? "change-note" : "change-note is-visible"} role="status">
      {settled}
    </p>
  );
}
