// Throws when it is told to train.
import { parentPort } from "node:worker_threads";
parentPort.on("message", () => {
  throw new Error("division by zebra");
});
