import { Color, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { settle } from "../../drawing/motion.ts";
import { Played } from "../../drawing/played.ts";
import { pushed } from "../../drawing/struck.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CLOSED_HAT, CRASH, indexOfVoice, levelOf, pictureVoice } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Backdrop } from "./backdrop.ts";
import { Concrete, Piece } from "./concrete.ts";
import { Daylight } from "./daylight.ts";
import { build, Element } from "./elements.ts";
import { Eye } from "./eye.ts";
import { Presence } from "./presence.ts";
import { Scaffold, sunk } from "./scaffold.ts";
import { APART, cellX, cellZ, HIGHEST, LOWEST, type Plot, plotOf, STOREY, WIDER } from "./site.ts";

const KEPT = 320;
const MOST_PIECES = 1500;
/** How long before its moment a piece is seen to come down, in beats. */
const CRANE_BEATS = 3;
const STONE = 0.7;

class Architecture implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #barBeats: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #eye = new Eye();
  readonly camera = this.#eye.camera;
  readonly #backdrop = new Backdrop();
  readonly #concrete = new Concrete(MOST_PIECES);
  readonly #scaffold = new Scaffold(this.#concrete);
  readonly #daylight: Daylight;
  readonly #presence: Presence;
  readonly #plots: readonly Plot[];
  readonly #towards: readonly Plot[];
  readonly #played = new Played(KEPT);
  readonly #stones: readonly Color[];
  readonly #tints: readonly Color[];
  readonly #piece = new Piece();
  readonly #element = new Element();
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    this.#seed = context.seed;
    this.#barBeats = context.beatsPerBar;
    this.#parameters = context.parameters;
    this.#daylight = new Daylight(this.#concrete, this.#backdrop, context);
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

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const seconds = at / 1000;
    if (!voice.sounds) {
      this.#eye.lead.hit(drumIndex(note.drum), seconds);
      return;
    }
    this.#presence.hit(seconds);
    this.#played.add(note, seconds, voice.index);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { walk = 1, windows = 1, air = 1, explode = 1 } = this.#parameters;
    const video = pictureVoice(frame.voices);
    const scaffold = this.#scaffold;
    this.#frame = frame;
    this.#eye.update(seconds, frame.aspect, video, walk);
    scaffold.lamps = windows * (1 + (video === null ? 0 : 1.4 * levelOf(video, CLOSED_HAT, 0.18)));
    scaffold.burst = video === null ? 0 : explode * pushed(video, CRASH, seconds, 0.35);
    this.#dye(frame);
    this.#daylight.update(frame, video, air, this.#eye.slope);

    this.#concrete.clear();
    scaffold.seconds = seconds;
    scaffold.bars = frame.beat / this.#barBeats;
    for (const voice of frame.voices) {
      const plot = this.#plots[voice.index];
      const stone = this.#stones[voice.index];
      if (!voice.sounds || plot === undefined || stone === undefined) continue;
      scaffold.raise(plot, voice, stone);
    }
    for (let i = 0; i < KEPT; i++) {
      const note = this.#played.note(i);
      if (note !== null) this.#place(note, this.#played.voice(i), this.#played.seconds(i), seconds);
    }
    frame.future.upcoming(ms(frame.at + (CRANE_BEATS * 60_000) / frame.tempo), this.#crane);
    this.#concrete.upload();
  }

  dispose(): void {
    this.#backdrop.dispose();
    this.#concrete.dispose();
  }

  #dye({ palette, voices }: Frame): void {
    for (const voice of voices) {
      const own = palette.of(voice);
      this.#tints[voice.index]?.copy(own);
      this.#stones[voice.index]?.copy(palette.light).multiplyScalar(STONE).lerp(own, 0.78);
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
    const { burst, lamps } = this.#scaffold;
    const apart = 1 + APART * burst;
    e.drum = drumIndex(note.drum);
    e.x = plot.x * apart + cellX(step) * (1 + WIDER * burst);
    e.z = plot.z * apart + cellZ(step) * (1 + WIDER * burst);
    e.y = y * (1 + 0.45 * burst);
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
    build(this.#concrete, this.#piece, e, stone, tint, lamps);
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

export const scene: SceneKind = {
  ...about,
  init: (context) => new Architecture(context),
};
