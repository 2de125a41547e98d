import { Color, OrthographicCamera, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import type { Film, FilmClip } from "../../clips/film.ts";
import type { Frame, VoiceTrace } from "../frame.ts";
import { blow, mix, push, settle, spring } from "../motion.ts";
import type { Scene, SceneContext, SceneKind } from "../scene.ts";
import { surpriseOf } from "../surprise.ts";
import {
  CLOSED_HAT,
  CRASH,
  HIGH_TOM,
  KICK,
  LOW_TOM,
  levelOf,
  loudness,
  MID_TOM,
  OPEN_HAT,
  pictureVoice,
  RIDE,
  SNARE,
  sinceHit,
} from "../traces.ts";
import { about } from "./about.ts";
import { LaidOver, RIM } from "./laid-over.ts";
import { type Corners, corners, LAYOUTS } from "./layouts.ts";
import { Panels, panel } from "./panels.ts";
import { type Ages, clipOf, filmBeats, shownLayer } from "./playhead.ts";
import { standIn } from "./stand-in.ts";
import { Wall } from "./wall.ts";

const DRUMS_EACH = 9;
/** At most so many screens a voice: its own, its strip of frames, and what its drums lay over it. */
const PANELS_EACH = 20;
/** Beats a second that films run at while the transport stands. */
const RESTING_PACE = 2;
const TEAR_FADE = 0.3;
/** A hit longer ago than this many beats is as good as none. */
const LONG_AGO = 4096;

class Clips implements Scene {
  readonly world = new World();
  readonly camera = new OrthographicCamera(-1, 1, 1, -1, 0, 10);
  readonly #context: SceneContext;
  readonly #panels: Panels;
  readonly #wall: Wall;
  /** Made only where there are no clips. */
  #standIn: Film | null = null;
  #film: Film;
  #filmFrom = Number.NEGATIVE_INFINITY;
  /** The beat of the last hit of each drum of each voice. */
  readonly #struck: Float64Array;
  /** How surprising a voice has been, and as of when. */
  readonly #surprise: Float64Array;
  readonly #surpriseAt: Float64Array;
  readonly #ages = new Float64Array(DRUMS_EACH);
  readonly #age: Ages = (drum) => this.#ages[drum] ?? LONG_AGO;
  readonly #one = panel();
  readonly #laidOver: LaidOver;
  readonly #everything = corners();
  readonly #colour = new Color();

  constructor(context: SceneContext) {
    const { seed, voices, media } = context;
    this.#context = context;
    const sounding = voices.filter((voice) => voice.sounds).length;
    this.#wall = new Wall(sounding, Math.floor(dice(seed, 0, 3) * LAYOUTS));
    this.#film = media?.film ?? this.#made();
    this.#panels = new Panels(this.#film.texture, voices.length * PANELS_EACH + 2);
    this.#laidOver = new LaidOver(this.#panels, this.#one, seed);
    this.#struck = new Float64Array(voices.length * DRUMS_EACH).fill(Number.NEGATIVE_INFINITY);
    this.#surprise = new Float64Array(voices.length);
    this.#surpriseAt = new Float64Array(voices.length);
    this.world.add(this.#panels.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    this.#struck[voice.index * DRUMS_EACH + drumIndex(note.drum)] = note.beat;
    const seconds = at / 1000;
    const left = this.#tearing(voice.index, seconds);
    const now = surpriseOf(note) ** 2;
    if (now < left) return;
    this.#surprise[voice.index] = now;
    this.#surpriseAt[voice.index] = seconds;
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { grade = 0.8, move = 1 } = this.#context.parameters;
    const { palette, aspect } = frame;
    const video = pictureVoice(frame.voices);
    this.#takeFilm(frame);
    const panels = this.#panels;
    panels.grade.value = grade;
    const { shadow, highlight } = panels;
    shadow.value.set(
      palette.night.r + 0.35 * palette.horizon.r,
      palette.night.g + 0.35 * palette.horizon.g,
      palette.night.b + 0.35 * palette.horizon.b,
    );
    highlight.value.set(palette.light.r, palette.light.g, palette.light.b);
    this.#look(frame, video, seconds, move);
    const open = video === null ? 0 : 0.075 * levelOf(video, OPEN_HAT, 0.4);
    this.#wall.build(frame.voices, video, seconds, aspect, open);

    panels.clear();
    this.#backdrop(frame, video, seconds);
    for (const voice of frame.voices) if (voice.sounds) this.#screen(frame, voice, video, seconds);
    for (const voice of frame.voices) if (voice.sounds) this.#overlay(frame, voice, seconds);
    panels.upload();
  }

  dispose(): void {
    this.#panels.dispose();
    this.#standIn?.texture.dispose();
  }

  #made(): Film {
    this.#standIn ??= standIn(this.#context.seed);
    return this.#standIn;
  }

  /** Another film only on a bar line, for a folder may change at any moment. */
  #takeFilm(frame: Frame): void {
    const { bar } = frame;
    if (bar === this.#filmFrom && frame.playing) return;
    this.#filmFrom = bar;
    const film = this.#context.media?.film ?? this.#made();
    if (film === this.#film) return;
    this.#film = film;
    this.#panels.film = film.texture;
  }

  #tearing(index: number, seconds: number): number {
    return (this.#surprise[index] ?? 0) * blow(seconds - (this.#surpriseAt[index] ?? 0), TEAR_FADE);
  }

  /** Writes how many beats ago each drum of the voice was hit; never is long ago, and goes on. @realtime yes */
  #count(frame: Frame, voice: VoiceTrace, seconds: number): void {
    for (let drum = 0; drum < DRUMS_EACH; drum++) {
      const struck = this.#struck[voice.index * DRUMS_EACH + drum] ?? Number.NEGATIVE_INFINITY;
      let age = frame.beat - struck;
      if (!frame.playing) age = (seconds - (voice.drums[drum]?.at ?? Number.NEGATIVE_INFINITY) / 1000) * RESTING_PACE;
      if (age < -1 || age > LONG_AGO)
        age = LONG_AGO + (frame.playing ? frame.beat : (seconds * RESTING_PACE) % LONG_AGO);
      this.#ages[drum] = Math.max(0, age);
    }
  }

  /** The video moves the wall before the viewer's eyes. */
  #look(frame: Frame, video: VoiceTrace | null, seconds: number, move: number): void {
    const { camera } = this;
    let nearer = 1 + 0.012 * Math.sin(seconds * 0.21);
    let aside = 0.02 * Math.sin(seconds * 0.17);
    let roll = 0.006 * Math.sin(seconds * 0.13);
    if (video !== null) {
      nearer += 0.1 * move * loudness(video, KICK) * push(sinceHit(video, KICK, seconds), 0.1);
      aside += 0.22 * move * loudness(video, LOW_TOM) * spring(sinceHit(video, LOW_TOM, seconds), 0.8, 0.5);
      aside -= 0.22 * move * loudness(video, HIGH_TOM) * spring(sinceHit(video, HIGH_TOM, seconds), 0.8, 0.5);
      const way = (video.drums[RIDE]?.count ?? 0) % 2 === 0 ? 1 : -1;
      roll += 0.06 * way * move * loudness(video, RIDE) * spring(sinceHit(video, RIDE, seconds), 0.7, 0.5);
    }
    camera.left = -frame.aspect / nearer;
    camera.right = frame.aspect / nearer;
    camera.top = 1 / nearer;
    camera.bottom = -1 / nearer;
    camera.position.set(aside, 0, 5);
    camera.rotation.z = roll;
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }

  /** The video's own film, dark, behind everything. */
  #backdrop(frame: Frame, video: VoiceTrace | null, seconds: number): void {
    const who = video ?? frame.voices[0];
    if (who === undefined) return;
    const { palette, aspect } = frame;
    const { chop = 1, wall = 1 } = this.#context.parameters;
    const one = this.#fresh();
    this.#count(frame, who, seconds);
    const clip = this.#clip(frame, who);
    one.layer = shownLayer(clip, who, this.#context.seed, filmBeats(who, this.#age, chop));
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

  /** A voice's screen, and all that its drums do to it. */
  #screen(frame: Frame, voice: VoiceTrace, video: VoiceTrace | null, seconds: number): void {
    const screen = this.#wall.screens[voice.place];
    if (screen === undefined) return;
    const { seed, parameters } = this.#context;
    const { chop = 1, wall = 1 } = parameters;
    const colour = frame.palette.voice(voice.place);
    this.#count(frame, voice, seconds);
    const at = filmBeats(voice, this.#age, chop);
    const clip = this.#clip(frame, voice);
    const one = this.#fresh();

    const kick = loudness(voice, KICK) * push(sinceHit(voice, KICK, seconds), 0.09);
    const wobble =
      loudness(voice, LOW_TOM) * spring(sinceHit(voice, LOW_TOM, seconds), 2.4, 0.22) -
      loudness(voice, HIGH_TOM) * spring(sinceHit(voice, HIGH_TOM, seconds), 2.4, 0.22);
    const squeeze = loudness(voice, MID_TOM) * spring(sinceHit(voice, MID_TOM, seconds), 1.6, 0.25);
    const nearer = video === null ? 0 : loudness(video, MID_TOM) * push(sinceHit(video, MID_TOM, seconds), 0.25);
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

  /** The crash: what is bright in the voice's film, over the whole wall. */
  #overlay(frame: Frame, voice: VoiceTrace, seconds: number): void {
    const { layers = 1, chop = 1 } = this.#context.parameters;
    const age = sinceHit(voice, CRASH, seconds);
    const level = layers * loudness(voice, CRASH) * (age < 0.1 ? age / 0.1 : blow(age - 0.1, 0.8));
    if (level < 0.02) return;
    const one = this.#fresh();
    this.#count(frame, voice, seconds);
    const clip = this.#clip(frame, voice);
    one.layer = shownLayer(clip, voice, this.#context.seed, filmBeats(voice, this.#age, chop), 1);
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

  #clip(frame: Frame, voice: VoiceTrace, before = 0): FilmClip {
    return clipOf(this.#film, voice, this.#context.seed, frame.voices.length, before);
  }

  #torn(voice: VoiceTrace, seconds: number): number {
    const { tear = 1 } = this.#context.parameters;
    return 0.6 * tear * this.#tearing(voice.index, seconds);
  }

  /** Which rows are torn: others with every hit of a kick or a snare. */
  #grain(voice: VoiceTrace): number {
    return ((voice.drums[KICK]?.count ?? 0) * 3 + (voice.drums[SNARE]?.count ?? 0) * 7 + voice.index) % 64;
  }

  /** The screen that is written next, as it is when nothing is done to it. */
  #fresh() {
    const one = this.#one;
    one.layer = 0;
    one.x = 0;
    one.y = 0;
    one.zoom = 1;
    one.light = 1;
    one.cover = 1;
    one.outline = 0;
    one.rim = 0;
    one.tear = 0;
    one.torn = 0;
    one.key = 0;
    one.blinds = 0;
    return one;
  }
}

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Clips(context),
};
