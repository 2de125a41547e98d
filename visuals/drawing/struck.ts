import type { VoiceTrace } from "../scene-api/frame.ts";
import { push, settle, spring } from "./motion.ts";
import { loudness, sinceHit } from "./traces.ts";

/**
 * What the last hit of a voice's drum does at a moment, the more the louder it was.
 *
 * @realtime yes
 */

/** It pushes; see push. */
export const pushed = (voice: VoiceTrace, drum: number, seconds: number, rise: number): number =>
  loudness(voice, drum) * push(sinceHit(voice, drum, seconds), rise);

/** It makes it swing; see spring. */
export const sprung = (voice: VoiceTrace, drum: number, seconds: number, rate: number, fade: number): number =>
  loudness(voice, drum) * spring(sinceHit(voice, drum, seconds), rate, fade);

/** How often it was hit, the last time coming in within `length` seconds: what turns a notch on with every hit. */
export const notched = (voice: VoiceTrace, drum: number, seconds: number, length: number): number => {
  const count = voice.drums[drum]?.count ?? 0;
  return count === 0 ? 0 : count - 1 + settle(sinceHit(voice, drum, seconds), length);
};

/** From hit to hit of the drum 1 and -1 in turn. */
export const wayOf = (voice: VoiceTrace, drum: number): number => ((voice.drums[drum]?.count ?? 0) % 2 === 0 ? 1 : -1);
