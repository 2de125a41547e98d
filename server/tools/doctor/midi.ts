import { reasonOf } from "../../../shared/events/report.ts";
import { findRtMidi, listedPorts } from "../../io/midi/rtmidi.ts";
import type { Check } from "./check.ts";

export const checkMidi: Check = async () => {
  const support = findRtMidi();
  if (!support.available) return [{ subject: "MIDI", state: "missing", text: support.reason }];
  try {
    const inputs = listedPorts(support.midi.newInput()).length;
    const outputs = listedPorts(support.midi.newOutput()).length;
    const own = support.midi.virtualPorts
      ? "and makes ports of its own"
      : "but cannot make ports of its own here; a loop-back driver such as loopMIDI gives you some";
    return [
      { subject: "MIDI", state: "fine", text: `${inputs} inputs, ${outputs} outputs, ${own} ("antiphon ports")` },
    ];
  } catch (error) {
    return [
      {
        subject: "MIDI",
        state: "missing",
        text: `the driver refuses (${reasonOf(error)}); close other MIDI programs and try again.`,
      },
    ];
  }
};
