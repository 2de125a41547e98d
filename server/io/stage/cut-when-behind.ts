import { randomBytes } from "node:crypto";
import type { Socket as Connection } from "socket.io";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { MOST_BEHIND_BYTES } from "./lines.ts";

/** So much is told before it is asked whether it was read. */
const PROBE_EVERY_BYTES = 64 * 1024;
/** What is not read by then is of no use to a page any more. */
const READ_WITHIN_MS = 15_000;

/** The WebSocket below Socket.IO. Its pings are answered by browsers themselves, with what stood in them. */
interface Pinged {
  ping(content: Buffer): void;
  on(event: "pong", listener: (content: Buffer) => void): void;
}

/**
 * Cuts a connection off that does not read, however well it answers Socket.IO's pings: what it leaves would lie in our
 * memory and the system's. Now and then a ping with a random number goes along, and whoever echoes it has read what came
 * before. A page that is cut off comes back by itself, and is welcomed with a snapshot. `onCut` is told before.
 *
 * @realtime yes: looked at with every packet, and costs a comparison.
 */
export const cutWhenBehind = ({ conn }: Pick<Connection, "conn">, time: TimeSource, onCut: () => void): void => {
  const line = conn.request.socket;
  const { socket } = conn.transport as unknown as { readonly socket: Pinged };
  /** Bytes, about: told so far; of these, handed to the system; of these, surely read. */
  let [told, handed, read] = [0, 0, 0];
  let probe: { readonly content: Buffer; readonly handed: number; readonly at: Ms } | null = null;
  socket.on("pong", (content) => {
    if (probe === null || !probe.content.equals(content)) return;
    read = probe.handed;
    probe = null;
  });
  conn.on("flush", () => {
    handed = told;
  });
  conn.on("packetCreate", ({ data }) => {
    if (line.destroyed) return;
    const isLate = probe !== null && time.now() - probe.at > READ_WITHIN_MS;
    if (isLate || told - read > MOST_BEHIND_BYTES) {
      onCut();
      // A polite end would wait behind all that is not read.
      line.destroy();
      return;
    }
    told += data?.length ?? 0;
    if (probe !== null || handed - read < PROBE_EVERY_BYTES) return;
    probe = { content: randomBytes(8), handed, at: time.now() };
    socket.ping(probe.content);
  });
};
