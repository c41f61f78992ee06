/** The built page of saved weights in a real Chromium, with the real model and data thread behind it. */
import {
  parseUsePageMessage,
  type UseHostMessage,
  type UsePageMessage,
} from "../../src/protocol/useMessages.ts";
import type { ReadWeights } from "../../src/protocol/weightFileReader.ts";
import { bytesOf, flowers } from "../worker/tableFixture.ts";
import { createUseModel, FLOWER_WEIGHTS } from "../worker/useFixture.ts";
import { HandledPage } from "./testPage.ts";

/** What needs the editor's dialogs is answered with a table of flowers. */
export class TestUsePage extends HandledPage<UsePageMessage, UseHostMessage> {
  readonly model;
  /** The table that is chosen. */
  table = flowers();

  /** @param weights that reading again gives */
  constructor(weights: ReadWeights) {
    const model = createUseModel();
    super({
      built: { title: "Predict", bundle: "usePage" },
      parse: parseUsePageMessage,
      handlers: {
        ready: () => this.#show(),
        setValue: ({ position, text }) => model.setValue(position, text),
        resetValues: () => model.resetValues(),
        pickWeights: () => {},
        reload: () => model.take(FLOWER_WEIGHTS, weights),
        pickTable: () => model.predict("flowers.csv", bytesOf(this.table)),
        readTable: ({ reading }) => model.predict("flowers.csv", bytesOf(this.table), reading),
        cancel: () => model.cancel(),
        save: () => model.noteSaved("data/flowers.predicted.csv"),
        openTable: () => {},
        pageError: ({ message }) => this.pageErrors.push(message),
      },
    });
    this.model = model;
    model.changed.on(() => this.#show());
  }

  override async close(): Promise<void> {
    await this.model.disposeNow();
    await super.close();
  }

  #show(): void {
    void this.post({ type: "state", state: this.model.state });
  }
}
