/** Charts as files: what the panel may have saved, and the check that it is what it says. */
import type { PanelMessage } from "../protocol/messages.ts";

/** The panel's wish to have a chart saved. */
export type SaveChart = Extract<PanelMessage, { readonly type: "saveChart" }>;

/** Formats of a chart, with the file's ending. */
export const chartFormats = {
  png: { label: "PNG", isText: false },
  svg: { label: "SVG", isText: true },
  csv: { label: "CSV", isText: true },
} as const satisfies Record<SaveChart["format"], object>;

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A file to be saved. */
interface ChartFile {
  readonly name: string;
  readonly format: SaveChart["format"];
  readonly content: string | Uint8Array;
}

/**
 * The file that a message asks for. Pictures travel in base64, texts as they are.
 *
 * @throws {TypeError} if the content is not of the format
 */
export function chartFileOf({ name, format, content }: SaveChart): ChartFile {
  const fileName = `${name}.${format}`;
  if (chartFormats[format].isText) {
    if (format === "svg" && !content.startsWith("<svg ")) {
      throw new TypeError("message.content: expected an SVG document");
    }
    return { name: fileName, format, content };
  }
  const bytes = Buffer.from(content, "base64");
  if (!PNG_SIGNATURE.equals(bytes.subarray(0, PNG_SIGNATURE.length))) {
    throw new TypeError("message.content: expected a PNG picture in base64");
  }
  return { name: fileName, format, content: bytes };
}
