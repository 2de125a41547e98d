import { createSocket } from "node:dgram";
import { parentPort, workerData } from "node:worker_threads";
import { io } from "socket.io-client";
import { monotonicNow } from "../../core/time/monotonic.ts";

/** Whom to connect to: Socket.IO servers by a name of the bench's choice. */
export interface ReceiverTask {
  readonly servers: Readonly<Record<string, string>>;
}

export type ReceiverNews =
  | { readonly tell: "ready"; readonly udpPort: number }
  /** Something came by UDP or from the server of that name. */
  | { readonly tell: "came"; readonly by: string; readonly at: number };

/** The far end of the live bench, in a thread of its own: says when packets and socket events came. */
const { servers } = workerData as ReceiverTask;
const tell = (news: ReceiverNews): void => parentPort?.postMessage(news);
const came = (by: string): void => tell({ tell: "came", by, at: monotonicNow() });

const udp = createSocket("udp4");
udp.on("message", () => came("udp"));
await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
for (const [name, address] of Object.entries(servers)) {
  const socket = io(address, { transports: ["websocket"] });
  socket.on("notes", () => came(name));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
}
tell({ tell: "ready", udpPort: udp.address().port });
