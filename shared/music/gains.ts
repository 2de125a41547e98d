import type { VoiceName } from "./note.ts";

/** How much memory helped a voice at a moment. */
export interface Gain {
  readonly voice: VoiceName;
  /** On the server's axis. */
  readonly at: number;
  /** Nats a step saved over the last 16 bars heard; below 0 it would have been better without. */
  readonly gain: number;
}

/** So many are kept of each voice: of a long evening fewer the further back. */
const MOST = 512;

/** `known` and what is new, the oldest first; where a voice has too many every second of its older half goes. */
export const withGains = (known: readonly Gain[], news: readonly Gain[]): readonly Gain[] => {
  const gains = [...known, ...news];
  const crowded = new Set(news.map(({ voice }) => voice).filter((voice) => countOf(gains, voice) > MOST));
  if (crowded.size === 0) return gains;
  const seen = new Map<VoiceName, number>();
  return gains.filter(({ voice }) => {
    const place = seen.get(voice) ?? 0;
    seen.set(voice, place + 1);
    return !crowded.has(voice) || place >= MOST / 2 || place % 2 === 0;
  });
};

const countOf = (gains: readonly Gain[], voice: VoiceName): number =>
  gains.reduce((count, gain) => (gain.voice === voice ? count + 1 : count), 0);
