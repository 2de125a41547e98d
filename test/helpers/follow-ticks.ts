import { MidiClockFollower } from "../../server/music/clock/midi/midi-clock-follower.ts";
import { TICKS_PER_BEAT } from "../../server/music/clock/midi/tick.ts";
import type { ClockState } from "../../shared/time/clock-source.ts";
import { beats } from "../../shared/time/units.ts";
import type { Tick } from "./tick-stream.ts";

/** How a follower saw one tick, right after it had come. */
export interface Seen {
  readonly index: number;
  /** When the output timeline has this tick, minus when the master meant it, ms. */
  readonly phase: number;
  readonly bpm: number;
  readonly shown: number | null;
  readonly state: ClockState;
}

/** Feeds the ticks to the follower; one entry for each tick that found a timeline. Tick 0 is beat 0. */
export const followTicks = (ticks: readonly Tick[], follower = new MidiClockFollower()): Seen[] => {
  const seen: Seen[] = [];
  for (const { index, truth, at } of ticks) {
    follower.tick(at);
    const line = follower.timelineAt(at);
    if (line === null || follower.tempo === null) continue;
    seen.push({
      index,
      phase: line.toMs(beats(index / TICKS_PER_BEAT)) - truth,
      bpm: follower.tempo,
      shown: follower.quality.tempo,
      state: follower.state,
    });
  }
  return seen;
};

export interface Spread {
  readonly mean: number;
  readonly sd: number;
  /** Largest distance from the mean. */
  readonly max: number;
}

export const spreadOf = (values: readonly number[]): Spread => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const max = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  return { mean, sd, max };
};
