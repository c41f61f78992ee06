/** What the data page may ask of its table without anybody else having to do anything. */
import type { DataPageMessage } from "../protocol/dataMessages.ts";
import type { Handlers } from "../protocol/messages.ts";
import type { TableModel } from "./tableModel.ts";

type ChoiceType =
  | "setTarget"
  | "setTask"
  | "setTargetMissing"
  | "setColumn"
  | "setColumns"
  | "setSplit"
  | "suggest";

/** @returns handlers of the page's choices, which the model checks and refuses if they do not fit */
export function choiceHandlers(
  model: TableModel,
): Handlers<Extract<DataPageMessage, { readonly type: ChoiceType }>> {
  return {
    setTarget: ({ position }) => model.setTarget(position),
    setTask: ({ task }) => model.setTask(task),
    setTargetMissing: ({ method }) => model.setTargetMissing(method),
    setColumn: ({ position, changes }) => model.setColumn(position, changes),
    setColumns: ({ changes }) => model.setColumns(changes),
    setSplit: ({ split }) => model.setSplit(split),
    suggest: () => model.suggest(),
  };
}
