/** The part of a chart's menu that copies and saves it, whatever chart it is. */
import { useState } from "preact/hooks";
import { MAX_CHART_LENGTH } from "../../src/protocol/messages.ts";
import type { PanelStore } from "../panelStore.ts";
import { type Picture, pictureCanvas, pictureSvg } from "./picture.ts";

type Format = "png" | "svg" | "csv";

const formats: readonly Format[] = ["png", "svg", "csv"];

interface PictureFilesProps {
  readonly store: PanelStore;
  /** Of the chart; also in the names of its files. */
  readonly id: string;
  /** The chart as it is on the page. */
  readonly picture: () => Picture;
  /** Its numbers. */
  readonly csv: () => string;
}

/** Whether pictures can be put on the clipboard here. */
function canCopyPictures(): boolean {
  return "ClipboardItem" in window && "clipboard" in navigator && "write" in navigator.clipboard;
}

async function copyPicture(picture: Picture): Promise<void> {
  const canvas = pictureCanvas(picture);
  const blob = new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(made => (made ? resolve(made) : reject(new Error("the picture is too large")))),
  );
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}

export function PictureFiles({ store, id, picture, csv }: PictureFilesProps) {
  const [said, setSaid] = useState("");
  const textOf = (format: "svg" | "csv") => (format === "svg" ? pictureSvg(picture()) : csv());
  const isTooLarge = (content: string) => {
    if (content.length <= MAX_CHART_LENGTH) return false;
    setSaid("This chart has too many numbers for one file: hide some of its lines.");
    return true;
  };
  const copy = (format: Format) => {
    if (format === "png") {
      copyPicture(picture()).then(
        () => setSaid("Copied as PNG."),
        (error: unknown) =>
          setSaid(`Copying failed: ${error instanceof Error ? error.message : String(error)}`),
      );
      return;
    }
    const text = textOf(format);
    if (isTooLarge(text)) return;
    store.post({ type: "copyText", text });
    setSaid(`Copied as ${format.toUpperCase()}.`);
  };
  const save = (format: Format) => {
    const content =
      format === "png"
        ? pictureCanvas(picture()).toDataURL("image/png").replace(/^.*,/, "")
        : textOf(format);
    if (isTooLarge(content)) return;
    store.post({ type: "saveChart", name: `regularization-${id}`, format, content });
    setSaid("");
  };
  const offered = formats.filter(format => format !== "png" || canCopyPictures());
  return (
    <>
      <FormatButtons id={`copy-${id}`} label="Copy" {...{ offered, act: copy }} />
      <FormatButtons id={`save-${id}`} label="Save…" {...{ offered: formats, act: save }} />
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
