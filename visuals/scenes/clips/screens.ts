import { Color } from "three/webgpu";
import type { FilmClip } from "../../clips/film.ts";
import { blow, mix, settle } from "../../drawing/motion.ts";
import { pushed, sprung } from "../../drawing/struck.ts";
import {
  CLOSED_HAT,
  CRASH,
  HIGH_TOM,
  KICK,
  LOW_TOM,
  levelOf,
  loudness,
  MID_TOM,
  RIDE,
  SNARE,
  sinceHit,
} from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { SceneContext } from "../../scene-api/scene.ts";
import { LaidOver, RIM } from "./laid-over.ts";
import { type Corners, corners } from "./layouts.ts";
import type { Loaded } from "./loaded.ts";
import { Panel, type Panels } from "./panels.ts";
import { filmBeats, filmClipOf, shownLayer } from "./playhead.ts";
import type { Struck } from "./struck.ts";
import type { Wall } from "./wall.ts";

const PLAIN = new Panel();

/** What is on the screens of the wall, on the wall behind them, and over all of it. */
export class Screens {
  readonly #context: Pick<SceneContext, "seed" | "parameters">;
  readonly #loaded: Loaded;
  readonly #struck: Struck;
  readonly #wall: Wall;
  readonly #panels: Panels;
  readonly #one = new Panel();
  readonly #laidOver: LaidOver;
  readonly #everything = corners();
  readonly #colour = new Color();

  constructor(
    context: Pick<SceneContext, "seed" | "parameters">,
    loaded: Loaded,
    struck: Struck,
    wall: Wall,
    panels: Panels,
  ) {
    this.#context = context;
    this.#loaded = loaded;
    this.#struck = struck;
    this.#wall = wall;
    this.#panels = panels;
    this.#laidOver = new LaidOver(panels, this.#one, context.seed);
  }

