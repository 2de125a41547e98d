import { Random } from "../../shared/chance/random.ts";
import { DRUMS, type Drum } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import { beats, ms } from "../../shared/time/units.ts";
import { START } from "./scene-room.ts";

const STEPS = 16;
/** At 120 bpm. */
const BEAT_MS = 500;

/** How full each voice plays in one bar, 0 silent to 1 busy: drummer, model1, model2, video. */
export type Fullness = readonly [number, number, number, number];

const VOICES = ["drummer", "model1", "model2", "video"] as const;

/** A written-out, seeded performance at 120 bpm from START, bar by bar. */
export const bandScore = (seed: number, bars: readonly Fullness[]): Note[] => {
  const random = new Random(seed, "band score");
  const notes: Note[] = [];
  const add = (voice: (typeof VOICES)[number], drum: Drum, velocity: number, beat: number): void => {
    const live = voice === "drummer";
    notes.push({
      id: notes.length + 1,
      voice,
      drum,
      velocity: Math.min(127, velocity + random.integer(30)),
      beat: beats(beat),
      duration: beats(0.25),
      at: ms(START + beat * BEAT_MS),
      surprise: live ? null : 7 * random.next() ** 3,
      live,
    });
  };
  for (const [bar, fullness] of bars.entries())
    for (const [place, voice] of VOICES.entries()) {
      const full = fullness[place] ?? 0;
      if (full === 0) continue;
      const chance = (p: number): boolean => random.next() < p * full;
      for (let step = 0; step < STEPS; step++) {
        const beat = bar * 4 + step / 4;
        if (voice === "video") {
          if (chance(0.35)) add(voice, DRUMS[random.integer(9)] ?? "kick", 70, beat);
          continue;
        }
        if (step % 8 === 0 || chance(0.1)) add(voice, "kick", 90, beat);
        if (step % 8 === 4 || chance(0.07)) add(voice, "snare", 84, beat);
        if (step % 2 === 0 && chance(1)) add(voice, chance(0.15) ? "open_hat" : "closed_hat", 54, beat);
        if (chance(0.14)) add(voice, DRUMS[4 + random.integer(3)] ?? "low_tom", 72, beat);
        if (chance(0.1)) add(voice, "ride", 64, beat);
        if (step === 0 && chance(0.4)) add(voice, "crash", 100, beat);
      }
    }
  return notes.sort((a, b) => a.at - b.at);
};
