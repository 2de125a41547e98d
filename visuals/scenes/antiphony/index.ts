import { uniform } from "three/tsl";
import { type Color, Scene as World } from "three/webgpu";
import { clamp01, TURN } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { OrbitCamera } from "../../drawing/camera/orbit-camera.ts";
import { Ribbons } from "../../drawing/lines/ribbons.ts";
import { Rings } from "../../drawing/lines/rings.ts";
import { Segments } from "../../drawing/lines/segments.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CLOSED_HAT, CRASH, indexOfVoice, KICK, levelOf, OPEN_HAT, pictureVoice } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import type { Body, Stand } from "./body.ts";
import { Bonds } from "./bonds.ts";
import { Eclipse } from "./eclipse.ts";
import { Fountain } from "./fountain.ts";
import { Motes } from "./motes.ts";
import { POOLS, Sea } from "./sea.ts";
import { Burst, Sparks } from "./sparks.ts";
import { Throw, throwBy, thrown } from "./throw.ts";
import { Tower } from "./tower.ts";
import { Vessel } from "./vessel.ts";
import { VIEWER } from "./viewer.ts";
import { WAVES, Waves } from "./waves.ts";

/** How many beats before its hit a note is thrown. */
const FLIGHT_BEATS = 4;

const KINDS = [Vessel, Tower, Fountain] as const;

/** Sparks of a hit at full velocity, in the order of DRUMS. */
const SPARKS = [
  { count: 10, speed: 2.4, lift: 0.15, life: 0.7 },
  { count: 22, speed: 3.4, lift: 0.1, life: 0.5 },
  { count: 4, speed: 2.2, lift: 0.3, life: 0.3 },
  { count: 12, speed: 2, lift: 0.5, life: 0.9 },
  { count: 10, speed: 2.4, lift: 0.4, life: 0.7 },
  { count: 10, speed: 2.6, lift: 0.4, life: 0.7 },
  { count: 10, speed: 2.8, lift: 0.4, life: 0.7 },
  { count: 56, speed: 4.6, lift: 0.2, life: 1.6 },
  { count: 8, speed: 1.6, lift: 0.7, life: 1.2 },
];
/** And of a note that will not come after all. */
const FALLING = { count: 4, speed: 0.35, lift: 0.2, life: 0.7 };

