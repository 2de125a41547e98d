import { PALETTES } from "../../shared/picture/palette.ts";
import { beats, bpm, type Ms, ms } from "../../shared/time/units.ts";
import { Colours } from "../drawing/colours.ts";
import type { Frame, Upcoming, VoiceTrace } from "../scene-api/frame.ts";

/** The one frame object of a stage, which is written anew before each frame. */
export class LiveFrame implements Frame {
  at: Ms = ms(0);
  delta: Ms = ms(0);
  beat = beats(0);
  bar = 0;
  phase = 0;
  tempo = bpm(120);
  playing = false;
  intensity = 0.5;
  aspect = 16 / 9;
  readonly palette = new Colours(PALETTES[0]);
  voices: readonly VoiceTrace[] = [];
  readonly future: Upcoming;

  constructor(future: Upcoming) {
    this.future = future;
  }
}
