import { createRequire } from "node:module";

/** Required, not imported: its module exports the class itself, which its types call the default export. */
const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

export interface OscMessage {
  readonly address: string;
  readonly args: readonly unknown[];
}

/**
 * The messages of one UDP packet, those of bundles flattened and their time tags passed over: what
 * comes in is played when it comes. Throws, with the reason, when the bytes are no OSC.
 */
export const readOscPacket = (bytes: Uint8Array): readonly OscMessage[] => {
  const packet = new OSC.Packet();
  // osc-js reads blobs from the beginning of the buffer, so the view must begin there too.
  packet.unpack(new DataView(bytes.slice().buffer));
  return flattened(packet.value);
};

type Item = InstanceType<typeof OSC.Packet>["value"];

const flattened = (item: Item): readonly OscMessage[] =>
  "bundleElements" in item ? item.bundleElements.flatMap(flattened) : [{ address: item.address, args: item.args }];
