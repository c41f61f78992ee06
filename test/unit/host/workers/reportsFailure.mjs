// Says that it failed and goes on talking.
import { parentPort } from "node:worker_threads";
parentPort.on("message", () => {
  parentPort.postMessage({ type: "failed", reason: "no such data", stack: "" });
  parentPort.postMessage({ type: "paused", runs: [] });
});
