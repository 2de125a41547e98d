import { Color, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { Frame, VoiceTrace } from "../frame.ts";
import { push, settle, spring } from "../motion.ts";
import type { Scene, SceneContext, SceneKind } from "../scene.ts";
import { surpriseOf } from "../surprise.ts";
import {
  CLOSED_HAT,
  CRASH,
  indexOfVoice,
  KICK,
  levelOf,
  loudness,
  OPEN_HAT,
  pictureVoice,
  SNARE,
  sinceHit,
} from "../traces.ts";
import { about } from "./about.ts";
import { Backdrop } from "./backdrop.ts";
import { Concrete, piece } from "./concrete.ts";
import { build } from "./elements.ts";
import { Eye } from "./eye.ts";
import { Presence } from "./presence.ts";
import { CELL, cellX, cellZ, HIGHEST, LOWEST, type Plot, plotOf, STOREY } from "./site.ts";

const KEPT = 320;
const MOST_PIECES = 1500;
/** How long before its moment a piece is seen to come down, in beats. */
const CRANE_BEATS = 3;
/** How far plots move away from one another in the exploded view, and how much wider each becomes. */
const APART = 0.35;
const WIDER = 0.8;
const STONE = 0.7;

class Architecture implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #barBeats: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #eye = new Eye();
  readonly #backdrop = new Backdrop();
  readonly #concrete = new Concrete(MOST_PIECES);
  readonly #presence: Presence;
  readonly #plots: readonly Plot[];
  readonly #towards: readonly Plot[];
  readonly #notes: (Note | null)[] = Array.from({ length: KEPT }, () => null);
  readonly #moments = new Float64Array(KEPT);
  readonly #indices = new Int32Array(KEPT);
  #next = 0;
  readonly #stones: readonly Color[];
  readonly #tints: readonly Color[];
  readonly #piece = piece();
  readonly #element = {
    drum: 0,
    x: 0,
    y: 0,
    z: 0,
    loud: 0,
    surprise: 0,
    age: 0,
    odd: 0,
    towardsX: 1,
    towardsZ: 0,
    presence: 1,
  };
  #lamps = 1;
  #burst = 0;
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    this.#seed = context.seed;
    this.#barBeats = context.beatsPerBar;
    this.#parameters = context.parameters;
    this.#presence = new Presence(context.seed);
    this.#plots = context.voices.map(plotOf);
    this.#towards = context.voices.map((voice) => {
      const from = plotOf(voice);
      const heard = context.voices[voice.listensTo[0] ?? -1];
      const to = heard?.sounds === true && heard !== voice ? plotOf(heard) : { x: from.x + 2.4, z: from.z };
      return { x: to.x - from.x, z: to.z - from.z };
    });
    this.#stones = context.voices.map(() => new Color());
    this.#tints = context.voices.map(() => new Color());
    this.world.add(this.#concrete.object, this.#backdrop.object);
  }

  get camera() {
    return this.#eye.camera;
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const seconds = at / 1000;
    if (!voice.sounds) {
      this.#eye.lead.hit(drumIndex(note.drum), seconds);
      return;
    }
    this.#presence.hit(seconds);
    this.#notes[this.#next] = note;
    this.#moments[this.#next] = seconds;
    this.#indices[this.#next] = voice.index;
    this.#next = (this.#next + 1) % KEPT;
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { walk = 1, windows = 1, air = 1, explode = 1 } = this.#parameters;
    const video = pictureVoice(frame.voices);
    this.#frame = frame;
    this.#eye.update(seconds, frame.aspect, video, walk);
    this.#lamps = windows * (1 + (video === null ? 0 : 1.4 * levelOf(video, CLOSED_HAT, 0.18)));
    this.#burst = video === null ? 0 : explode * loudness(video, CRASH) * push(sinceHit(video, CRASH, seconds), 0.35);
    this.#light(frame, video, seconds, air);

    this.#concrete.clear();
    for (const voice of frame.voices) if (voice.sounds) this.#scaffold(voice, frame, seconds);
    for (let i = 0; i < KEPT; i++) {
      const note = this.#notes[i];
      if (note != null) this.#place(note, this.#indices[i] ?? 0, this.#moments[i] ?? 0, seconds);
    }
    frame.future.upcoming(ms(frame.at + (CRANE_BEATS * 60_000) / frame.tempo), this.#crane);
    this.#concrete.upload();
  }

  dispose(): void {
    this.#backdrop.dispose();
    this.#concrete.dispose();
  }

  #light(frame: Frame, video: VoiceTrace | null, seconds: number, air: number): void {
    const { palette } = frame;
    const concrete = this.#concrete;
    const backdrop = this.#backdrop;
    for (const voice of frame.voices) {
      const tint = this.#tints[voice.index];
      const own = voice.sounds ? palette.voice(voice.place) : palette.video;
      tint?.copy(own);
      this.#stones[voice.index]?.copy(palette.light).multiplyScalar(STONE).lerp(own, 0.78);
    }
    const dusk = (0.9 + 1.7 * frame.intensity) * air;
    const { r, g, b } = palette.horizon;
    backdrop.low.value.set(r * dusk + 0.02, g * dusk + 0.02, b * dusk + 0.02);
    backdrop.high.value.set(
      r * dusk * 0.3 + palette.night.r,
      g * dusk * 0.3 + palette.night.g,
      b * dusk * 0.3 + palette.night.b,
    );
    concrete.mist.value.copy(backdrop.low.value);
    backdrop.slope.value = this.#eye.slope;
    backdrop.shift.value.set(0, (frame.beat / this.#barBeats) * STOREY * 0.12 + 0.01 * Math.sin(seconds * 0.4));
    const line =
      0.05 + (video === null ? 0 : 0.12 * Math.min(1.2, video.energy) + 0.25 * levelOf(video, CLOSED_HAT, 0.2));
    backdrop.lines.value.set(palette.video.r * line, palette.video.g * line, palette.video.b * line);

    const swing = 0.35 * Math.sin(seconds * 0.11 + dice(this.#seed, 0, 1) * 6);
    concrete.sun.value.set(Math.sin(0.9 + swing) * 0.62, 0.66, Math.cos(0.9 + swing) * 0.42);
    const bright = 1.25 + 0.6 * frame.intensity;
    concrete.light.value.set(palette.light.r * bright, palette.light.g * bright, palette.light.b * bright);
    concrete.shade.value.set(0.05 + r * 1.5, 0.05 + g * 1.5, 0.05 + b * 1.5);
    concrete.sheets.value.set(99, 99);
    concrete.sheetLight.value.set(0, 0, 0);
    if (video === null) return;
    const slap = sinceHit(video, SNARE, seconds);
    const scan = sinceHit(video, OPEN_HAT, seconds);
    const way = (video.drums[SNARE]?.count ?? 0) % 2 === 0 ? 1 : -1;
    concrete.sheets.value.set(way * (-9 + 26 * slap), -9 + 11 * scan);
    const sheet =
      0.15 + 0.8 * Math.max(loudness(video, SNARE) * Math.exp(-slap), loudness(video, OPEN_HAT) * Math.exp(-scan));
    if (slap < 2 || scan < 3)
      concrete.sheetLight.value.set(palette.video.r * sheet, palette.video.g * sheet, palette.video.b * sheet);
  }

  /** The posts on which a tower stands; they grow with the music, and give when its kick lands. */
  #scaffold(voice: VoiceTrace, frame: Frame, seconds: number): void {
    const plot = this.#plots[voice.index];
    const stone = this.#stones[voice.index];
    if (plot === undefined || stone === undefined) return;
    const p = this.#piece;
    p.yaw = 0;
    p.tilt = 0;
    const top = 0.6 + 0.5 * voice.heat - sunk(voice, seconds);
    const apart = 1 + APART * this.#burst;
    const reach = CELL * 1.9 * (1 + WIDER * this.#burst);
    for (let corner = 0; corner < 4; corner++) {
      p.x = plot.x * apart + (corner % 2 === 0 ? -1 : 1) * reach;
      p.z = plot.z * apart + (corner < 2 ? -1 : 1) * reach;
      p.width = 0.09;
      p.depth = 0.09;
      p.height = top - LOWEST;
      p.y = (top + LOWEST) / 2;
      p.glow = 0.05 * this.#lamps + 0.3 * Math.min(1, voice.energy);
      this.#concrete.add(p, stone, 1);
    }
    // A frame around each storey, faint, so that the music's bars can be counted.
    const under = ((frame.beat / this.#barBeats) % 1) * STOREY;
    for (let storey = 0; storey < 5; storey++)
      for (let side = 0; side < 2; side++) {
        p.x = plot.x * apart;
        p.z = plot.z * apart + (side === 0 ? 1 : -1) * reach;
        p.y = -under - storey * STOREY - sunk(voice, seconds);
        p.width = 2 * reach;
        p.height = 0.05;
        p.depth = 0.05;
        p.glow = 0.12 * this.#lamps;
        this.#concrete.add(p, stone, 1);
      }
  }

  #place(note: Note, index: number, moment: number, seconds: number): void {
    const frame = this.#frame;
    const plot = this.#plots[index];
    const stone = this.#stones[index];
    const tint = this.#tints[index];
    const towards = this.#towards[index];
    const voice = frame?.voices[index];
    if (frame === null || plot === undefined || stone === undefined || tint === undefined) return;
    if (towards === undefined || voice === undefined) return;
    const storey = Math.floor(note.beat / this.#barBeats + 0.001);
    const below = storey - frame.beat / this.#barBeats;
    const e = this.#element;
    e.age = seconds - moment;
    e.presence = e.age < 0 ? 1 : this.#presence.of(note.id, moment, seconds);
    // What leaves, leaves upwards; what comes back, comes from there.
    const y = below * STOREY + (1 - e.presence) ** 2 * 5 - sunk(voice, seconds);
    if (y < LOWEST || y > HIGHEST || e.presence <= 0.01) return;
    const step = Math.floor((note.beat / this.#barBeats - storey) * 16 + 0.5) & 15;
    // The exploded view: the storeys part, and the plots move away from one another.
    const apart = 1 + APART * this.#burst;
    e.drum = drumIndex(note.drum);
    e.x = plot.x * apart + cellX(step) * (1 + WIDER * this.#burst);
    e.z = plot.z * apart + cellZ(step) * (1 + WIDER * this.#burst);
    e.y = y * (1 + 0.45 * this.#burst);
    e.loud = note.velocity / 127;
    e.surprise = surpriseOf(note);
    e.odd = dice(this.#seed, note.id, 2) * 2 - 1;
    e.towardsX = towards.x;
    e.towardsZ = towards.z;
    if (e.age < 0) {
      const share = Math.min(1, (-e.age * frame.tempo) / 60 / CRANE_BEATS);
      e.y += 5.5 * share * share;
      e.presence = 1 - 0.55 * settle(share, 1);
    }
    build(this.#concrete, this.#piece, e, stone, tint, this.#lamps);
  }

  /** A piece that is decided comes down on its rope and is there at its moment. */
  readonly #crane = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    const index = frame === null ? -1 : indexOfVoice(frame.voices, note.voice);
    if (frame === null || frame.voices[index]?.sounds !== true) return;
    // Never later than now: a piece that is due in this very frame has landed.
    const seconds = frame.at / 1000;
    this.#place(note, index, Math.max(seconds + 0.0005, at / 1000), seconds);
  };
}

/** How far a tower gives under its last kick. @realtime yes */
const sunk = (voice: VoiceTrace, seconds: number): number =>
  0.16 * loudness(voice, KICK) * spring(sinceHit(voice, KICK, seconds), 2.2, 0.2);

export const scene: SceneKind = {
  ...about,
  init: (context) => new Architecture(context),
};
