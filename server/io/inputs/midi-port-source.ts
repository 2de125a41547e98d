import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { PitchMap } from "../../core/music/pitch-table.ts";
import type { Source } from "../../core/music/source.ts";
import type { MidiInputPort } from "../midi/input-port.ts";
import { DrumMapper } from "./drum-mapper.ts";

/**
 * A drum pad, a keyboard or another program on a MIDI input, on any channel. The port belongs to
 * whoever made it and may be shared: disposing of the source leaves it open.
 */
export class MidiPortSource implements Source {
  readonly name: string;
  readonly #hits: Signal<Hit>;
  readonly #leave: () => void;

  /** `command`: a pitch that means something else, and needs no drum. */
  constructor(port: MidiInputPort, pitches: PitchMap, report: Reporter, command: number | null = null) {
    this.name = `MIDI input "${port.wanted}"`;
    this.#hits = new Signal((error) =>
      report({ room: "inputs", level: "error", text: `A hit of ${this.name} was not taken: ${reasonOf(error)}.` }),
    );
    const mapper = new DrumMapper(this.name, pitches, report, command);
    this.#leave = port.onMessage(({ message, at }) => {
      if (message.type !== "note-on") return;
      const drum = mapper.drumOf(message.pitch);
      if (drum !== undefined) this.#hits.emit({ drum, velocity: message.velocity, at });
    });
  }

  /** `at` is when the driver got the note; the listener is called in the driver's callback. */
  onHit(listener: (hit: Hit) => void): () => void {
    return this.#hits.on(listener);
  }

  dispose(): void {
    this.#leave();
  }
}
