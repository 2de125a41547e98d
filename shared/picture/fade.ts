import { mix, smoothstep } from "../math/numbers.ts";
import { type Ms, ms } from "../time/units.ts";

/** A level on its way: the same on every page, because it is a function of the moment. */
export interface Fade {
  readonly from: number;
  readonly to: number;
  /** When it begins, on the server's axis. */
  readonly at: Ms;
  /** How long it takes; 0 is at once. */
  readonly length: Ms;
}

/** A level that stays. */
export const steadyFade = (level: number): Fade => ({ from: level, to: level, at: ms(0), length: ms(0) });

/** Eased at both ends, so that a slow fade is seen neither to begin nor to end. @realtime yes */
export const fadeLevel = (fade: Fade, at: Ms): number => {
  if (at < fade.at) return fade.from;
  if (at >= fade.at + fade.length) return fade.to;
  return mix(fade.from, fade.to, smoothstep((at - fade.at) / fade.length));
};

/** From wherever `fade` is at `at`, to `to`. */
export const fadeOn = (fade: Fade, to: number, at: Ms, length: Ms): Fade => ({
  from: fadeLevel(fade, at),
  to,
  at,
  length,
});
