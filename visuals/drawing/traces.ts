import { clamp } from "../../shared/math/numbers.ts";
import type { VoiceTrace } from "../scene-api/frame.ts";

/** Places in DRUMS. */
export const KICK = 0;
export const SNARE = 1;
export const CLOSED_HAT = 2;
export const OPEN_HAT = 3;
export const LOW_TOM = 4;
export const MID_TOM = 5;
export const HIGH_TOM = 6;
export const CRASH = 7;
export const RIDE = 8;

const LONG_AGO = 3600;

/** Seconds since the drum was last hit, 0 if it is shown a little early; never hit is long ago, but finite. @realtime yes */
export const sinceHit = (voice: VoiceTrace, drum: number, seconds: number): number =>
  clamp(seconds - (voice.drums[drum]?.at ?? Number.NEGATIVE_INFINITY) / 1000, 0, LONG_AGO);

/** Velocity of the drum's last hit, 0 to 1. @realtime yes */
export const loudness = (voice: VoiceTrace, drum: number): number => voice.drums[drum]?.velocity ?? 0;

/** What is left of the drum's hits when they fade by e every `fade` seconds. @realtime yes */
export const levelOf = (voice: VoiceTrace, drum: number, fade: number): number =>
  voice.drums[drum]?.level(fade * 1000) ?? 0;

/** The first voice that is not heard but moves the picture; null when the show has none. @realtime yes */
export const pictureVoice = (voices: readonly VoiceTrace[]): VoiceTrace | null => {
  for (const voice of voices) if (!voice.sounds) return voice;
  return null;
};

/** Where a voice stands among the frame's; -1 if it is not there. @realtime yes */
export const indexOfVoice = (voices: readonly VoiceTrace[], name: string): number => {
  for (let i = 0; i < voices.length; i++) if (voices[i]?.name === name) return i;
  return -1;
};
