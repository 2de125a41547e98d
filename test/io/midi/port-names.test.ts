import { describe, expect, it } from "vitest";
import { matchPort, ownName, steadyName } from "../../../server/io/midi/port-names.ts";
import { isSameDevice } from "../../../server/music/clock/midi/same-device.ts";

const ALSA = [
  "Midi Through:Midi Through Port-0 14:0",
  "TD-17:TD-17 MIDI 1 20:0",
  "TD-17:TD-17 MIDI 2 20:1",
  "USB MIDI:USB MIDI MIDI 1 24:0",
  "USB MIDI:USB MIDI MIDI 1 28:0",
  "RtMidi Output Client:Antiphon model1 130:0",
];
const index = (wanted: string, listed: readonly string[] = ALSA) => {
  const match = matchPort(wanted, listed, "input");
  return match.found ? match.index : match.reason;
};

describe("a port's name", () => {
  it("loses ALSA's numbers and nothing else", () => {
    expect(steadyName("TD-17:TD-17 MIDI 1 20:0")).toBe("TD-17:TD-17 MIDI 1");
    expect(ownName("TD-17:TD-17 MIDI 1 20:0")).toBe("TD-17 MIDI 1");
    expect(ownName("IAC: Bus 1")).toBe("IAC: Bus 1");
  });

  it("is found by any part of it, in any case", () => {
    expect(index("through")).toBe(0);
    expect(index("midi 2")).toBe(2);
  });

  it("is found by its exact name although other names contain it", () => {
    expect(index("MPK", ["MPK mini", "MPK"])).toBe(1);
    expect(index("td-17 midi 1", [...ALSA, "TD-17:TD-17 MIDI 10 20:2"])).toBe(1);
  });

  it("is found by ALSA's numbers when two devices are alike, and without them when they have changed", () => {
    expect(index("USB MIDI:USB MIDI MIDI 1 28:0")).toBe(4);
    expect(index("TD-17:TD-17 MIDI 2 99:1")).toBe(2);
    expect(index("28:0")).toContain("No MIDI input");
  });

  it("is the same whether its letters are one or taken apart, as macOS does", () => {
    const apart = "U\u0308bungs-Pad";
    expect(index("Übungs-Pad", [apart])).toBe(0);
    expect(index(apart, ["übungs-pad"])).toBe(0);
    expect(isSameDevice(`${apart} In`, "Übungs-Pad Out")).toBe(true);
  });

  it("that fits several ports is refused, and the sentence names them", () => {
    expect(index("TD-17")).toBe(
      '"TD-17" fits 2 MIDI inputs ("TD-17:TD-17 MIDI 1 20:0", "TD-17:TD-17 MIDI 2 20:1"); give more of the name.',
    );
  });

  it("that fits none is refused with what there is", () => {
    expect(index("Ableton", ["A"])).toBe(
      'No MIDI input is called "Ableton" (there are "A"); it is taken as soon as it appears.',
    );
    expect(index("x", [])).toContain("there is none");
  });

  it("that is empty is refused instead of fitting everything", () => {
    expect(index(" ")).toBe('A MIDI input needs a name; "antiphon ports" lists them.');
  });

  it("by part never means our own ports, in full it may", () => {
    expect(index("model1")).toContain("No MIDI input");
    expect(index("Antiphon model1")).toBe(5);
  });
});
