/** Says what became of settings that were changed: applied, about to be, or for the next run. */
import { useEffect, useState } from "preact/hooks";
import { formatCount, joinWords } from "../format.ts";
import { liveMemberNames } from "../liveChanges.ts";
import type { Shown } from "../shown.ts";
import { controlsDifference, takesChanges } from "./changes.ts";

/** News that last shorter than this are not told: a change is applied within an epoch. */
const SETTLE_MS = 250;

/** What is to be said; "" if the controls are those of what is shown. */
export function changeNote({ playground, changes }: Pick<Shown, "playground" | "changes">): string {
  const isUnderWay = playground.status === "training" || playground.status === "paused";
  const { live, others } = controlsDifference(playground);
  const isTaken = takesChanges(playground);
  const waits = others || (live.length > 0 && !isTaken);
  const last = changes.at(-1);
  const sentences: string[] = [];
  if (isUnderWay && last) {
    sentences.push(`Applied from epoch ${formatCount(last.epoch + 1)} on: ${last.text}.`);
  }
  if (isTaken && live.length > 0) {
    const names = joinWords(live.map(member => liveMemberNames[member]));
    sentences.push(`Applied with the next epoch: ${names}.`);
  }
  if (waits && sentences.length > 0) {
    sentences.push("The other changes apply to the next run; restart to see their effect.");
  } else if (waits) {
    sentences.push(
      isUnderWay
        ? "Settings changed. They apply to the next run; restart to see their effect."
        : "Settings changed. Run to see their effect.",
    );
  } else if (!isUnderWay && last) {
    sentences.push("Settings changed while this was trained; a new run has them from the start.");
  }
  return sentences.join(" ");
}

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
