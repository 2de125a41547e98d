import { dice } from "../../../shared/chance/dice.ts";
import { type Film, type FilmClip, layerAt } from "../../clips/film.ts";
import { push } from "../../drawing/motion.ts";
import { CLOSED_HAT, HIGH_TOM, KICK, LOW_TOM, loudness, MID_TOM, OPEN_HAT, SNARE } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** Closed hats stutter for a 16th, in 32nds. */
const STUTTER = 0.25;
const STUTTER_STEPS = 8;
/** An open hat runs back for half a beat and has caught up after a whole one. */
const REVERSE = 0.5;
const HOLD = 0.25;
/** How far a tom scratches, in beats of film, and how fast it gets there, in beats. */
const SCRATCH = 1.1;
const SCRATCH_RISE = 0.14;

/** Which drum was hit how many beats ago; as large as one likes for one that never was. */
export type Ages = (drum: number) => number;

/**
 * Where a voice's film is, in beats since it was cut to its slice: on with the beat, but for what
 * the hats and toms do to it. `chop` scales that. @realtime yes
 */
export const filmBeats = (voice: VoiceTrace, ages: Ages, chop: number): number => {
  let at = Math.min(ages(KICK), ages(SNARE));
  const closed = ages(CLOSED_HAT);
  if (closed < STUTTER && chop > 0) at += -closed + (Math.floor(closed * STUTTER_STEPS) % 2) * 0.5 * chop;
  at -= 2 * chop * there(ages(OPEN_HAT), REVERSE);
  at -= there(ages(MID_TOM), HOLD) * Math.min(1, chop);
  at -= SCRATCH * chop * loudness(voice, LOW_TOM) * push(ages(LOW_TOM), SCRATCH_RISE);
  at += SCRATCH * chop * loudness(voice, HIGH_TOM) * push(ages(HIGH_TOM), SCRATCH_RISE);
  return at;
};

/** Up to `length` in that time, and back as fast: what has been lost is caught up with. */
const there = (age: number, length: number): number =>
  age <= 0 || age >= 2 * length ? 0 : age < length ? age : 2 * length - age;

/** The clip a voice has been cut to by its snares; `before` counts back to those it had before. @realtime yes */
export const filmClipOf = (film: Film, voice: VoiceTrace, seed: number, voices: number, before = 0): FilmClip => {
  const { clips } = film;
  const snares = Math.max(0, (voice.drums[SNARE]?.count ?? 0) - before);
  const first = Math.floor(dice(seed, 0, 1) * clips.length);
  // Every voice begins with a clip of its own, and a snare moves it past those of the others.
  const step = clips.length > voices ? voices : 1;
  const n = (first + voice.index + snares * step) % clips.length;
  return clips[n] ?? { first: 0, count: 1 };
};

/** The slice of its clip that a voice has been cut to by its kicks: the next one with every kick. @realtime yes */
const sliceOf = (clip: FilmClip, voice: VoiceTrace, seed: number): number => {
  const { count } = clip;
  const kicks = voice.drums[KICK]?.count ?? 0;
  return (Math.floor(dice(seed, voice.index, 2) * count) + kicks) % count;
};

/** The layer a voice shows, `aside` beats of film from where it is. @realtime yes */
export const shownLayer = (clip: FilmClip, voice: VoiceTrace, seed: number, filmAt: number, aside = 0): number =>
  layerAt(clip, sliceOf(clip, voice, seed), filmAt + aside);
