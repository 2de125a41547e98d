import { dice } from "../../shared/chance/dice.ts";
import { hash } from "../../shared/chance/hash.ts";
import { clamp, TURN } from "../../shared/math/numbers.ts";

/** How much of a video one slice is, in seconds: a beat at 120 bpm, so that it is shown at its own speed there. */
export const SLICE_SECONDS = 0.5;

/** The share of a slice that may lack at the end: a streamed film's length is known to one picture less. */
const LACKING = 0.1;

/** Moments by the golden ratio: as even as can be, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Where in a video of `duration` seconds its slices begin, at most `most` of them, in order. A short
 * one is used from end to end; of a longer one they are spread over the whole, and those of fewer
 * slices are among those of more.
 */
export const momentsOf = (name: string, duration: number, most: number): readonly number[] => {
  const whole = Math.floor(duration / SLICE_SECONDS + LACKING);
  if (whole <= most) return Array.from({ length: Math.max(1, whole) }, (_, i) => i * SLICE_SECONDS);
  const offset = dice(hash(name), 0, 0);
  const last = duration - SLICE_SECONDS;
  return Array.from({ length: most }, (_, i) => ((offset + i * GOLDEN) % 1) * last).sort((a, b) => a - b);
};

/** What of an image is seen: the middle, and the share of its width and height. */
interface View {
  readonly x: number;
  readonly y: number;
  readonly share: number;
}

/** A camera that travels over a still image: what it sees in slice `slice`, `along` 0 to 1. */
export const viewOf = (name: string, slice: number, along: number): View => {
  const throwOf = (n: number): number => dice(hash(name), slice, n);
  const widest = slice === 0 ? 1 : 0.55 + 0.3 * throwOf(1);
  const share = widest * (1 - 0.12 * (throwOf(2) < 0.5 ? along : 1 - along));
  const free = (1 - share) / 2;
  const drift = 0.12 * (along - 0.5);
  const around = throwOf(5) * TURN;
  const within = (thrown: number, by: number): number => 0.5 + clamp((thrown * 2 - 1) * free + by, -free, free);
  return { x: within(throwOf(3), drift * Math.cos(around)), y: within(throwOf(4), drift * Math.sin(around)), share };
};
