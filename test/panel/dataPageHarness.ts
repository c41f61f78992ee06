/** The built data page in a real Chromium, with the real model and the real data thread behind it. */
import { choiceHandlers } from "../../src/host/choiceHandlers.ts";
import type { MadeChoice, TableChange } from "../../src/host/tableModel.ts";
import {
  type DataHostMessage,
  type DataPageMessage,
  parseDataPageMessage,
} from "../../src/protocol/dataMessages.ts";
import { createTableModel, untilReviewed } from "../worker/tableFixture.ts";
import { HandledPage } from "./testPage.ts";

/** One data page and the model behind it. */
export class TestDataPage extends HandledPage<DataPageMessage, DataHostMessage> {
  readonly model;
  /** What "Train" has made. */
  readonly made: MadeChoice[] = [];

  constructor() {
    const model = createTableModel();
    super({
      built: { title: "Data", bundle: "dataPage" },
      parse: parseDataPageMessage,
      handlers: {
        ready: () => this.#show("table"),
        read: ({ reading }) => void model.reread(reading),
        cancel: () =>
          model.cancel({
            line: null,
            column: null,
            problem: "cancelled",
            advice: "Read it again.",
          }),
        reload: () => {},
        pickFile: () => {},
        openTable: () => {},
        giveTable: ({ name, bytes }) => {
          model.forget(false);
          model.load(name, new Uint8Array(bytes));
        },
        ...choiceHandlers(model),
        train: () => {
          void model.make().then(made => {
            if (made !== null) this.made.push(made);
            model.setInUse(made !== null);
          });
        },
        openFile: () => {},
        pageError: ({ message }) => this.pageErrors.push(message),
      },
    });
    this.model = model;
    model.changed.on(change => this.#show(change));
  }

  override async close(): Promise<void> {
    await this.model.disposeNow();
    await super.close();
  }

  /** Reads a table and waits until the page shows what came of it. */
  async read(fileName: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.model.load(fileName, bytes);
    await untilReviewed(this.model);
    await this.untilStatus(this.model.state.status);
  }

  #show(change: TableChange): void {
    const { state, summary } = this.model;
    if (change === "table") void this.post({ type: "table", summary }, { type: "state", state });
    else void this.post({ type: "state", state });
  }
}
