import { parentPort, workerData } from "node:worker_threads";
import { monotonicTime } from "../../core/time/monotonic.ts";
import type { WatchNews, WatchOrder } from "./scene-messages.ts";
import { SceneWatch } from "./scene-watch.ts";

// A thread of its own: compiling takes tens of milliseconds, and a live note must never wait for it.

const port = parentPort;
if (port === null) throw new Error("the scene worker runs in a worker thread only");
const order: WatchOrder = workerData;
await new SceneWatch(order, (news: WatchNews) => port.postMessage(news), monotonicTime).look();
