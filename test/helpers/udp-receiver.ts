import { createSocket } from "node:dgram";
import { createRequire } from "node:module";
import { monotonicNow } from "../../server/core/time/monotonic.ts";

const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

/** One OSC message as osc-js reads it. */
export interface ReceivedOsc {
  readonly address: string;
  readonly types: string;
  readonly value: number;
  /** When it came, on the server's axis. */
  readonly at: number;
  /** Milliseconds since 1970 of the bundle it came in; null for a bare message. */
  readonly tag: number | null;
}

/** A UDP socket on a free port of the loop-back that reads what comes with osc-js. */
export const udpReceiver = async (port = 0) => {
  const socket = createSocket("udp4");
  const received: ReceivedOsc[] = [];
  socket.on("message", (bytes) => received.push(readOsc(bytes)));
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  return {
    received,
    port: socket.address().port,
    close: () => new Promise<void>((resolve) => socket.close(resolve)),
  };
};

/** Reads a packet: a message, or a bundle of one. */
export const readOsc = (bytes: Uint8Array): ReceivedOsc => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isBundle = bytes[0] === "#".charCodeAt(0);
  const message = new OSC.Message("/");
  message.unpack(isBundle ? new DataView(bytes.buffer, bytes.byteOffset + 20) : view);
  const seconds = view.getUint32(8) - 2_208_988_800;
  const tag = isBundle ? (seconds + view.getUint32(12) / 2 ** 32) * 1000 : null;
  const at = monotonicNow();
  return { at, address: message.address, types: message.types, value: Number(message.args[0]), tag };
};
