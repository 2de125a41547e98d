import { createSocket } from "node:dgram";
import { once } from "node:events";
import { reasonOf } from "../../../shared/events/report.ts";
import { type Check, finding } from "./check.ts";

/** Sends a packet to itself over loopback. */
export const checkOsc: Check = async () => {
  const socket = createSocket("udp4");
  try {
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    const arrived = once(socket, "message", { signal: AbortSignal.timeout(1000) });
    socket.send("antiphon", socket.address().port, "127.0.0.1");
    await arrived;
    return [finding("OSC", "fine", "UDP goes out and arrives on this machine")];
  } catch (error) {
    const text = `UDP on 127.0.0.1 does not work (${reasonOf(error)}); a firewall may block it.`;
    return [finding("OSC", "missing", text)];
  } finally {
    socket.close();
  }
};
