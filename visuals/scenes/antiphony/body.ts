import type { Color, Vector3 } from "three/webgpu";
import type { VoiceTrace } from "../frame.ts";
import type { Ribbons } from "../lines/ribbons.ts";
import type { Rings } from "../lines/rings.ts";
import type { Segments } from "../lines/segments.ts";

/** What the bodies are drawn with; each kind of line is one call to the graphics card, whoever uses it. */
export interface Ink {
  readonly strokes: Segments;
  readonly rings: Rings;
  readonly ribbons: Ribbons;
}

/** Where a body stands and how large it is. */
export interface Stand {
  readonly x: number;
  readonly z: number;
  readonly scale: number;
}

/** A sounding voice's body: a place on the water with nine organs, one a drum. */
export interface Body {
  readonly stand: Stand;
  /** Where a drum's hits happen, in the world. @realtime yes */
  organ(drum: number, into: Vector3): Vector3;
  /** Draws it as of `seconds`; `tint` is its colour, `hot` what it flashes to. @realtime yes */
  draw(ink: Ink, voice: VoiceTrace, seconds: number, tint: Color, hot: Color): void;
}

/**
 * Seconds since the drum was last hit. A hit is shown in the frame nearest to it, which may be a
 * little early: then its age is 0. Never hit is long ago, but finite, so that it can be reckoned with.
 * @realtime yes
 */
export const ageOf = (voice: VoiceTrace, drum: number, seconds: number): number =>
  Math.min(LONG_AGO, Math.max(0, seconds - (voice.drums[drum]?.at ?? Number.NEGATIVE_INFINITY) / 1000));

const LONG_AGO = 3600;

/** What is left of a drum's hits when they fade by e every `fade` seconds. @realtime yes */
export const levelOf = (voice: VoiceTrace, drum: number, fade: number): number =>
  voice.drums[drum]?.level(fade * 1000) ?? 0;

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
