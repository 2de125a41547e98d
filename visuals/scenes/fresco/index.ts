import { Color, OrthographicCamera, type WebGPURenderer, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import type { Frame, VoiceTrace } from "../frame.ts";
import { blow } from "../motion.ts";
import type { Scene, SceneContext, SceneKind } from "../scene.ts";
import { surpriseOf } from "../surprise.ts";
import { about } from "./about.ts";
import { Brushes } from "./brushes.ts";
import { Ring } from "./ring.ts";
import { stir } from "./stir.ts";
import { type Dab, LONGEST, type Stroke, strokeSeconds, touch } from "./strokes.ts";
import { View, WALL_ASPECT, Wall } from "./wall.ts";

/** The painting moves on at fixed moments of the server's time, so often a second: it is the same on every page. */
const TICKS = 30;
/**
 * A page that is further behind does the rest in one tick: what was played is laid on as faded as it
 * would be by now, and has only not run. Paint fades, so that it soon stands where the others stand.
 */
const MOST_TICKS = TICKS / 3;
/** A fast stroke would show its single touches: it has so many in a tick. */
const FINER = 3;
/** Paint fades by e within this long, seconds. */
const FADE = 8;
/** A brush that nobody uses touches the wall so often, in ticks. */
const IDLE_TICKS = 2;

class Fresco implements Scene {
  readonly world = new World();
  readonly camera = new OrthographicCamera(-1, 1, 1, -1, 0, 10);
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #ring = new Ring();
  readonly #brushes = new Brushes("brushes", 4000);
  readonly #wall = new Wall(this.#brushes);
  readonly #view = new View(this.#wall);
  /** The brushes that are on the wall at this moment. */
  readonly #tips = new Brushes("wet brushes", 500);
  readonly #homes: readonly { readonly x: number; readonly y: number; readonly size: number }[];
  readonly #paints: readonly Color[];
  readonly #sounds: readonly boolean[];
  readonly #hot = new Color();
  readonly #dab: Dab = { x: 0, y: 0, length: 0, breadth: 0, angle: 0, round: 0, cover: 1, grain: 0 };
  #into = this.#brushes;
  #paint = new Color();
  #strength = 1;
  #seconds = 0;
  #tick = Number.NEGATIVE_INFINITY;

  constructor({ seed, voices, parameters }: SceneContext) {
    this.#seed = seed;
    this.#parameters = parameters;
    const count = Math.max(1, voices.filter(({ sounds }) => sounds).length);
    this.#homes = voices.map(({ place, sounds }) => ({
      x: sounds ? ((place + 0.5) / count - 0.5) * 2 * 1.42 : 0,
      y: sounds ? (dice(seed, place, 11) - 0.5) * 0.5 : 0,
      size: sounds ? Math.min(1, 2.6 / count) * (1.2 + 0.25 * dice(seed, place, 12)) : 0.5,
    }));
    this.#paints = voices.map(() => new Color());
    this.#sounds = voices.map(({ sounds }) => sounds);
    this.world.add(this.#view.object, this.#tips.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const home = this.#homes[voice.index];
    if (home === undefined) return;
    const hit = this.#ring.next();
    const { stroke } = hit;
    hit.seconds = at / 1000;
    hit.voice = voice.index;
    hit.stirs = !voice.sounds;
    hit.painted = Math.ceil(hit.seconds * TICKS) - 1;
    stroke.seed = this.#seed;
    stroke.id = note.id;
    stroke.drum = drumIndex(note.drum);
    // The video's hand is anywhere.
    stroke.x = voice.sounds ? home.x : (dice(this.#seed, note.id, 7) - 0.5) * 2.2;
    stroke.y = voice.sounds ? home.y : (dice(this.#seed, note.id, 8) - 0.5) * 0.9;
    stroke.size = home.size;
    stroke.loud = note.velocity / 127;
    stroke.surprise = surpriseOf(note);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { relief = 1 } = this.#parameters;
    const { palette, aspect } = frame;
    this.#seconds = seconds;
    // The wall covers the picture, whatever its shape.
    const half = Math.min(1, WALL_ASPECT / Math.max(0.1, aspect));
    const { camera } = this;
    camera.left = -half * aspect;
    camera.right = half * aspect;
    camera.top = half;
    camera.bottom = -half;
    camera.position.z = 5;
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();

    const deep = 0.34 + 0.3 * frame.intensity;
    for (const voice of frame.voices) {
      const paint = voice.sounds ? palette.voice(voice.place) : palette.video;
      this.#paints[voice.index]?.copy(paint).multiplyScalar(0.55 + 0.25 * frame.intensity);
    }
    this.#hot.copy(palette.accent);
    const view = this.#view;
    const { night, horizon, light } = palette;
    view.night.value.set(night.r * 1.2, night.g * 1.2, night.b * 1.2);
    view.plaster.value.set(
      horizon.r * deep + light.r * 0.085,
      horizon.g * deep + light.g * 0.085,
      horizon.b * deep + light.b * 0.085,
    );
    view.light.value.set(light.r, light.g, light.b);
    const lamp = seconds * 0.11 + dice(this.#seed, 5, 5) * 6;
    view.lamp.value.set(Math.cos(lamp) * 0.8, -0.8 + 0.3 * Math.sin(lamp * 1.7));
    view.relief.value = 1.6 * relief;

    this.#tips.clear();
    this.#into = this.#tips;
    for (let i = 0; i < this.#ring.size; i++) {
      const hit = this.#ring.at(i);
      const age = seconds - hit.seconds;
      if (age < 0 || age > LONGEST + 0.3) continue;
      this.#dip(hit.voice, hit.stroke.surprise, hit.stirs ? 0.5 : 0.8 * blow(age, 0.25), toneOf(hit.stroke));
      // Where a brush left the wall, the paint shines wet for a moment.
      touch(hit.stroke, Math.min(age, strokeSeconds(hit.stroke.drum)), this.#dab, this.#add);
    }
    for (const [voice, sounds] of this.#sounds.entries()) if (sounds) this.#idle(voice, seconds, 0.3);
    this.#tips.upload();
  }

  draw(renderer: WebGPURenderer): void {
    const until = Math.floor(this.#seconds * TICKS);
    let missed = until - this.#tick - MOST_TICKS;
    // Also where time went back: then nothing of the wall holds.
    if (until < this.#tick) missed = Number.POSITIVE_INFINITY;
    if (missed > 0) this.#tick = until - MOST_TICKS;
    for (; this.#tick < until; missed = 0) this.#advance(renderer, ++this.#tick, Math.max(0, missed));
    this.#view.show(this.#wall);
  }

  dispose(): void {
    this.#brushes.dispose();
    this.#tips.dispose();
    this.#wall.dispose();
    this.#view.dispose();
  }

  /** Paints one tick, and whatever was played in the `missed` ones before it. */
  #advance(renderer: WebGPURenderer, tick: number, missed: number): void {
    const { flow = 1, drying = 1, stir: amount = 1, brush = 1 } = this.#parameters;
    const seconds = tick / TICKS;
    const { stirring } = this.#wall;
    stir(stirring, this.#ring, seconds, this.#seed, flow, amount);
    stirring.kept.value = Math.exp((-drying * (1 + missed)) / (FADE * TICKS));
    const finer = missed > 0 ? 1 : FINER;
    this.#brushes.clear();
    this.#into = this.#brushes;
    for (let i = 0; i < this.#ring.size; i++) {
      const hit = this.#ring.at(i);
      if (hit.painted >= tick) continue;
      const faded = missed > 0 ? Math.exp((-drying * Math.max(0, seconds - hit.seconds)) / FADE) : 1;
      this.#dip(hit.voice, hit.stroke.surprise, faded * (hit.stirs ? 0.14 : 1), toneOf(hit.stroke));
      const began = Math.ceil(hit.seconds * TICKS);
      const last = Math.min(tick, began + Math.ceil(LONGEST * TICKS));
      const { size } = hit.stroke;
      hit.stroke.size = size * brush;
      // A note whose way took time is painted up to now in one tick.
      for (let own = (hit.painted + 1) * finer; own < (last + 1) * finer; own++)
        touch(hit.stroke, (own / finer - began) / TICKS, this.#dab, this.#add);
      hit.stroke.size = size;
      hit.painted = last < tick ? Number.POSITIVE_INFINITY : tick;
    }
    if (tick % IDLE_TICKS === 0)
      for (const [voice, sounds] of this.#sounds.entries()) if (sounds) this.#idle(voice, seconds, 0.2);
    this.#brushes.upload();
    this.#wall.tick(renderer, missed === Number.POSITIVE_INFINITY);
  }

  /** A voice's brush wanders over its place also while it does not play. */
  #idle(voice: number, seconds: number, strength: number): void {
    const home = this.#homes[voice];
    if (home === undefined) return;
    const dab = this.#dab;
    const way = seconds * 0.5 + dice(this.#seed, voice, 20) * 20;
    dab.x = home.x + 0.36 * Math.sin(way) + 0.1 * Math.sin(way * 2.7);
    dab.y = home.y + 0.42 * Math.sin(way * 0.73 + voice) + 0.08 * Math.cos(way * 3.1);
    dab.angle = way * 1.3;
    dab.length = 0.075 * home.size;
    dab.breadth = 0.06 * home.size;
    dab.round = 0;
    dab.cover = 1;
    dab.grain = voice * 7.3;
    this.#dip(voice, 0, strength);
    this.#add(dab);
  }

  /** Takes a voice's paint; what nobody expected is mixed with another. */
  #dip(voice: number, surprise: number, strength: number, tone = 1): void {
    const paint = this.#paints[voice];
    if (paint !== undefined)
      this.#paint
        .copy(paint)
        .lerp(this.#hot, 0.55 * surprise * surprise)
        .multiplyScalar(tone);
    this.#strength = strength;
  }

  readonly #add = (dab: Dab): void => this.#into.add(dab, this.#paint, this.#strength);
}

/** No two strokes are of quite the same mixture. @realtime yes */
const toneOf = ({ seed, id }: Stroke): number => 0.5 + 0.6 * dice(seed, id, 9);

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Fresco(context),
};
