import type { Random } from "../../../shared/chance/random.ts";
import { clamp01 } from "../../../shared/math/numbers.ts";
import type { PassDoses } from "../../../shared/picture/passes.ts";
import type { Mood } from "./mood.ts";

/** From this wildness on a kaleidoscope may open, and how often it then does. */
const KALEIDOSCOPE_FROM = 0.55;
const KALEIDOSCOPE_CHANCE = 0.3;
/** Surprise beyond this breaks the picture up. */
const GLITCH_FROM = 0.5;

/**
 * How much of each pass a mood asks for. Trails belong to the calm, glitches to surprise in a
 * build-up or a drop, the kaleidoscope is rare and stays for a scene. Draws exactly one number.
 */
export const dosesFor = (mood: Mood, random: Random): PassDoses => {
  const { wildness, intensity, surprise, form } = mood;
  const isTense = form === "build" || form === "drop";
  const opens = random.next() < KALEIDOSCOPE_CHANCE && wildness >= KALEIDOSCOPE_FROM;
  return {
    trails: rounded(form === "break" || form === "silence" ? 0.7 : 0.5 * (1 - wildness)),
    kaleidoscope: opens ? rounded(0.4 + 0.6 * wildness) : 0,
    glitch: rounded(isTense ? Math.max(0, surprise - GLITCH_FROM) * 1.6 : 0),
    "chromatic-shift": rounded(0.15 + 0.5 * surprise * intensity),
    bloom: rounded(0.25 + 0.5 * intensity),
    grade: 0.8,
    grain: rounded(0.3 - 0.15 * intensity),
  };
};

/** Cues are read by people and written into takes: two digits are plenty. */
const rounded = (dose: number): number => Math.round(clamp01(dose) * 100) / 100;
