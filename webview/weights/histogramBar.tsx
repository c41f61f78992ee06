/** The menu of the histogram of weights. */
import { MoreMenu } from "../charts/moreMenu.tsx";
import { PictureFiles } from "../charts/pictureFiles.tsx";
import type { PanelStore, PanelView } from "../panelStore.ts";
import { type HistogramContent, histogramCsv, histogramPicture } from "./histogramPicture.ts";

interface HistogramBarProps {
  readonly store: PanelStore;
  readonly view: PanelView;
  readonly content: () => HistogramContent;
}

export function HistogramBar({ store, view, content }: HistogramBarProps) {
  return (
    <div class="chart-bar">
      <MoreMenu id="histogram" name="Spread of the weights">
        {() => (
          <PictureFiles
            store={store}
            id="histogram"
            picture={() => histogramPicture(content(), view.theme)}
            csv={() => histogramCsv(content())}
          />
        )}
      </MoreMenu>
    </div>
  );
}
