import { beats, ms } from "../../../../shared/time/units.ts";
import { MidiClockFollower } from "../../../music/clock/midi/midi-clock-follower.ts";
import { TICKS_PER_BEAT } from "../../../music/clock/midi/tick.ts";
import type { Follower } from "./follower.ts";

/** The follower of this project, judged by its output: the continuous timeline that the band plays by. */
export class Ours implements Follower {
  readonly #follower = new MidiClockFollower();
  #now = ms(0);

  tick(at: number): void {
    this.#now = ms(at);
    this.#follower.tick(this.#now);
  }

  timeOf(index: number): number {
    return this.#follower.timelineAt(this.#now)?.toMs(beats(index / TICKS_PER_BEAT)) ?? Number.NaN;
  }

  get bpm(): number {
    return this.#follower.tempo ?? Number.NaN;
  }
}
