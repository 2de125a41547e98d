import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { WatchNews, WatchOrder } from "./scene-messages.ts";
import { SceneWatch } from "./scene-watch.ts";

// A thread of its own: compiling takes tens of milliseconds, and a live note must never wait for it.

const LOOK_EVERY_MS = 120;

const port = parentPort;
if (port === null) throw new Error("the scene worker runs in a worker thread only");
const order: WatchOrder = workerData;
const watch = new SceneWatch(order, (news: WatchNews) => port.postMessage(news));
for (;;) {
  await watch.look();
  await pause(LOOK_EVERY_MS);
}
