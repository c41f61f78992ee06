/** The part of a chart's menu that copies and saves it. */
import { useState } from "preact/hooks";
import { MAX_CHART_LENGTH } from "../../src/protocol/messages.ts";
import { layerName } from "../weights/weightValues.ts";
import { chartCsv } from "./chartCsv.ts";
import { chartCanvas, type ChartPicture, chartSvg } from "./chartPicture.ts";
import type { ChartProps } from "./chartProps.ts";
import { contextOf, linesOf } from "./lines.ts";
import { runsOf, selectSeries } from "./selection.ts";

type Format = "png" | "svg" | "csv";

const formats: readonly Format[] = ["png", "svg", "csv"];

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

function textOf(format: "svg" | "csv", picture: ChartPicture): string {
  if (format === "svg") return chartSvg(picture);
  const { spec, lines, context } = picture.content;
  return chartCsv(spec, lines, context, picture.note);
}

/** Whether pictures can be put on the clipboard here. */
function canCopyPictures(): boolean {
  return "ClipboardItem" in window && "clipboard" in navigator && "write" in navigator.clipboard;
}

async function copyPicture(picture: ChartPicture): Promise<void> {
  const canvas = chartCanvas(picture);
  const blob = new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(made => (made ? resolve(made) : reject(new Error("the picture is too large")))),
  );
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}

export function ChartFiles(props: ChartProps) {
  const { store, spec } = props;
  const [said, setSaid] = useState("");
  const isTooLarge = (content: string) => {
    if (content.length <= MAX_CHART_LENGTH) return false;
    setSaid("This chart has too many numbers for one file: hide some of its lines.");
    return true;
  };
  const copy = (format: Format) => {
    const picture = pictureOf(props);
    if (format === "png") {
      copyPicture(picture).then(
        () => setSaid("Copied as PNG."),
        (error: unknown) =>
          setSaid(`Copying failed: ${error instanceof Error ? error.message : String(error)}`),
      );
      return;
    }
    const text = textOf(format, picture);
    if (isTooLarge(text)) return;
    store.post({ type: "copyText", text });
    setSaid(`Copied as ${format.toUpperCase()}.`);
  };
  const save = (format: Format) => {
    const picture = pictureOf(props);
    const content =
      format === "png"
        ? chartCanvas(picture).toDataURL("image/png").replace(/^.*,/, "")
        : textOf(format, picture);
    if (isTooLarge(content)) return;
    store.post({ type: "saveChart", name: `regularization-${spec.id}`, format, content });
    setSaid("");
  };
  const offered = formats.filter(format => format !== "png" || canCopyPictures());
  return (
    <>
      <FormatButtons id={`copy-${spec.id}`} label="Copy" {...{ offered, act: copy }} />
      <FormatButtons id={`save-${spec.id}`} label="Save…" {...{ offered: formats, act: save }} />
      <p class="chart-menu-said" role="status">
        {said}
      </p>
    </>
  );
}

function FormatButtons({
  id,
  label,
  offered,
  act,
}: {
  readonly id: string;
  readonly label: string;
  readonly offered: readonly Format[];
  readonly act: (format: Format) => void;
}) {
  return (
    <div class="chart-menu-row" role="group" aria-label={label}>
      <span>{label}</span>
      <span class="chart-menu-buttons">
        {offered.map(format => (
          <button
            key={format}
            id={`${id}-${format}`}
            type="button"
            class="button"
            aria-label={`${label.replace("…", "")} as ${format.toUpperCase()}`}
            onClick={() => act(format)}
          >
            {format.toUpperCase()}
          </button>
        ))}
      </span>
    </div>
  );
}
