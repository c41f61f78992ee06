/** The card with the maps of two-input data: in a file of its own, which other data never loads. */
import { useLayoutEffect, useState } from "preact/hooks";
import type { BordersCard } from "./borders/bordersCard.tsx";
import type { PanelStore, PanelView } from "./panelStore.ts";
import type { Shown } from "./shown.ts";

/** Kept while the page lives: shown again, the card is there at once. */
let Card: typeof BordersCard | undefined;

async function load(): Promise<void> {
  Card = (await import("./borders/bordersCard.tsx")).BordersCard;
}

interface BordersPartProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly shown: Shown;
}

/** Whether the data has a plane with borders: two inputs and two classes. */
export function hasBorders({ data, runs }: Shown): boolean {
  const isPlane = data.inputNames.length === 2 && data.classNames.length === 2;
  return isPlane && runs.every(({ summary }) => summary.sizes[0] === 2);
}

/**
 * Loads the card as soon as there is data for it, and shows it once there are runs.
 *
 * @throws in drawing, if the card could not be loaded
 */
export function BordersPart(props: BordersPartProps) {
  const { store, shown } = props;
  const [failure, setFailure] = useState<Error | null>(null);
  useLayoutEffect(() => {
    if (Card !== undefined) return;
    load().then(
      () => store.redraw(),
      (error: unknown) =>
        setFailure(new Error(`the maps of borders could not be loaded: ${String(error)}`)),
    );
  }, []);
  if (failure !== null) throw failure;
  if (shown.runs.length === 0) return null;
  if (Card !== undefined) return <Card {...props} />;
  return (
    <section class="card borders" aria-labelledby="borders-title" aria-busy="true">
      <div class="card-head">
        <h2 id="borders-title">Borders between the classes</h2>
      </div>
      <div class="borders-room" style={{ "--maps": Math.min(2, shown.runs.length) }} />
    </section>
  );
}
