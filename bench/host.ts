/** Measures what training costs the thread that listens: the extension host's event loop. */
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { serialize } from "node:v8";
import { PlaygroundModel } from "../src/host/playgroundModel.ts";

const WORKER_FILE = join(import.meta.dirname, "../dist/worker.js");

/** What one run did to the host. */
interface HostCost {
  readonly epochs: number;
  readonly seconds: number;
  readonly messages: number;
  /** Longest time for which the event loop was busy, in milliseconds. */
  readonly longestBlockMs: number;
  readonly p99Ms: number;
}

function createModel(): PlaygroundModel {
  return new PlaygroundModel({
    workerFile: WORKER_FILE,
    inspectorFile: join(import.meta.dirname, "../dist/inspector.js"),
    describeBreakdown: ({ detail }) => ({ reason: detail, advice: "" }),
    logError: text => console.error(text),
  });
}

/** Trains twins at full speed with a host that records and passes on every message. */
async function measure(epochs: number, hiddenLayers: readonly number[]): Promise<HostCost> {
  const model = createModel();
  model.configure({ epochs, hiddenLayers });
  model.setSpeed("full");
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let messages = 0;
  const start = performance.now();
  await new Promise<void>(resolve => {
    model.changed.on(change => {
      messages++;
      // What the editor does with a message for the panel: it is serialized in this thread.
      if (change.type === "progress") serialize({ state: model.state, chunks: change.chunks });
      if (model.state.status === "finished") resolve();
    });
    model.start("twins");
    delays.enable();
  });
  delays.disable();
  const seconds = (performance.now() - start) / 1000;
  await model.disposeNow();
  return {
    epochs,
    seconds,
    messages,
    longestBlockMs: delays.max / 1e6,
    p99Ms: delays.percentile(99) / 1e6,
  };
}

/** Milliseconds from the command to stop until the model knows that training has stopped. */
async function measureStops(hiddenLayers: readonly number[], times: number): Promise<number[]> {
  const stops: number[] = [];
  for (let time = 0; time < times; time++) {
    const model = createModel();
    model.configure({ epochs: 1_000_000, hiddenLayers });
    model.setSpeed("full");
    await new Promise<void>(resolve => {
      let asked: number | undefined;
      model.changed.on(change => {
        if (model.state.status === "stopped" && asked !== undefined) {
          stops.push(performance.now() - asked);
          resolve();
        } else if (change.type === "progress" && asked === undefined) {
          asked = performance.now();
          model.stop();
        }
      });
      model.start("twins");
    });
    await model.disposeNow();
  }
  return stops.toSorted((a, b) => a - b);
}

await measure(200, [8]);
const cases = [
  { name: "article, 500 epochs", epochs: 500, hiddenLayers: [8] },
  { name: "article, 4,000 epochs", epochs: 4000, hiddenLayers: [8] },
  { name: "article, 20,000 epochs", epochs: 20_000, hiddenLayers: [8] },
  { name: "two layers of 64, 200 epochs", epochs: 200, hiddenLayers: [64, 64] },
];
console.log(
  "| twins at full speed | time | messages | event loop, p99 | event loop, longest block |",
);
console.log("| --- | --- | --- | --- | --- |");
for (const { name, epochs, hiddenLayers } of cases) {
  const { seconds, messages, longestBlockMs, p99Ms } = await measure(epochs, hiddenLayers);
  const verdict = longestBlockMs <= 50 ? "" : " (over 50 ms)";
  console.log(
    `| ${name} | ${seconds.toFixed(2)} s | ${messages} | ${p99Ms.toFixed(1)} ms | ${longestBlockMs.toFixed(1)} ms${verdict} |`,
  );
}

console.log("\n| stop while training at full speed | median | longest of 15 |");
console.log("| --- | --- | --- |");
for (const hiddenLayers of [[8], [64, 64], [256, 256, 256, 256]]) {
  const stops = await measureStops(hiddenLayers, 15);
  const [median, longest] = [stops[7], stops[14]];
  const verdict = longest <= 100 ? "" : " (over 100 ms)";
  console.log(
    `| hidden layers ${hiddenLayers.join("-")} | ${median.toFixed(1)} ms | ${longest.toFixed(1)} ms${verdict} |`,
  );
}
