import type { Metre } from "../../../shared/time/metre.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { Beats, Ms } from "../../../shared/time/units.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";
import type { TransportChange } from "../../music/clock/transport.ts";

/** Where the music is by what was told of the transport last: known to whoever has read what was told. @realtime yes */
export class ToldTime implements MusicalTime {
  #change: TransportChange;

  constructor(change: TransportChange) {
    this.#change = change;
  }

  tell(change: TransportChange): void {
    this.#change = change;
  }

  get playing(): boolean {
    return this.#change.playing;
  }

  get timeline(): Timeline {
    return this.#change.timeline;
  }

  get metre(): Metre {
    return this.#change.metre;
  }

  positionAt(now: Ms): Beats {
    const { playing, timeline, rest } = this.#change;
    return playing ? timeline.toBeats(now) : rest;
  }
}
