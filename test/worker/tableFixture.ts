/** Tables as bytes, and a model with the built data worker. */
import { fileURLToPath } from "node:url";
import { TableModel } from "../../src/host/tableModel.ts";

export const DATA_WORKER_FILE = fileURLToPath(new URL("../../dist/dataWorker.js", import.meta.url));

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Flowers of three kinds, told apart by their sizes: 30 of each. */
export function flowers(separator = ","): string {
  const rows = ["number,length,width,colour,kind"];
  for (let i = 0; i < 90; i++) {
    const kind = i % 3;
    const length = (4 + kind + ((i * 7) % 11) / 10).toFixed(1);
    const width = (1 + kind / 2 + ((i * 5) % 7) / 10).toFixed(1);
    const colour = ["red", "white", "blue"][(i * i) % 3];
    rows.push([i + 1, length, width, colour, ["small", "middle", "large"][kind]].join(","));
  }
  return rows.join("\n").replaceAll(",", separator) + "\n";
}

/** Houses whose price follows from area, rooms and view, and a little from nothing. */
export function houses(count = 150): string {
  const rows = ["area,rooms,view,price"];
  for (let i = 0; i < count; i++) {
    const [area, rooms] = [40 + ((i * 37) % 100) + 0.5, 1 + ((i * i) % 5)];
    const isLake = i % 3 === 0;
    const noise = (((i * 7919) % 101) - 50) * 100;
    const price = 900 * area + 5000 * rooms + (isLake ? 40_000 : 0) + noise;
    rows.push([area, rooms, isLake ? "lake" : "street", price].join(","));
  }
  return `${rows.join("\n")}\n`;
}

export function createTableModel(workerFile = DATA_WORKER_FILE): TableModel {
  return new TableModel({
    workerFile,
    describeBreakdown: ({ kind, detail }) => ({
      line: null,
      column: null,
      problem: `${kind}: ${detail}`,
      advice: "read again",
    }),
    logError: () => undefined,
  });
}

/** Resolves at the first change after which the condition holds, or at once if it does. */
export async function untilTable(model: TableModel, condition: () => boolean): Promise<void> {
  if (condition()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      const { status, problem } = model.state;
      reject(new Error(`waited in vain; status ${status}, ${problem?.problem ?? "no problem"}`));
    }, 60_000);
    const following = model.changed.on(() => {
      if (!condition()) return;
      clearTimeout(timer);
      following.dispose();
      resolve();
    });
  });
}

/** Until the thread has read or refused, and reviewed what can be. */
export function untilReviewed(model: TableModel): Promise<void> {
  return untilTable(model, () => {
    const { status, target, review, unfit } = model.state;
    if (status !== "ready") return status === "refused" || status === "failed";
    return target === null || review !== null || unfit !== null;
  });
}
