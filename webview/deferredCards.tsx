/**
 * The cards that the panel does without until there is something to show in them: one file of its
 * own, loaded after the first paint. See deferred.tsx.
 */
import { BordersCard } from "./borders/bordersCard.tsx";

export const deferredCards = { BordersCard } as const;

export type DeferredCards = typeof deferredCards;
