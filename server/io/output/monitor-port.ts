import type { BytePort } from "./midi-lane.ts";

/**
 * A MIDI output that sends nothing and tells what it would have sent: to see a show's notes without
 * a device, and to measure when they leave.
 */
export const monitorPort = (tell: (bytes: readonly number[]) => void): BytePort => ({
  open: true,
  send: (bytes) => tell([...bytes]),
  look: () => {},
  dispose: () => {},
});
