/** Every command of the extension; contributes.commands in package.json lists the same. */
import type * as vscode from "vscode";
import type { Playground } from "./playground.ts";

/** What a command does; what it returns is for callers that are programs. */
export type Command = (playground: Playground, argument: unknown) => unknown;

/** By the name behind `regularizationPlayground.`. */
export const commands = {
  openPlayground: playground => playground.openPanel(false),
  trainWithoutL2: playground => playground.train("withoutL2"),
  trainWithL2: playground => playground.train("withL2"),
  trainWithAndWithoutL2: playground => playground.train("twins"),
  trainTournament: playground => playground.train("tournament"),
  /** Takes the Uri of a table, as menus do; gives the Uri that is shown, or undefined. */
  trainOnCsv: (playground, argument) => playground.trainOnCsv(argument),
  pauseOrResume: ({ model }) => {
    if (model.state.status === "paused") model.resume();
    else model.pause();
  },
  stepOneEpoch: playground => playground.step(),
  stop: ({ model }) => model.stop(),
  reset: ({ model }) => model.reset(),
  newSeed: ({ model }) => {
    model.newSeed();
    return model.state.config.seed;
  },
  /** Takes how many other seeds; asked for if it is anything else. */
  repeatOverSeeds: (playground, argument) => playground.repeatOverSeeds(argument),
  cancelRepeats: ({ repeats }) => repeats.cancel(),
  /** Takes an ExportRequest; gives the Uri of the file, or undefined. */
  exportWeights: (playground, argument) => playground.exportWeights(argument),
  /** Gives the text that was printed. */
  showWeights: playground => playground.showWeights(),
  reproduceFigure1: playground => playground.reproduceFigure1(),
  /** Takes the Uri of a weight file, as menus do; gives the Uri that is shown, or undefined. */
  predictWithWeights: (playground, argument) => playground.predictWithWeights(argument),
  /** Takes a PredictFunctionRequest, or the Uri of a weight file; gives the Uri of the new file. */
  generatePredictFunction: (playground, argument) => playground.generatePredictFunction(argument),
} as const satisfies Record<string, Command>;

/**
 * @param register vscode.commands.registerCommand
 * @param getPlayground makes the playground when the first command needs it
 */
export function registerCommands(
  register: typeof vscode.commands.registerCommand,
  getPlayground: () => Promise<Playground>,
): vscode.Disposable[] {
  return Object.entries(commands).map(([name, command]: [string, Command]) =>
    register(`regularizationPlayground.${name}`, async (argument: unknown) =>
      command(await getPlayground(), argument),
    ),
  );
}
