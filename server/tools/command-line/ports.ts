import type { Command } from "commander";
import { findRtMidi, listedPorts } from "../../io/midi/rtmidi.ts";
import type { Terminal } from "./terminal.ts";

/** `antiphon ports`: the MIDI ports that are there, by the names the show and the options take. */
export const addPorts = (program: Command, terminal: Terminal): void => {
  program
    .command("ports")
    .description("list the MIDI inputs and outputs")
    .option("--json", "as JSON on standard output")
    .action(({ json }: { json?: boolean }) => {
      const support = findRtMidi();
      const inputs = support.available ? listedPorts(support.midi.newInput()) : [];
      const outputs = support.available ? listedPorts(support.midi.newOutput()) : [];
      if (json) {
        const reason = support.available ? null : support.reason;
        terminal.print(JSON.stringify({ available: support.available, reason, inputs, outputs }));
        return;
      }
      if (!support.available) terminal.note(support.reason);
      const list = (heading: string, names: readonly string[]): void => {
        terminal.print(heading);
        for (const name of names.length > 0 ? names : ["(none)"]) terminal.print(`  ${name}`);
      };
      list("MIDI inputs", inputs);
      list("MIDI outputs", outputs);
    });
};
