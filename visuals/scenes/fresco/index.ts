import { Color, type WebGPURenderer, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { FlatCamera } from "../../drawing/camera/flat-camera.ts";
import { shine } from "../../drawing/colours.ts";
import { blow } from "../../drawing/motion.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Compile, Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Brushes } from "./brushes.ts";
import { colour, dip } from "./pots.ts";
import { type Hit, Ring } from "./ring.ts";
import { FELT, type Stirring, stir } from "./stir.ts";
import { type Dab, LONGEST, type Stroke, strokeSeconds, touch } from "./strokes.ts";
import { View } from "./view.ts";
import { WALL_ASPECT, Wall } from "./wall.ts";

/** Time on the wall goes in ticks, at fixed moments of the server's time; each painting moves on at every other one. */
const TICKS = 20;
const STRIDE = 2;
/** A stroke has so many touches in a tick; fewer, and a fast one would show them. */
const TOUCHES = 4;
/** Paint fades by e within this long, seconds. */
const FADE = 16;
/** A painting is begun on the bare wall so often, in ticks, and lives twice as long: coming, then going. */
const SPAN = 6 * TICKS;
/** Seconds of a band's playing that can be seen on the wall: two spans, and what was under way when they began. */
const SEEN = (2 * SPAN) / TICKS + Math.max(FELT, LONGEST);
/** Where a brush has left the wall it is seen so long, seconds. */
const SHINES = 0.3;
/** A live note may be told of so long after it was due, seconds. */
const LATEST = 0.5;
/** A page that is behind moves paintings so often in a frame: it stays smooth, and has caught up in some seconds. */
const MOST_MOVES = 2;

/**
 * Paint is fed back into itself, so that what is seen is made of all that was ever painted. For a
 * page that comes late to show the same to the bit, two paintings lie over one another, each begun
 * on the bare wall at fixed moments: while the younger comes the older goes, and what is seen depends
 * on the last twelve seconds and nothing before. A page that is told of those draws them before it is
 * seen. What it is not told is how brush, flow, drying and stir were turned in that time; and a live
 * note that came to another page late is painted there a tick late.
 */
class Fresco implements Scene {
  readonly world = new World();
  readonly camera = new FlatCamera();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #ring = new Ring();
  readonly #brushes = new Brushes("brushes", 4000);
  readonly #wall = new Wall(this.#brushes);
  readonly #view = new View(this.#wall);
  /** The brushes that are on the wall at this moment. */
  readonly #tips = new Brushes("wet brushes", 500);
  /** By index of the voice. */
  readonly #homes;
  /** What is in the pots now. */
  readonly #pots = this.#view.pots.map(({ value }) => value);
  readonly #dab: Dab = { x: 0, y: 0, length: 0, breadth: 0, angle: 0, round: 0, cover: 1, grain: 0 };
  readonly #stirring: Stirring;
  #into = this.#brushes;
  readonly #paint = new Color();
  #strength = 1;
  #seconds = 0;
  #tick = Number.NEGATIVE_INFINITY;
  /** The span whose painting is the oldest that is drawn. */
  #first = 0;

  constructor({ seed, voices, parameters }: SceneContext) {
    this.#seed = seed;
    this.#stirring = { seconds: 0, length: STRIDE / TICKS, seed, flow: 1, amount: 1 };
    this.#parameters = parameters;
    const count = Math.max(1, voices.filter(({ sounds }) => sounds).length);
    this.#homes = voices.map(({ place, sounds }) => ({
      place,
      sounds,
      x: sounds ? ((place + 0.5) / count - 0.5) * 2 * 1.42 : 0,
      y: sounds ? (dice(seed, place, 11) - 0.5) * 0.5 : 0,
      size: sounds ? Math.min(1, 2.6 / count) * (1.2 + 0.25 * dice(seed, place, 12)) : 0.5,
    }));
    this.world.add(this.#view.sheet.object, this.#tips.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const home = this.#homes[voice.index];
    if (home === undefined) return;
    const hit = this.#ring.add(at / 1000, note.id);
    const { stroke } = hit;
    hit.voice = voice.index;
    hit.stirs = !voice.sounds;
    hit.painted.fill(firstTouch(hit) - 1);
    stroke.seed = this.#seed;
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
    this.camera.show(Math.min(1, WALL_ASPECT / Math.max(0.1, aspect)), aspect);

    const deep = 0.34 + 0.3 * frame.intensity;
    const view = this.#view;
    const { night, horizon, light } = palette;
    shine(view.night.value, night, 1.2);
    shine(view.plaster.value, horizon, deep, light, 0.085);
    shine(view.light.value, light);
    const lamp = seconds * 0.11 + dice(this.#seed, 5, 5) * 6;
    view.lamp.value.set(Math.cos(lamp) * 0.8, -0.8 + 0.3 * Math.sin(lamp * 1.7));
    view.relief.value = 1.6 * relief;
    const strong = 0.55 + 0.25 * frame.intensity;
    for (const [i, pot] of this.#pots.entries()) pot.copy(palette.voice(i)).multiplyScalar(strong);

    this.#tips.clear();
    this.#into = this.#tips;
    for (let i = this.#ring.since(seconds - LONGEST - SHINES); i < this.#ring.size; i++) {
      const hit = this.#ring.at(i);
      const age = seconds - hit.seconds;
      if (age < 0) break;
      this.#dip(hit.voice, hit.stroke.surprise, hit.stirs ? 0.5 : 0.8 * blow(age, 0.25), toneOf(hit.stroke));
      if (hit.stirs) this.#paint.copy(palette.video).multiplyScalar(strong);
      // Where a brush left the wall, the paint shines wet for a moment.
      touch(hit.stroke, Math.min(age, strokeSeconds(hit.stroke.drum)), this.#dab, this.#add);
    }
    for (const [voice, { sounds }] of this.#homes.entries()) if (sounds) this.#idle(voice, seconds, 0.3);
    this.#tips.upload();
  }

  /** Whether the paintings are still those of an earlier moment. */
  get behind(): boolean {
    return this.#tick < Math.floor(this.#seconds * TICKS);
  }

  compile(compile: Compile): Promise<void> {
    return this.#wall.compile(compile);
  }

  draw(renderer: WebGPURenderer): void {
    const now = this.#seconds * TICKS;
    const until = Math.floor(now);
    const first = Math.floor(until / SPAN) - 1;
    // Also where time went back: then nothing of the wall holds.
    if (this.#tick < first * SPAN - 1 || this.#tick > until) this.#begin(first);
    for (let moves = 0; this.#tick < until && moves < MOST_MOVES; ) moves += this.#advance(renderer, ++this.#tick);
    const tick = this.#tick;
    const span = Math.floor(tick / SPAN);
    const view = this.#view;
    view.look(span);
    const late = Math.min(1, now - tick);
    view.shares.value.set((late + sinceMoved(tick, span - 1)) / STRIDE, (late + sinceMoved(tick, span)) / STRIDE);
    const age = tick + late - span * SPAN - STRIDE;
    view.younger.value = span === this.#first ? 1 : Math.max(0, age / (SPAN - STRIDE));
    this.#stir(tick + 1);
  }

  dispose(): void {
    for (const each of [this.#brushes, this.#tips, this.#wall, this.#view.sheet]) each.dispose();
  }

  /** Begins on the bare wall where a span begins. */
  #begin(span: number): void {
    this.#first = span;
    this.#tick = span * SPAN - 1;
    for (let i = 0; i < this.#ring.size; i++) {
      const hit = this.#ring.at(i);
      hit.painted.fill(firstTouch(hit) - 1);
    }
  }

  /** Goes one tick, in which the younger painting moves on, or the older. Returns how many did. */
  #advance(renderer: WebGPURenderer, tick: number): number {
    const youngest = Math.floor(tick / SPAN);
    const span = youngest - sinceMoved(tick, youngest);
    if (span < this.#first) return 0;
    const begins = tick < span * SPAN + STRIDE;
    this.#stir(tick);
    this.#brush(tick, span, begins ? (tick - STRIDE) * TOUCHES : 0);
    this.#wall.move(renderer, span, begins);
    return 1;
  }

  /** Everything that brushes do on the painting of a span until `tick`, but for what is there already or was before the touch `since`. */
  #brush(tick: number, span: number, since: number): void {
    const { brush = 1 } = this.#parameters;
    const seconds = tick / TICKS;
    this.#brushes.clear();
    this.#into = this.#brushes;
    for (let i = this.#ring.since(seconds - LONGEST - LATEST); i < this.#ring.size; i++) {
      const hit = this.#ring.at(i);
      if (hit.seconds > seconds) break;
      const { stroke, painted } = hit;
      this.#dip(hit.voice, stroke.surprise, hit.stirs ? 0.14 : 1, toneOf(stroke));
      const { size } = stroke;
      stroke.size = size * brush;
      const done = Math.max(painted[span & 1] ?? 0, since);
      for (let own = done + 1; own <= tick * TOUCHES; own++)
        touch(stroke, own / (TICKS * TOUCHES) - hit.seconds, this.#dab, this.#add);
      stroke.size = size;
      painted[span & 1] = tick * TOUCHES;
    }
    for (const [voice, { sounds }] of this.#homes.entries()) if (sounds) this.#idle(voice, seconds, 0.2);
    this.#brushes.upload();
  }

  #stir(tick: number): void {
    const { flow = 1, drying = 1, stir: amount = 1 } = this.#parameters;
    const { currents } = this.#wall;
    const stirring = this.#stirring;
    stirring.seconds = tick / TICKS;
    stirring.flow = flow;
    stirring.amount = amount;
    stir(currents, this.#ring, stirring);
    currents.kept.value = Math.exp((-drying * STRIDE) / (FADE * TICKS));
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

  /** Takes a voice's paint. */
  #dip(voice: number, surprise: number, strength: number, tone = 1): void {
    const paint = this.#paint;
    this.#strength = strength;
    const home = this.#homes[voice];
    dip(home?.place ?? 0, home?.sounds !== true, surprise, tone, paint);
    // On the wall it is paint of the pots; on a brush one sees what is in them now.
    if (this.#into === this.#tips) colour(this.#paint, this.#pots);
  }

  readonly #add = (dab: Dab): void => this.#into.add(dab, this.#paint, this.#strength);
}

/** The first touch of a hit's stroke, in touches since the beginning of time. @realtime yes */
const firstTouch = ({ seconds }: Hit): number => Math.ceil(seconds * TICKS * TOUCHES);

/** Ticks since the painting of a span moved on; it does at every other one, and the next span's between. @realtime yes */
const sinceMoved = (tick: number, span: number): number => (tick + span) & 1;

/** No two strokes are of quite the same mixture. @realtime yes */
const toneOf = ({ seed, id }: Stroke): number => 0.5 + 0.6 * dice(seed, id, 9);

export const scene: SceneKind = {
  ...about,
  depth: false,
  remembers: ms(1000 * SEEN),
  init: (context) => new Fresco(context),
};
