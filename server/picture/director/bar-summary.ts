import type { VoiceName } from "../../../shared/music/note.ts";

/** What was played in one bar, or in several taken together. Only voices that sound are heard. */
export interface BarSummary {
  /** How many hits there were: 0 none, 0.63 one a step, towards 1 without end. */
  readonly density: number;
  /** How loud all of them together were, 0 to 1. */
  readonly energy: number;
  /** How unexpected it was to the models: 0 foreseen, 0.5 at two nats a step, towards 1. */
  readonly surprise: number;
  /** The kick's share of the energy: what goes away in a break and comes back with a drop. */
  readonly kick: number;
  /** A crash fell in its first beat. */
  readonly crashed: boolean;
  /** Each voice's share of the energy; they sum to 1, or to 0 in silence. */
  readonly voices: Readonly<Record<VoiceName, number>>;
}

export const EMPTY_BAR: BarSummary = { density: 0, energy: 0, surprise: 0, kick: 0, crashed: false, voices: {} };

/** How much is going on, 0 to 1. */
export const activityOf = (bar: BarSummary): number => (bar.density + bar.energy) / 2;

/** Several bars as one. */
export const together = (bars: readonly BarSummary[]): BarSummary => {
  if (bars.length === 0) return EMPTY_BAR;
  const mean = (of: (bar: BarSummary) => number): number => bars.reduce((sum, bar) => sum + of(bar), 0) / bars.length;
  const names = new Set(bars.flatMap((bar) => Object.keys(bar.voices)));
  // A loud bar says more about who leads than a quiet one.
  const weight = bars.reduce((sum, bar) => sum + bar.energy, 0);
  const shareOf = (name: VoiceName): number =>
    weight === 0 ? 0 : bars.reduce((sum, bar) => sum + bar.energy * (bar.voices[name] ?? 0), 0) / weight;
  return {
    density: mean((bar) => bar.density),
    energy: mean((bar) => bar.energy),
    surprise: mean((bar) => bar.surprise),
    kick: mean((bar) => bar.kick),
    crashed: bars.some((bar) => bar.crashed),
    voices: Object.fromEntries([...names].map((name) => [name, shareOf(name)])),
  };
};
