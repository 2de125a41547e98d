import type { Reporter } from "../../../shared/events/report.ts";
import { clamp } from "../../../shared/math/numbers.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { OSC } from "../osc/osc.ts";
import type { OscInbox } from "../osc/osc-inbox.ts";
import { HitSource } from "./hit-source.ts";

const DRUM_AT = new Map(DRUMS.map((drum) => [OSC.play(drum), drum]));

/** What a pad that sends no value means. */
const PLAIN_VELOCITY = 100;

/**
 * Pads that speak OSC: `/antiphon/play/<drum>` with how hard, above 0 to 1, or as a MIDI velocity
 * above 1 to 127; 0 is the pad's release and plays nothing. The inbox belongs to whoever made it.
 */
export class OscSource extends HitSource {
  readonly #leave: () => void;

  constructor(inbox: OscInbox, report: Reporter) {
    super("OSC", report, "that came by OSC");
    this.#leave = inbox.onMessage(({ address, args, at }) => {
      const drum = DRUM_AT.get(address);
      const velocity = velocityOf(args[0]);
      if (drum !== undefined && velocity > 0) this.emit({ drum, velocity, at });
    });
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
