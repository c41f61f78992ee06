/** Copies and saves a line chart, from its menu. */
import { layerName } from "../weights/weightValues.ts";
import { chartCsv } from "./chartCsv.ts";
import { type ChartPicture, chartPicture } from "./chartPicture.ts";
import type { ChartProps } from "./chartProps.ts";
import { contextOf, linesOf } from "./lines.ts";
import { PictureFiles } from "./pictureFiles.tsx";
import { runsOf, selectSeries } from "./selection.ts";

/** The chart as it is on the page. */
function pictureOf({ store, view, shown, spec: whole, scale, layer }: ChartProps): ChartPicture {
  const { epochScale, zoom, smoothing } = view.memory;
  const spec = selectSeries(whole, shown, view.memory);
  const lines = linesOf(spec, runsOf(spec, shown.runs, view.memory), ({ index }) =>
    store.inspectionSeries(index),
  );
  const isOfWeights = spec.series.some(({ id }) => id === "weights");
  return {
    content: {
      spec,
      lines,
      context: contextOf(shown, layer),
      theme: view.theme,
      isSmall: false,
    },
    look: { epochScale, valueScale: scale, zoom, smoothing },
    axisEnd: shown.axisEnd,
    changes: shown.changes,
    note:
      isOfWeights && layer !== null ? layerName(layer, shown.runs[0].summary.sizes.length - 1) : "",
  };
}

export function ChartFiles(props: ChartProps) {
  return (
    <PictureFiles
      store={props.store}
      id={props.spec.id}
      picture={() => chartPicture(pictureOf(props))}
      csv={() => {
        const { content, note } = pictureOf(props);
        return chartCsv(content.spec, content.lines, content.context, note);
      }}
    />
  );
}
