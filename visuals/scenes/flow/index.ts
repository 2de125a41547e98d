import { Vector3, Scene as World } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { settle } from "../../drawing/motion.ts";
import { notched, pushed, sprung, wayOf } from "../../drawing/struck.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import {
  CLOSED_HAT,
  CRASH,
  HIGH_TOM,
  KICK,
  LOW_TOM,
  levelOf,
  loudness,
  OPEN_HAT,
  pictureVoice,
  RIDE,
  SNARE,
  sinceHit,
} from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Comets } from "./comets.ts";
import { Eye } from "./eye.ts";
import { Ground } from "./ground.ts";
import { LIFE_SECONDS, Memory } from "./memory.ts";
import { MOST_SOURCES, type Source, slotOf, sourceOf } from "./sources.ts";
import { Stirs } from "./stirs.ts";
import { Veils } from "./veils.ts";
import { Wind } from "./wind.ts";

/** How long a streak takes to the end of its strand, seconds. */
const STREAK_SECONDS = 0.8;
/** By how many seconds the video's ride drives the wind on. */
const DRIVEN_SECONDS = 1.3;
const MIDDLE = new Vector3();

class Flow implements Scene {
  readonly world = new World();
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #sources: readonly Source[];
  readonly #memory = new Memory();
  readonly #stirs = new Stirs();
  readonly #wind: Wind;
  readonly #veils: Veils;
  readonly #ground: Ground;
  readonly #comets: Comets;
  readonly #eye = new Eye();
  readonly camera = this.#eye.camera;
  readonly #at = new Vector3();

  constructor({ seed, voices, parameters }: SceneContext) {
    this.#parameters = parameters;
    const count = Math.min(MOST_SOURCES, voices.filter(({ sounds }) => sounds).length);
    this.#sources = Array.from({ length: count }, (_, place) => sourceOf(seed, place, count));
    this.#wind = new Wind(seed);
    this.#veils = new Veils(seed, this.#sources, this.#memory, this.#wind, this.#stirs);
    this.#ground = new Ground(count);
    this.#comets = new Comets(this.#sources);
    this.world.add(this.#ground.object, this.#veils.object, this.#comets.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const drum = drumIndex(note.drum);
    const seconds = at / 1000;
    const loud = note.velocity / 127;
    if (!voice.sounds) {
      this.#eye.lead.hit(drum, seconds);
      // What it presses outward, it presses from the middle of the picture.
      if (drum === KICK) this.#stirs.hit(drum, MIDDLE, seconds, loud, note.id);
      return;
    }
    const surprise = surpriseOf(note);
    const slot = slotOf(voice);
    const source = this.#sources[slot];
    if (source === undefined) return;
    this.#memory.hit(slot, drum, seconds, loud, surprise);
    // Toms stir the veil beside its source: the low one on one side, the high one on the other.
    const aside = drum === LOW_TOM ? -0.26 : drum === HIGH_TOM ? 0.26 : 0;
    this.#at
      .copy(source.at)
      .addScaledVector(source.across, aside)
      .addScaledVector(source.upward, 0.3 * aside);
    this.#stirs.hit(drum, this.#at, seconds, loud * (1 + 0.6 * surprise), note.id);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { grains = 1, wind = 1, reach = 1, light = 1, hits = 1, camera = 1 } = this.#parameters;
    const { palette, intensity } = frame;
    const video = pictureVoice(frame.voices);
    const veils = this.#veils;
    this.#eye.update(seconds, frame.aspect, video, camera);
    this.#stirs.update(seconds, hits);
    veils.update(seconds, LIFE_SECONDS, grains);
    veils.light.value = light * (0.9 + 0.35 * intensity);
    veils.hot.value.set(palette.light.r, palette.light.g, palette.light.b);
    veils.far.value.set(palette.horizon.r, palette.horizon.g, palette.horizon.b);
    this.#weather(video, seconds, intensity, wind, reach);

    this.#ground.begin(this.#eye.camera, palette.night);
    for (const voice of frame.voices) {
      if (!voice.sounds) continue;
      const slot = slotOf(voice);
      const source = this.#sources[slot];
      if (source === undefined) continue;
      const colour = palette.voice(voice.place);
      this.#memory.update(slot, seconds, hits);
      const bulge = 0.3 * levelOf(voice, OPEN_HAT, 0.3) + 0.5 * levelOf(voice, CRASH, 0.7);
      const turned = (seconds * (voice.place % 2 === 0 ? 0.06 : -0.05)) % TURN;
      veils.look(slot, colour, 0.75 + 0.6 * voice.heat, 0.4 + 1.1 * Math.min(1.5, voice.energy), turned, bulge);
      const since = sinceHit(voice, RIDE, seconds);
      veils.streak(slot, since / STREAK_SECONDS, 3.5 * loudness(voice, RIDE) * Math.exp(-since / 0.7));
      this.#ground.glow(slot, source, this.#eye.camera, colour, 0.012 + 0.035 * voice.heat);
    }
    this.#comets.draw(frame, light);
  }

  dispose(): void {
    this.#veils.dispose();
    this.#ground.dispose();
    this.#comets.dispose();
  }

  /** What the video does to the whole field. */
  #weather(video: VoiceTrace | null, seconds: number, intensity: number, wind: number, reach: number): void {
    let strength = 0.7 + 0.5 * intensity;
    let driven = 0;
    let slide = 0;
    let strewn = 0;
    let lift = 0.08 * Math.sin(seconds * 0.4);
    let farther = 0.82 + 0.3 * intensity;
    if (video !== null) {
      driven = DRIVEN_SECONDS * notched(video, RIDE, seconds, 1.1);
      slide = 0.13 * wayOf(video, SNARE) * sprung(video, SNARE, seconds, 1.1, 0.4);
      strewn = 0.8 * levelOf(video, CLOSED_HAT, 0.14) + 0.5 * levelOf(video, CRASH, 0.8);
      lift += 0.55 * pushed(video, OPEN_HAT, seconds, 0.25);
      farther += 0.16 * pushed(video, KICK, seconds, 0.16);
      const since = sinceHit(video, CRASH, seconds);
      strength += 0.9 * loudness(video, CRASH) * settle(since, 0.5) * Math.exp(-since / 1.2);
    }
    this.#wind.update(seconds, driven, strength * wind);
    this.#stirs.slide.value = slide;
    this.#veils.strewn.value = strewn;
    this.#veils.lift.value = lift;
    this.#veils.reach.value = farther * reach;
  }
}

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Flow(context),
};
