import type { Socket as Connection } from "socket.io";
import { MOST_BEHIND_BYTES } from "./lines.ts";

/**
 * Cuts a connection off when it is too far behind, however well it answers pings: what it does not read would lie in
 * our memory. It comes back by itself, and is welcomed with a snapshot. `onCut` is told before.
 *
 * @realtime yes: looked at with every packet, and costs an addition.
 */
export const cutWhenBehind = (page: Pick<Connection, "conn">, onCut: () => void): void => {
  const { conn } = page;
  const line = conn.request.socket;
  /** Waits in the socket's own queue, while the line has what was written before. */
  let queued = 0;
  conn.on("packetCreate", ({ data }) => {
    queued += data?.length ?? 0;
    if (queued + line.writableLength <= MOST_BEHIND_BYTES || line.destroyed) return;
    onCut();
    // A polite end would wait behind all that is not read.
    line.destroy();
  });
  conn.on("flush", () => {
    queued = 0;
  });
};
