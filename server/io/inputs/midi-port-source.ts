import type { Reporter } from "../../../shared/events/report.ts";
import type { PitchMap } from "../../core/music/pitch-table.ts";
import type { MidiInputPort } from "../midi/input-port.ts";
import { DrumMapper } from "./drum-mapper.ts";
import { HitSource } from "./hit-source.ts";

/**
 * A drum pad, a keyboard or another program on a MIDI input, on any channel. The port belongs to
 * whoever made it and may be shared: disposing of the source leaves it open. Hits are told in the
 * driver's callback, as of when the driver got the note.
 */
export class MidiPortSource extends HitSource {
  readonly #leave: () => void;

  /** `command`: a pitch that means something else, and needs no drum. */
  constructor(port: MidiInputPort, pitches: PitchMap, report: Reporter, command: number | null = null) {
    super(`MIDI input "${port.wanted}"`, report);
    const mapper = new DrumMapper(this.name, pitches, report, command);
    this.#leave = port.onMessage(({ message, at }) => {
      if (message.type !== "note-on") return;
      const drum = mapper.drumOf(message.pitch);
      if (drum !== undefined) this.emit({ drum, velocity: message.velocity, at });
    });
  }

  dispose(): void {
    this.#leave();
  }
}
