/**
 * The cards that the panel does without until there is something to show in them: one file of its
 * own, loaded after the first paint. See deferred.tsx.
 */
import { BordersCard } from "./borders/bordersCard.tsx";
import { ChartBar } from "./charts/chartBar.tsx";
import { PlaneFields } from "./controls/planeFields.tsx";
import { AdvancedFields } from "./controls/advancedFields.tsx";
import { OptimizerFields } from "./controls/optimizerFields.tsx";
import { OtherRemedies } from "./controls/otherRemedies.tsx";
import { StartFields } from "./controls/startFields.tsx";
import { InsideBar, InsideNote } from "./controls/insideBar.tsx";
import { EquationsCard } from "./figure3/equationsCard.tsx";
import { Figure1Card } from "./figure3/figure1Card.tsx";
import { LambdaCard } from "./figure3/lambdaCard.tsx";
import { acceptDrops } from "./dropTarget.tsx";
import { HealthNote } from "./healthNote.tsx";
import { showKeyMap } from "./keyMap.tsx";
import { MistakesCard } from "./mistakes/mistakesCard.tsx";
import { ForcesCard } from "./sections/forcesCard.tsx";
import { ManyInputsCard } from "./inputPlane/manyInputsCard.tsx";
import { ResultsCard } from "./sections/resultsCard.tsx";
import { DataCard } from "./sections/dataCard.tsx";
import { NetworkCard } from "./network/networkCard.tsx";
import { VariantEditor } from "./variants/variantEditor.tsx";
import { HistogramBar } from "./weights/histogramBar.tsx";
import { MatricesCard } from "./weights/matrices.tsx";
import { explainTerm } from "./termNote.ts";
import { VerdictCard } from "./verdict/verdictCard.tsx";

export const deferredCards = {
  AdvancedFields,
  BordersCard,
  ChartBar,
  EquationsCard,
  Figure1Card,
  HealthNote,
  ForcesCard,
  HistogramBar,
  InsideBar,
  InsideNote,
  DataCard,
  LambdaCard,
  MatricesCard,
  ManyInputsCard,
  MistakesCard,
  NetworkCard,
  PlaneFields,
  OptimizerFields,
  OtherRemedies,
  ResultsCard,
  StartFields,
  VariantEditor,
  acceptDrops,
  explainTerm,
  showKeyMap,
  VerdictCard,
} as const;

export type DeferredCards = typeof deferredCards;