class Antiphony implements Scene {
  readonly world = new World();
  readonly #viewer = new OrbitCamera(VIEWER);
  readonly camera = this.#viewer.camera;
  readonly #water = { phase: uniform(0), gloss: uniform(0.32), chop: uniform(0.07) };
  readonly #ink = {
    strokes: new Segments(1600, this.#water),
    rings: new Rings(130, this.#water),
    ribbons: new Ribbons(216, this.#water),
  };
  /** What is too high or too flat to be seen in the water. */
  readonly #air = new Segments(360, null);
  readonly #flat = new Rings(WAVES, null);
  readonly #sea = new Sea();
  readonly #eclipse: Eclipse;
  readonly #sparks: Sparks;
  readonly #motes = new Motes(this.#ink.strokes);
  readonly #bonds = new Bonds();
  readonly #bodies: readonly (Body | null)[];
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #waves = new Waves();
  readonly #way = new Throw();
  readonly #burst = new Burst();
  readonly #colours: Color[] = [];
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    this.#parameters = context.parameters;
    this.#eclipse = new Eclipse(context.seed);
    this.#sparks = new Sparks(context.seed);
    const sounding = context.voices.filter((voice) => voice.sounds).length;
    this.#bodies = context.voices.map((voice) => {
      if (!voice.sounds) return null;
      const Kind = KINDS[voice.place % KINDS.length] ?? Vessel;
      return new Kind(standOf(voice.place, sounding));
    });
    const { strokes, rings, ribbons } = this.#ink;
    this.world.add(this.#eclipse.object, this.#sea.object, this.#flat.object, rings.object, ribbons.object);
    this.world.add(strokes.object, this.#air.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const seconds = at / 1000;
    const drum = drumIndex(note.drum);
    const loud = note.velocity / 127;
    if (!voice.sounds) {
      this.#viewer.lead.hit(drum, seconds);
      return;
    }
    const body = this.#bodies[voice.index];
    if (body === null || body === undefined) return;
    const of = Object.assign(this.#burst, SPARKS[drum]);
    body.organ(drum, of.from);
    of.id = note.id;
    of.seconds = seconds;
    of.count = Math.round(of.count * loud * (this.#parameters.sparks ?? 1));
    of.speed *= 1 + 0.9 * surpriseOf(note);
    of.colour = voice.place;
    this.#sparks.burst(of);
    if (drum === KICK || drum === CRASH) {
      this.#sea.drop(body.stand.x, body.stand.z, seconds, loud);
      this.#waves.send(body.stand.x, body.stand.z, seconds, loud, voice.place);
    }
  }

  vanish(note: Note, at: Ms, now: Ms, voice: VoiceTrace): void {
    const share = this.#frame === null ? 0 : 1 - (at - now) / flightOf(this.#frame);
    if (share <= 0) return;
    // It falls from where it was, in a few dull sparks.
    this.#aim(note, voice);
    const of = Object.assign(this.#burst, FALLING);
    thrown(of.from, this.#way, share);
    of.id = note.id;
    of.seconds = now / 1000;
    of.colour = voice.sounds ? voice.place : 0;
    this.#sparks.burst(of);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const video = pictureVoice(frame.voices);
    const { strokes, rings, ribbons } = this.#ink;
    const colours = this.#collectColours(frame);
    this.#viewer.update(seconds, frame.aspect, video, this.#parameters.camera ?? 1);
    this.#water.phase.value = (seconds * 1.9) % (10 * TURN);
    const hats = video === null ? 0 : levelOf(video, CLOSED_HAT, 0.1);
    this.#water.chop.value = (0.05 + 0.05 * frame.intensity + 0.1 * hats) * (this.#parameters.waves ?? 1);

    strokes.clear();
    this.#air.clear();
    this.#flat.clear();
    rings.clear();
    ribbons.clear();
    this.#eclipse.draw(this.#air, frame, video, seconds, this.#viewer.camera);
    const glow = this.#parameters.glow ?? 1;
    for (let i = 0; i < POOLS; i++) this.#sea.pool(i, 0, 0, 1, frame.palette.light, 0);
    for (let i = 0; i < frame.voices.length; i++) {
      const voice = frame.voices[i];
      const body = this.#bodies[i];
      if (voice === undefined || body === null || body === undefined) continue;
      const tint = frame.palette.voice(voice.place);
      body.draw(this.#ink, voice, seconds, tint, frame.palette.light);
      const { x, z, scale } = body.stand;
      const alive = 0.12 + 0.2 * voice.heat + 0.1 * voice.energy;
      if (voice.place < POOLS - 1) this.#sea.pool(voice.place, x, z, 2.4 * scale, tint, alive * glow);
    }
    const open = video === null ? 0 : levelOf(video, OPEN_HAT, 0.7);
    const { position } = this.#viewer.camera;
    const moon = this.#eclipse.shine(video);
    this.#sea.path(position.x, position.z, 0, -40, frame.palette.video, moon);
    this.#sea.update(seconds, frame.palette.horizon, 0.2 + 0.25 * frame.intensity + 0.5 * open);
    this.#waves.draw(this.#flat, seconds, colours);
    this.#bonds.draw(this.#air, frame, this.#bodies, this.#eclipse, seconds);
    this.#sparks.draw(strokes, seconds, colours);
    this.#frame = frame;
    frame.future.upcoming(ms(frame.at + flightOf(frame)), this.#throw);
    strokes.upload();
    this.#air.upload();
    this.#flat.upload();
    rings.upload();
    ribbons.upload();
  }

  dispose(): void {
    const { strokes, rings, ribbons } = this.#ink;
    for (const each of [strokes, rings, ribbons, this.#air, this.#flat, this.#sea, this.#eclipse]) each.dispose();
  }

  /** Draws one note that is on its way. */
  readonly #throw = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    const voice = frame?.voices[indexOfVoice(frame.voices, note.voice)];
    if (frame === null || voice === undefined) return;
    this.#aim(note, voice);
    const share = clamp01(1 - (at - frame.at) / flightOf(frame));
    const { palette } = frame;
    const size = voice.sounds ? 0.022 : 0.03 + 0.07 * share;
    this.#motes.draw(this.#way, share, note.velocity / 127, size, palette.of(voice), palette.light);
  };

  /** Finds how a note is thrown: by whom its voice listens to, since an answer is made of what was heard. */
  #aim(note: Note, voice: VoiceTrace): void {
    const drum = drumIndex(note.drum);
    const { from, to } = this.#way;
    const body = this.#bodies[voice.index];
    if (body === null || body === undefined) this.#eclipse.organ(drum, to);
    else body.organ(drum, to);
    const source = this.#bodies[voice.listensTo[0] ?? -1];
    if (source === null || source === undefined) from.set(0, 0.2, -40);
    else source.organ(drum, from);
    throwBy(note.id, voice.sounds ? 1.5 + 0.175 * from.distanceTo(to) : 2, surpriseOf(note), this.#way);
  }

  #collectColours(frame: Frame): readonly Color[] {
    for (const voice of frame.voices) if (voice.sounds) this.#colours[voice.place] = frame.palette.voice(voice.place);
    return this.#colours;
  }
}

/** How long a note is on its way, in milliseconds. */
const flightOf = (frame: Frame): number => (FLIGHT_BEATS * 60_000) / frame.tempo;

/** The first stands in front, in the middle; the others behind it, to the left and right in turn. */
const standOf = (place: number, count: number): Stand => {
  if (place === 0) return { x: 0, z: 1.6, scale: count === 1 ? 1.25 : 0.92 };
  const side = place % 2 === 1 ? -1 : 1;
  const row = Math.ceil(place / 2);
  return { x: side * (1.2 + 3.1 * row), z: 0.2 - 2.2 * row, scale: 1.06 - 0.08 * row };
};

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Antiphony(context),
};
