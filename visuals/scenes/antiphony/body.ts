import type { Color, Vector3 } from "three/webgpu";
import type { Ribbons } from "../../drawing/lines/ribbons.ts";
import type { Rings } from "../../drawing/lines/rings.ts";
import type { Segments } from "../../drawing/lines/segments.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

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
