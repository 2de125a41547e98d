import { barOf, startOfBar } from "../../../shared/time/metre.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { beats } from "../../../shared/time/units.ts";
import type { TransportEvent } from "../../core/music/sink.ts";
import { isJump, JUMP_BEATS, renumbered } from "../../core/time/bend.ts";

/** A beat this little before a bar line is on it: the transport is there up to half of it early. */
const EPSILON = 2e-6;

/**
 * The beats as followers of MIDI clock count them. At a change of metre bars keep their numbers, so
 * that our beats jump; the music does not, and a follower that was told to locate would be silent
 * meanwhile. It counts on instead, also after a stop, until the music begins or is somewhere else.
 */
export class MidiClockBeats {
  #last: TransportEvent | null = null;
  /** How many beats more have been counted than our number of the beat says. */
  #more = 0;

  /** The transport's timeline in the beats that are counted. To be asked once for every change of the transport. */
  lineOf(transport: TransportEvent): Timeline {
    const last = this.#last;
    this.#last = transport;
    if (last !== null) this.#countOn(last, transport);
    return renumbered(transport.timeline, this.#more);
  }

  #countOn(last: TransportEvent, { playing, timeline, metre, at, jumped }: TransportEvent): void {
    if (last.playing) {
      const bar = barOf(beats(last.timeline.toBeats(at) + EPSILON), last.metre);
      const more = startOfBar(bar, last.metre) - startOfBar(bar, metre);
      const isElsewhere = playing && jumped && isJump(last.timeline, renumbered(timeline, more), at);
      this.#more = isElsewhere ? 0 : this.#more + more;
    } else if (playing) {
      const isWhereItStood = last.rest !== undefined && Math.abs(timeline.toBeats(at) - last.rest) < JUMP_BEATS;
      if (!isWhereItStood) this.#more = 0;
    }
  }
}
