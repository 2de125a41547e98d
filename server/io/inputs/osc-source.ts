import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import { clamp } from "../../../shared/math/numbers.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { Source } from "../../core/music/source.ts";
import { OSC } from "../osc/osc.ts";
import type { OscInbox } from "../osc/osc-inbox.ts";

const DRUM_AT = new Map(DRUMS.map((drum) => [OSC.play(drum), drum]));

/** What a pad that sends no value means. */
const PLAIN_VELOCITY = 100;

/**
 * Pads that speak OSC: `/antiphon/play/<drum>` with how hard, above 0 to 1, or as a MIDI velocity
 * above 1 to 127; 0 is the pad's release and plays nothing. The inbox belongs to whoever made it.
 */
export class OscSource implements Source {
  readonly name = "OSC";
  readonly #hits: Signal<Hit>;
  readonly #leave: () => void;

  constructor(inbox: OscInbox, report: Reporter) {
    this.#hits = new Signal((error) =>
      report({ room: "inputs", level: "error", text: `A hit that came by OSC was not taken: ${reasonOf(error)}.` }),
    );
    this.#leave = inbox.onMessage(({ address, args, at }) => {
      const drum = DRUM_AT.get(address);
      const velocity = velocityOf(args[0]);
      if (drum !== undefined && velocity > 0) this.#hits.emit({ drum, velocity, at });
    });
  }

  onHit(listener: (hit: Hit) => void): () => void {
    return this.#hits.on(listener);
  }

  dispose(): void {
    this.#leave();
  }
}

/** MIDI velocity of a message's value; 0 for what plays nothing. */
const velocityOf = (value: unknown): number => {
  if (value === undefined || value === true || value === null) return PLAIN_VELOCITY;
  if (typeof value !== "number" || !(value > 0)) return 0;
  return clamp(Math.round(value <= 1 ? value * 127 : value), 1, 127);
};
