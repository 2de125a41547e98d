import { createRequire } from "node:module";
import type { OscPacket, OscType } from "./osc-packet.ts";

/** Required, not imported: its module exports the class itself, which its types call the default export. */
const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

/** Of the bundle's own header: "#bundle" and its zero. */
const BUNDLE_TAG_BYTES = 8;

/** A message to `address` with one argument; inside a bundle with a time tag if `tagged`. */
export const oscPacket = (address: string, type: OscType, tagged: boolean): OscPacket => {
  const message = new OSC.Message(address);
  // Message.add would choose the type by the value; the parent's method takes it as told.
  if (type !== "none") OSC.TypedMessage.prototype.add.call(message, type, 0);
  const bytes = tagged ? new OSC.Bundle([message], 0).pack() : message.pack();
  return { bytes, type, valueAt: bytes.length - 4, tagAt: tagged ? BUNDLE_TAG_BYTES : null };
};
