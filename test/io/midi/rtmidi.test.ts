import { describe, expect, it } from "vitest";
import { findRtMidi, listedPorts } from "../../../server/io/midi/rtmidi.ts";

describe("the machine's MIDI", () => {
  it("is there and lists its ports, or says in one sentence why it is not", () => {
    const support = findRtMidi();
    if (!support.available) {
      expect(support.reason).toMatch(/^[A-Z].*\.$/);
      return;
    }
    const output = support.midi.newOutput();
    try {
      expect(Array.isArray(listedPorts(output))).toBe(true);
    } finally {
      output.destroy();
    }
  });
});
