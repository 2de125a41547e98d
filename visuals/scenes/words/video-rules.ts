import type { Color } from "three/webgpu";
import { mix, settle } from "../../drawing/motion.ts";
import { CLOSED_HAT, KICK, LOW_TOM, levelOf, loudness, RIDE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { FOOT, HIGH, halfWidth, MARGIN } from "./measures.ts";
import type { Rules } from "./rules.ts";

/** Crosses from left to right and from below to above. */
const ACROSS = 11;
const UP = 5;
/** Rules that the ride sends over the page. */
const SENT = 5;

/** What the video's drums rule over the page, fine and in its own ink. @realtime yes */
export const ruleVideo = (rules: Rules, video: VoiceTrace, ink: Color, aspect: number, seconds: number): void => {
  const wide = halfWidth(aspect);
  const crosses = levelOf(video, CLOSED_HAT, 0.28);
  if (crosses > 0.02)
    for (let n = 0; n < ACROSS * UP; n++) {
      const x = -wide + (wide * 2 * ((n % ACROSS) + 0.5)) / ACROSS;
      const y = FOOT + (HIGH * (Math.floor(n / ACROSS) + 0.5)) / UP;
      rules.add(x, y, 0.028 * crosses, 0.004, ink, 1);
      rules.add(x, y, 0.004, 0.028 * crosses, ink, 1);
    }
  const breadth = 0.004 + 0.006 * loudness(video, RIDE);
  const age = sinceHit(video, RIDE, seconds);
  for (let n = 0; n < SENT; n++) {
    const way = settle(age - 0.05 * n, 1.1);
    if (way > 0 && way < 1) rules.add(mix(-wide, wide, way), 0, breadth, 1.2, ink, 1 - way);
  }
  // The toms that turned the page stand over its thirds.
  for (let third = 0; third < 3; third++) {
    const tom = Math.min(1, levelOf(video, LOW_TOM + third, 0.7));
    rules.add((third - 1) * wide * (2 / 3), 1 - MARGIN * 0.4, (wide / 3) * tom, 0.016 * tom, ink, 1);
  }
  const push = levelOf(video, KICK, 0.25);
  if (push > 0.02)
    for (let side = -1; side <= 1; side += 2) rules.add(side * (wide + MARGIN * 0.5), 0, 0.012 * push, 1.2, ink, 1);
};
