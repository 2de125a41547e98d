import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import type { Input, Output } from "@julusian/midi";
import { reasonOf } from "../../../shared/events/report.ts";
import { alsaLinks } from "./alsa-links.ts";

export type { Input, Output };

/** The machine's MIDI, once it is known to be there. @realtime no: everything here asks the driver. */
export interface RtMidi {
  /** Whether ports of our own can be made; Windows has none. */
  readonly virtualPorts: boolean;
  /** A port to read from, not yet open. Throws when the driver refuses. */
  newInput(): Input;
  /** A port to write to, not yet open. Throws when the driver refuses. */
  newOutput(): Output;
  /** What the port with this listed name is connected with, where the system tells; null where it does not. */
  links(listed: string): readonly string[] | null;
}

export type MidiSupport<M = RtMidi> =
  | { readonly available: true; readonly midi: M }
  /** One sentence with the way out. */
  | { readonly available: false; readonly reason: string };

const ALSA_SEQUENCER = "/dev/snd/seq";

/**
 * Loads RtMidi when it is first asked for. A machine without MIDI is a value, not an error, and may
 * change its mind: ask again later. This is the only file that knows `@julusian/midi`.
 */
export const findRtMidi = (): MidiSupport => {
  const missing = missingDriver();
  if (missing !== null) return { available: false, reason: missing };
  try {
    const { Input, Output, verifyLibraryLoaded } = load();
    verifyLibraryLoaded();
    return {
      available: true,
      midi: {
        virtualPorts: process.platform !== "win32",
        newInput: () => new Input(),
        newOutput: () => new Output(),
        links: alsaLinks,
      },
    };
  } catch (error) {
    return {
      available: false,
      reason: `The MIDI library does not load (${reasonOf(error)}); run "npm ci" again, or play without MIDI.`,
    };
  }
};

/** The ports that `port` could be opened on, in the driver's order: the index is what `openPort` takes. */
export const listedPorts = (port: Pick<Input, "getPortCount" | "getPortName">): string[] =>
  Array.from({ length: port.getPortCount() }, (_, index) => port.getPortName(index));

const load = (): typeof import("@julusian/midi/lazy") => createRequire(import.meta.url)("@julusian/midi/lazy");

/** ALSA writes to standard error when its sequencer cannot be opened, so it is looked for before it is tried. */
const missingDriver = (): string | null => {
  if (process.platform !== "linux") return null;
  try {
    accessSync(ALSA_SEQUENCER, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EACCES"
      ? `MIDI is closed to this user: no right to ${ALSA_SEQUENCER}; add the user to the group "audio" and log in again.`
      : `This system has no ALSA sequencer (${ALSA_SEQUENCER}); load it with "modprobe snd-seq", or play without MIDI.`;
  }
};
