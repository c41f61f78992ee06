// Stops when asked, and then takes longer to measure than a thread may take to stop.
import { parentPort } from "node:worker_threads";

parentPort.on("message", ({ type }) => {
  if (type !== "stop") return;
  parentPort.postMessage({ type: "stopping" });
  setTimeout(() => {
    parentPort.postMessage({ type: "ended", how: "stopped", runs: [] });
    parentPort.close();
  }, 800);
});
