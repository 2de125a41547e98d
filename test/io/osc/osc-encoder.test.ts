import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { oscPacket } from "../../../server/io/osc/osc-encoder.ts";
import { type OscType, patchPacket } from "../../../server/io/osc/osc-packet.ts";
import { Random } from "../../../shared/chance/random.ts";
import { readOsc } from "../../helpers/udp-receiver.ts";

const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

/** As osc-js writes it, its type as told. */
const theirs = (address: string, type: OscType, value: number): Uint8Array => {
  const message = new OSC.TypedMessage(address, []);
  if (type !== "none") message.add(type, value);
  return message.pack();
};
const patched = (address: string, type: OscType, value: number, wallMs: number | null) => {
  const packet = oscPacket(address, type, wallMs !== null);
  const bytes = Uint8Array.from(packet.bytes);
  patchPacket(new DataView(bytes.buffer), packet, value, wallMs ?? Number.NaN);
  return bytes;
};

describe("a patched packet", () => {
  it("is to the byte what osc-js encodes, for addresses of every length and thousands of values", () => {
    const random = new Random(3);
    for (let i = 0; i < 3000; i++) {
      const address = `/antiphon/${"x".repeat(i % 9)}/kick`;
      const value = random.gaussian() * 10 ** (i % 7);
      expect(patched(address, "f", value, null)).toEqual(theirs(address, "f", value));
      const whole = Math.trunc(value);
      expect(patched(address, "i", whole, null)).toEqual(theirs(address, "i", whole));
    }
    expect(patched("/a", "none", 5, null)).toEqual(theirs("/a", "none", 5));
  });

  it("is to the byte osc-js's bundle, time tag included", () => {
    const wall = 1_800_000_000_123;
    const message = new OSC.Message("/antiphon/beat", 0.5);
    const bundle = new OSC.Bundle([message], wall);
    expect(message.types).toBe("f");
    // osc-js rounds the fraction, which is cut here: the last bit may differ.
    const ours = patched("/antiphon/beat", "f", 0.5, wall);
    const packed = bundle.pack();
    expect(ours.slice(0, 15)).toEqual(packed.slice(0, 15));
    expect(Math.abs(ours[15]! - packed[15]!)).toBeLessThanOrEqual(1);
    expect(ours.slice(16)).toEqual(packed.slice(16));
  });

  it("keeps the time tag to a microsecond", () => {
    for (const wall of [1_700_000_000_000.125, 1_999_999_999_999.75])
      expect(readOsc(patched("/a", "f", 1, wall)).tag).toBeCloseTo(wall, 2);
  });

  it("has the tag that means at once when there is no moment", () => {
    expect([...patched("/a", "f", 1, Number.NaN).slice(8, 16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
});
