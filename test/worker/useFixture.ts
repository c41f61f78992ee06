/** Weights of a network that was trained on the flowers, and a model that uses them. */
import assert from "node:assert/strict";
import { UseModel } from "../../src/host/useModel.ts";
import { weightFileText } from "../../src/host/weightFileText.ts";
import { takeSnapshot } from "../../src/host/weightSnapshot.ts";
import { type ReadWeights, readWeightFile } from "../../src/protocol/weightFileReader.ts";
import { createModel, untilStatus } from "./hostFixture.ts";
import {
  bytesOf,
  createTableModel,
  DATA_WORKER_FILE,
  flowers,
  houses,
  untilReviewed,
} from "./tableFixture.ts";

export const FLOWER_WEIGHTS = "flowers.weights.json";
export const HOUSE_WEIGHTS = "houses.weights.json";

/** Trains on the flowers and reads back what would be saved. */
export async function flowerWeights(): Promise<ReadWeights> {
  return readWeightFile(await flowerWeightsText(), FLOWER_WEIGHTS);
}

/** Trains on the flowers and gives the weight file. */
export function flowerWeightsText(): Promise<string> {
  return weightsText("flowers.csv", flowers());
}

/** Trains on the houses and reads back what would be saved. */
export async function houseWeights(): Promise<ReadWeights> {
  return readWeightFile(await weightsText("houses.csv", houses()), HOUSE_WEIGHTS);
}

async function weightsText(fileName: string, text: string): Promise<string> {
  const tables = createTableModel();
  const playground = createModel();
  try {
    tables.load(fileName, bytesOf(text));
    await untilReviewed(tables);
    const made = await tables.make();
    assert.ok(made !== null);
    const { reading, choice, ...table } = made;
    playground.setSpeed("full");
    playground.trainOnTable({
      ...table,
      origin: { uri: `file:///${fileName}`, reading, choice },
    });
    await untilStatus(playground, "finished");
    const snapshot = takeSnapshot(playground, 0);
    assert.ok(snapshot !== undefined);
    return await weightFileText(snapshot, "1.2.3");
  } finally {
    await playground.disposeNow();
    await tables.disposeNow();
  }
}

export function createUseModel(workerFile = DATA_WORKER_FILE): UseModel {
  return new UseModel({
    workerFile,
    describeBreakdown: ({ kind, detail }) => ({
      line: null,
      column: null,
      problem: `${kind}: ${detail}`,
      advice: "choose the table again",
    }),
    logError: () => undefined,
  });
}

/** Resolves when no table is being worked on. */
export async function untilAnswered(model: UseModel): Promise<void> {
  if (model.state.table.status !== "working") return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("waited in vain")), 60_000);
    const following = model.changed.on(() => {
      if (model.state.table.status === "working") return;
      clearTimeout(timer);
      following.dispose();
      resolve();
    });
  });
}
