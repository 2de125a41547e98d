import type { Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import type { BarSummary } from "./bar-summary.ts";

/** Nats a step at which surprise is one half: about what a trained model hears in good playing. */
const USUAL_SURPRISE = 2;
/** Energy is 0.63 when every other step has a hit at full velocity. */
const FULL_POWER_PER_STEP = 0.5;

/** What was counted of a bar while it lasts; plain data. */
export interface Tally {
  /** Steps that are over. */
  steps: number;
  hits: number;
  power: number;
  kickPower: number;
  crashed: boolean;
  /** Sum in nats, and of how many judgements. */
  surprise: number;
  judgements: number;
  /** Power of each voice. */
  readonly voices: Record<VoiceName, number>;
}

export const newTally = (): Tally => ({
  steps: 0,
  hits: 0,
  power: 0,
  kickPower: 0,
  crashed: false,
  surprise: 0,
  judgements: 0,
  voices: {},
});

/** Counts a hit; `step` counts from the bar line, velocity is 1 to 127. */
export const countHit = (tally: Tally, step: number, voice: VoiceName, drum: Drum, velocity: number): void => {
  // Loudness goes with the square of velocity (General MIDI 2: 40 log of it in dB).
  const power = (velocity / 127) ** 2;
  tally.hits++;
  tally.power += power;
  if (drum === "kick") tally.kickPower += power;
  if (drum === "crash" && step < STEPS_PER_BEAT) tally.crashed = true;
  tally.voices[voice] = (tally.voices[voice] ?? 0) + power;
};

/** What the bar is like so far. */
export const sumOf = (tally: Tally): BarSummary => {
  const { hits, power, kickPower, crashed, surprise, judgements, voices } = tally;
  const steps = Math.max(1, tally.steps);
  const nats = judgements === 0 ? 0 : surprise / judgements;
  const share = (part: number): number => (power === 0 ? 0 : part / power);
  return {
    density: 1 - Math.exp(-hits / steps),
    energy: 1 - Math.exp(-power / (FULL_POWER_PER_STEP * steps)),
    surprise: nats / (nats + USUAL_SURPRISE),
    kick: share(kickPower),
    crashed,
    voices: Object.fromEntries(Object.entries(voices).map(([name, part]) => [name, share(part)])),
  };
};
