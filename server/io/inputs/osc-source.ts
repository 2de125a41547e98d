import type { Reporter } from "../../../shared/events/report.ts";
import { clamp } from "../../../shared/math/numbers.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { OSC } from "../osc/osc.ts";
import type { OscValue } from "../osc/osc-arguments.ts";
import type { OscInbox } from "../osc/osc-inbox.ts";
import { HitSource } from "./hit-source.ts";

const DRUM_AT = new Map(DRUMS.map((drum) => [OSC.play(drum), drum]));

/** What a pad that sends no value means. */
const PLAIN_VELOCITY = 100;

/** What is said of values that cannot be a velocity. */
const WAY_OUT = "send a velocity above 0 to 1, or above 1 to 127";

/**
 * Pads that speak OSC: `/antiphon/play/<drum>` with how hard, above 0 to 1, or as a MIDI velocity
 * above 1 to 127; 0 is the pad's release and plays nothing. The inbox belongs to whoever made it.
 */
export class OscSource extends HitSource {
  readonly #leave: () => void;

  constructor(inbox: OscInbox, report: Reporter) {
    super("OSC", report, "that came by OSC");
    this.#leave = inbox.onMessage((message) => {
      const { address, untyped, at } = message;
      const [value] = message.args;
      const drum = DRUM_AT.get(address);
      if (drum === undefined) return;
      const velocity = velocityOf(value);
      if (velocity === null)
        inbox.complaints.refuse(address, `${address}: ${shown(value)} is no velocity; ${WAY_OUT}.`, message);
      else if (velocity > 0) this.emit({ drum, velocity, at });
      if (untyped && velocity === PLAIN_VELOCITY)
        inbox.complaints.once(
          `untyped ${address}`,
          `${address} comes without type tags, so how hard is not known and every hit is as hard; have the program send them (OSC 1.0).`,
          message,
        );
    });
  }

  dispose(): void {
    this.#leave();
  }
}

/** MIDI velocity of a message's value; 0 for what plays nothing, null for what can be none. */
const velocityOf = (value: OscValue | undefined): number | null => {
  if (value === undefined || value === true || value === null) return PLAIN_VELOCITY;
  if (value === false) return 0;
  if (typeof value === "string" || !Number.isFinite(value)) return null;
  if (value <= 0) return 0;
  return clamp(Math.round(value <= 1 ? value * 127 : value), 1, 127);
};

const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : String(value);
