/** Goes through the items of a batch: dropout drops other units for each of them. */
import type { DataPreview } from "../../src/protocol/messages.ts";
import { classOf } from "../controls/insideBar.tsx";
import { StepButton } from "../controls/stepButton.tsx";
import { formatCount } from "../format.ts";
import type { Presentation } from "./droppedUnits.ts";

interface BatchItemsProps {
  readonly data: DataPreview;
  readonly presentation: Presentation;
  readonly choose: (position: number) => void;
}

export function BatchItems({ data, presentation, choose }: BatchItemsProps) {
  const { position, items, item } = presentation;
  const step = (steps: number) => choose(Math.max(0, Math.min(items - 1, position + steps)));
  const name = classOf(data, item);
  return (
    <div class="batch-items" role="group" aria-label="Items of the batch">
      <span>Units dropped for</span>
      {items > 1 && (
        <span class="step-buttons">
          <StepButton
            {...{ id: "itemBack", steps: -1, label: "Previous item of the batch", step }}
            isOff={position === 0}
          />
          <StepButton
            {...{ id: "itemOn", steps: 1, label: "Next item of the batch", step }}
            isOff={position === items - 1}
          />
        </span>
      )}
      <output id="batch-item">
        item {items > 1 && `${formatCount(position + 1)} of ${formatCount(items)}: `}
        {formatCount(item)}
        {name !== undefined && ` (${name})`}
      </output>
    </div>
  );
}
