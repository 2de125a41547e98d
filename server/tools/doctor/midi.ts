import { reasonOf } from "../../../shared/events/report.ts";
import { findRtMidi, listedPorts } from "../../io/midi/rtmidi.ts";
import { type Check, finding } from "./check.ts";

export const checkMidi: Check = async () => {
  const support = findRtMidi();
  if (!support.available) return [finding("MIDI", "missing", support.reason)];
  try {
    const inputs = listedPorts(support.midi.newInput()).length;
    const outputs = listedPorts(support.midi.newOutput()).length;
    const own = support.midi.virtualPorts
      ? "and makes ports of its own"
      : "but cannot make ports of its own here; a loop-back driver such as loopMIDI gives you some";
    return [finding("MIDI", "fine", `${inputs} inputs, ${outputs} outputs, ${own} ("antiphon ports")`)];
  } catch (error) {
    const text = `the driver refuses (${reasonOf(error)}); close other MIDI programs and try again.`;
    return [finding("MIDI", "missing", text)];
  }
};
