/** A choice that is shown at once, before the host has answered. */
import { useEffect, useState } from "preact/hooks";

/** A choice that the host has not taken over by then is given up. */
const PATIENCE_MS = 1000;

/**
 * @param accepted the host's value
 * @returns the value to show, and a function that shows another one until the host answers
 */
export function useDraft<T>(accepted: T): [T, (value: T) => void] {
  const [draft, setDraft] = useState<{ readonly value: T } | null>(null);
  useEffect(() => setDraft(null), [accepted]);
  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(() => setDraft(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  return [draft === null ? accepted : draft.value, value => setDraft({ value })];
}
