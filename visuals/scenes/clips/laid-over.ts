import type { Color } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import type { FilmClip } from "../../clips/film.ts";
import { settle } from "../../drawing/motion.ts";
import { CLOSED_HAT, levelOf, loudness, OPEN_HAT, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { type Corners, corners, part } from "./layouts.ts";
import type { Panel, Panels } from "./panels.ts";
import { shownLayer } from "./playhead.ts";

/** Frames in the strip at the foot of a screen: those of a slice. */
const STRIP = 8;
/** The line around a screen on which nothing happens. */
export const RIM = 0.14;

/** What a voice's drums lay over its screen. All begins as the screen's own panel is and leaves that as it was, but for the strip, which comes last. */
export class LaidOver {
  readonly #panels: Panels;
  readonly #one: Panel;
  readonly #seed: number;
  readonly #piece = corners();

  constructor(panels: Panels, one: Panel, seed: number) {
    this.#panels = panels;
    this.#one = one;
    this.#seed = seed;
  }

  /** The snare: the clip before is seen through a slash for a moment. @realtime yes */
  slash(voice: VoiceTrace, before: FilmClip, screen: Corners, at: number, seconds: number, colour: Color): void {
    const age = sinceHit(voice, SNARE, seconds);
    const loud = loudness(voice, SNARE);
    const wide = 0.3 * (0.4 + 0.6 * loud) * settle(age, 0.06) * (1 - settle(age - 0.08, 0.4));
    if (wide < 0.005) return;
    const one = this.#one;
    const { light, zoom } = one;
    const count = voice.drums[SNARE]?.count ?? 0;
    const middle = 0.3 + 0.4 * dice(this.#seed, count, 10 + voice.index);
    const lean = (count % 2 === 0 ? 0.16 : -0.16) * (0.7 + 0.6 * loud);
    one.layer = shownLayer(before, voice, this.#seed, at, 2);
    one.light = 0.6;
    one.rim = 0.8;
    one.zoom = 0.72;
    part(screen, middle - wide / 2, 0.02, middle + wide / 2, 0.98, lean, this.#piece);
    this.#panels.add(this.#piece, one, colour);
    one.light = light;
    one.zoom = zoom;
    one.rim = RIM;
  }

  /** The open hat: the film within the film, each a little earlier, as it runs back. @realtime yes */
  echoes(voice: VoiceTrace, clip: FilmClip, screen: Corners, at: number, seconds: number, colour: Color): void {
    const age = sinceHit(voice, OPEN_HAT, seconds);
    const out = settle(age, 0.25) * (1 - settle(age - 0.35, 0.5)) * (0.5 + 0.5 * loudness(voice, OPEN_HAT));
    if (out < 0.01) return;
    const one = this.#one;
    const { zoom } = one;
    for (let n = 1; n <= 2; n++) {
      const half = 0.36 - 0.12 * n;
      one.layer = shownLayer(clip, voice, this.#seed, at, 0.5 * n);
      one.zoom = zoom * (1 - 0.3 * n);
      one.rim = 0.7;
      part(screen, 0.5 - half * out, 0.5 - half * out, 0.5 + half * out, 0.5 + half * out, 0, this.#piece);
      this.#panels.add(this.#piece, one, colour);
    }
    one.zoom = zoom;
    one.rim = RIM;
  }

  /** The closed hat: shards of the film from near, an eighth away. @realtime yes */
  shards(voice: VoiceTrace, clip: FilmClip, screen: Corners, at: number, colour: Color): void {
    const level = levelOf(voice, CLOSED_HAT, 0.11);
    if (level < 0.03) return;
    const one = this.#one;
    const count = voice.drums[CLOSED_HAT]?.count ?? 0;
    const { zoom, light, x } = one;
    one.rim = 0;
    one.light = light * 1.25;
    for (let n = 0; n < 3; n++) {
      const u = 0.12 + 0.76 * dice(this.#seed, count, 20 + 3 * voice.index + n);
      const v = 0.16 + 0.7 * dice(this.#seed, count, 60 + 3 * voice.index + n);
      const half = (0.05 + 0.05 * dice(this.#seed, count, 90 + n)) * Math.min(1, level * 2);
      one.layer = shownLayer(clip, voice, this.#seed, at, 0.5 * (n + 1));
      one.zoom = zoom * (1.5 + 0.5 * n);
      one.x = x + 0.2 * (n - 1);
      part(screen, u - half, v - 0.13, u + half, v + 0.13, 0.02, this.#piece);
      this.#panels.add(this.#piece, one, colour);
    }
    one.zoom = zoom;
    one.light = light;
    one.x = x;
    one.rim = RIM;
  }

  /** At the foot of the screen, the frames of the slice that is played. @realtime yes */
  strip(voice: VoiceTrace, clip: FilmClip, screen: Corners, at: number, colour: Color): void {
    const one = this.#one;
    const width = Math.max(0.1, (screen[2] ?? 0) - (screen[0] ?? 0));
    const height = Math.max(0.1, (screen[7] ?? 0) - (screen[1] ?? 0));
    const tall = 0.075 / height;
    const wide = 0.12 / width;
    const now = ((Math.floor(at * STRIP) % STRIP) + STRIP) % STRIP;
    const from = 0.5 - (STRIP * wide) / 2;
    if (from < 0.02) return;
    const lit = levelOf(voice, CLOSED_HAT, 0.12);
    for (let n = 0; n < STRIP; n++) {
      const isNow = n === now;
      one.layer = shownLayer(clip, voice, this.#seed, Math.floor(at) + (n + 0.5) / STRIP);
      one.light = isNow ? 0.8 : 0.2;
      one.rim = isNow ? 0.5 + 0.5 * lit : 0;
      const u = from + n * wide;
      const lift = isNow ? 0.012 / height : 0;
      part(screen, u, 0.05 / height + lift, u + wide * 0.94, 0.05 / height + lift + tall, 0, this.#piece);
      one.x = ((this.#piece[0] ?? 0) + (this.#piece[2] ?? 0)) / 2;
      one.y = ((this.#piece[1] ?? 0) + (this.#piece[5] ?? 0)) / 2;
      one.zoom = 0.042;
      this.#panels.add(this.#piece, one, colour);
    }
  }
}
