import type { Ms } from "../../shared/time/units.ts";
import type { Frame } from "../scene-api/frame.ts";

const FADE_MS = 180;

/** How loud a drum still is, whoever played it: 1 for a full hit now. @realtime yes */
export const drumLevel = (frame: Frame, drum: number): number => {
  let level = 0;
  for (const voice of frame.voices) level = Math.max(level, voice.drums[drum]?.level(FADE_MS) ?? 0);
  return Math.min(1, level);
};

/** Whether anybody hit the drum after `from` and not after `until`. @realtime yes */
export const wasHit = (frame: Frame, drum: number, from: Ms, until: Ms): boolean => {
  for (const voice of frame.voices) {
    const at = voice.drums[drum]?.at ?? Number.NEGATIVE_INFINITY;
    if (at > from && at <= until) return true;
  }
  return false;
};
