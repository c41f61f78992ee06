/**
 * The cards that the panel does without until there is something to show in them: one file of its
 * own, loaded after the first paint. See deferred.tsx.
 */
import { BordersCard } from "./borders/bordersCard.tsx";
import { ChartBar } from "./charts/chartBar.tsx";
import { ItemRows } from "./sections/itemRows.tsx";
import { PrintedTable } from "./sections/printedTable.tsx";

export const deferredCards = { BordersCard, ChartBar, ItemRows, PrintedTable } as const;

export type DeferredCards = typeof deferredCards;
