/** What became of settings that were changed, in words. */
import { formatCount, joinWords } from "../format.ts";
import { liveMemberNames } from "../liveChanges.ts";
import type { Shown } from "../shown.ts";
import { controlsDifference, takesChanges } from "./changes.ts";

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
