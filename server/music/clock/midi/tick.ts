import { MAX_BPM, MIN_BPM } from "../../../../shared/time/units.ts";

/** MIDI clocks in a quarter note. */
export const TICKS_PER_BEAT = 24;

/** Tempo of a clock whose ticks are `period` ms apart. */
export const bpmOf = (period: number): number => 60_000 / TICKS_PER_BEAT / period;

export const SHORTEST_PERIOD = 60_000 / TICKS_PER_BEAT / MAX_BPM;
export const LONGEST_PERIOD = 60_000 / TICKS_PER_BEAT / MIN_BPM;