  /** The video's own film, dark, behind everything. @realtime yes */
  backdrop(frame: Frame, video: VoiceTrace | null): void {
    const who = video ?? frame.voices[0];
    if (who === undefined) return;
    const seconds = frame.at / 1000;
    const { palette, aspect } = frame;
    const { chop = 1, wall = 1 } = this.#context.parameters;
    const one = this.#fresh();
    this.#struck.count(frame, who, seconds);
    const clip = this.#clip(frame, who);
    one.layer = shownLayer(clip, who, this.#context.seed, filmBeats(who, this.#struck.ages, chop));
    one.zoom = 1.35 * (aspect / 1.78 > 1 ? aspect / 1.78 : 1);
    one.light = mix(0.55, 0.13, wall);
    one.blinds = video === null ? 0 : 0.3 * levelOf(video, CLOSED_HAT, 0.1);
    one.outline = 0.35;
    one.tear = this.#torn(who, seconds);
    one.torn = this.#grain(who);
    this.#colour.copy(palette.horizon).lerp(palette.video, 0.35);
    const edge = this.#everything;
    edge.set([-aspect * 1.4, -1.4, aspect * 1.4, -1.4, aspect * 1.4, 1.4, -aspect * 1.4, 1.4]);
    this.#panels.add(edge, one, this.#colour);
  }

  /** A voice's screen, and all that its drums do to it. @realtime yes */
  screen(frame: Frame, voice: VoiceTrace, video: VoiceTrace | null): void {
    const screen = this.#wall.screens[voice.place];
    if (screen === undefined) return;
    const seconds = frame.at / 1000;
    const { seed, parameters } = this.#context;
    const { chop = 1, wall = 1 } = parameters;
    const colour = frame.palette.voice(voice.place);
    this.#struck.count(frame, voice, seconds);
    const at = filmBeats(voice, this.#struck.ages, chop);
    const clip = this.#clip(frame, voice);
    const one = this.#fresh();

    const kick = pushed(voice, KICK, seconds, 0.09);
    const wobble = sprung(voice, LOW_TOM, seconds, 2.4, 0.22) - sprung(voice, HIGH_TOM, seconds, 2.4, 0.22);
    const squeeze = sprung(voice, MID_TOM, seconds, 1.6, 0.25);
    const nearer = video === null ? 0 : pushed(video, MID_TOM, seconds, 0.25);
    one.layer = shownLayer(clip, voice, seed, at);
    one.x =
      mix(0, this.#wall.homeX[voice.place] ?? 0, wall) + 0.16 * wobble + 0.05 * Math.sin(seconds * 0.3 + voice.place);
    one.y = mix(0, this.#wall.homeY[voice.place] ?? 0, wall) * 0.8;
    one.zoom =
      (1.1 + 0.05 * Math.sin(seconds * 0.23 + 2 * voice.place)) * (1 + 0.16 * kick + 0.14 * squeeze + 0.4 * nearer);
    one.light = (0.3 + 0.2 * Math.min(1, 1.6 * voice.heat)) * (0.85 + 0.3 * frame.intensity);
    one.outline = Math.min(0.6, 0.15 + 0.5 * levelOf(voice, RIDE, 0.5));
    one.rim = RIM + 0.7 * levelOf(voice, SNARE, 0.14) + 0.4 * levelOf(voice, KICK, 0.1);
    one.blinds = video === null ? 0 : 0.3 * levelOf(video, CLOSED_HAT, 0.1);
    one.tear = this.#torn(voice, seconds) + 0.25 * levelOf(voice, CRASH, 0.25);
    one.torn = this.#grain(voice);
    this.#panels.add(screen, one, colour);
    const laid = this.#laidOver;
    one.outline = 0;
    one.tear = 0;
    one.rim = RIM;

    laid.slash(voice, this.#clip(frame, voice, 1), screen, at, seconds, colour);
    laid.echoes(voice, clip, screen, at, seconds, colour);
    laid.shards(voice, clip, screen, at, colour);
    if (video !== null) this.#together(frame, video, screen, colour, seconds);
    laid.strip(voice, clip, screen, at, colour);
  }

  /** The crash: what is bright in the voice's film, over the whole wall. @realtime yes */
  overlay(frame: Frame, voice: VoiceTrace): void {
    const seconds = frame.at / 1000;
    const { layers = 1, chop = 1 } = this.#context.parameters;
    const age = sinceHit(voice, CRASH, seconds);
    const level = layers * loudness(voice, CRASH) * (age < 0.1 ? age / 0.1 : blow(age - 0.1, 0.8));
    if (level < 0.02) return;
    const one = this.#fresh();
    this.#struck.count(frame, voice, seconds);
    const clip = this.#clip(frame, voice);
    one.layer = shownLayer(clip, voice, this.#context.seed, filmBeats(voice, this.#struck.ages, chop), 1);
    one.x = 0.5 * (this.#wall.homeX[voice.place] ?? 0);
    one.zoom = (1.25 + 0.5 * settle(age, 1.5)) * Math.max(1, frame.aspect / 1.78);
    one.key = 1;
    one.light = 0.34 * level;
    one.cover = 0.25 * level;
    one.outline = 0.6 * level;
    one.tear = 0.5 * level;
    one.torn = this.#grain(voice);
    this.#panels.add(this.#everything, one, frame.palette.voice(voice.place));
  }

  /** The video's crash: one picture over all screens. */
  #together(frame: Frame, video: VoiceTrace, screen: Corners, colour: Color, seconds: number): void {
    const age = sinceHit(video, CRASH, seconds);
    const share = Math.min(1, 1.3 * loudness(video, CRASH) * settle(age, 0.12) * blow(Math.max(0, age - 0.12), 0.7));
    if (share < 0.02) return;
    const one = this.#one;
    const { x, y, zoom, light } = one;
    const clip = this.#clip(frame, video);
    one.layer = shownLayer(clip, video, this.#context.seed, frame.beat);
    one.x = 0;
    one.y = 0;
    one.zoom = Math.max(1, frame.aspect / 1.78) * 1.05;
    one.light = 0.5 * share;
    one.cover = share;
    this.#colour.copy(colour).lerp(frame.palette.video, 0.6);
    this.#panels.add(screen, one, this.#colour);
    one.x = x;
    one.y = y;
    one.zoom = zoom;
    one.light = light;
    one.cover = 1;
  }

  #clip(frame: Frame, voice: VoiceTrace, before = 0): FilmClip {
    return filmClipOf(this.#loaded.film, voice, this.#context.seed, frame.voices.length, before);
  }

  #torn(voice: VoiceTrace, seconds: number): number {
    const { tear = 1 } = this.#context.parameters;
    return 0.6 * tear * this.#struck.tearing(voice.index, seconds);
  }

  /** Which rows are torn: others with every hit of a kick or a snare. */
  #grain(voice: VoiceTrace): number {
    return ((voice.drums[KICK]?.count ?? 0) * 3 + (voice.drums[SNARE]?.count ?? 0) * 7 + voice.index) % 64;
  }

  /** The screen that is written next, as it is when nothing is done to it. */
  #fresh(): Panel {
    return Object.assign(this.#one, PLAIN);
  }
}
