// Uses memory without end when it is told to train.
import { parentPort } from "node:worker_threads";
parentPort.on("message", () => {
  const hoard = [];
  for (;;) hoard.push(new Array(100_000).fill(hoard.length));
});
