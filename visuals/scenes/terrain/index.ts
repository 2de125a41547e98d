import { type Color, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { shine } from "../../drawing/colours.ts";
import { Segment, Segments } from "../../drawing/lines/segments.ts";
import { pushed } from "../../drawing/struck.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CLOSED_HAT, CRASH, indexOfVoice, KICK, levelOf, OPEN_HAT, pictureVoice, RIDE } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { epochOf } from "./keep.ts";
import { Lamps } from "./lamps.ts";
import { HALF_LAND, Land, MEMORY, middleOf, PACE, slotOf } from "./land.ts";
import { Ridges } from "./ridges.ts";
import { drumOffset, Sediments } from "./sediments.ts";
import { Sky } from "./sky.ts";
import { Stars } from "./stars.ts";
import { Viewer } from "./viewer.ts";

const BEATS_AHEAD = 4;

class Terrain implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #land = new Land();
  readonly #sky = new Sky(this.#land);
  readonly #ridges = new Ridges(this.#land);
  readonly #lamps = new Lamps(this.#land);
  readonly #sediments: Sediments;
  readonly #stars: Stars;
  readonly #seeds = new Segments(200, null);
  readonly #line = new Segment({ fromWidth: 0.012, toWidth: 0.012, soft: 0.3 });
  readonly #sown = new Segment({ fromWidth: 0.008, soft: 0.2 });
  readonly #viewer = new Viewer();
  readonly camera = this.#viewer.camera;
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    this.#seed = context.seed;
    this.#parameters = context.parameters;
    this.#sediments = new Sediments(this.#ridges, this.#lamps, context.seed);
    this.#stars = new Stars(this.#land, context.seed);
    this.world.add(this.#sky.object, this.#stars.object, this.#ridges.object, this.#seeds.object, this.#lamps.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const seconds = at / 1000;
    if (voice.sounds) this.#sediments.lay(note, seconds, voice);
    else {
      this.#viewer.lead.hit(drumIndex(note.drum), seconds);
      this.#sediments.star(note, seconds, voice);
    }
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { relief = 1, aurora = 1, mist = 1, look = 1, lines = 1 } = this.#parameters;
    const { palette } = frame;
    const video = pictureVoice(frame.voices);
    const land = this.#land;
    land.now.value = seconds - epochOf(seconds);
    land.relief.value = relief;
    for (const voice of frame.voices) land.tint(slotOf(voice), palette.of(voice));
    this.#stars.light(palette.light);
    shine(land.night.value, palette.night);
    const air = (0.45 + 0.5 * frame.intensity) * mist;
    shine(land.mist.value, palette.horizon, air);

    this.#viewer.update(this.#sky, seconds, frame.aspect, video, look);
    this.#hangAurora(frame, video, seconds, aurora);
    this.#sky.tick.value.set(frame.beat % 1, (1.2 + 2.5 * (1 - frame.phase) ** 2) * lines);
    this.#ridges.update(seconds);
    this.#lamps.update(seconds);

    this.#seeds.clear();
    this.#frame = frame;
    frame.future.upcoming(ms(frame.at + (BEATS_AHEAD * 60_000) / frame.tempo), this.#sow);
    for (const voice of frame.voices) if (voice.sounds) this.#threshold(voice, palette.voice(voice.place));
    this.#seeds.upload();
  }

  dispose(): void {
    for (const each of [this.#sky, this.#stars, this.#ridges, this.#lamps, this.#seeds]) each.dispose();
  }

  #hangAurora(frame: Frame, video: VoiceTrace | null, seconds: number, amount: number): void {
    const sky = this.#sky;
    const { palette } = frame;
    let light = 0.14 + 0.2 * frame.intensity;
    let rise = 0.16;
    let ripple = 1;
    let fringe = 0;
    let drift = 0;
    if (video !== null) {
      light += 0.35 * video.heat + 0.3 * levelOf(video, OPEN_HAT, 0.8) + 0.12 * levelOf(video, CLOSED_HAT, 0.15);
      rise += 0.2 * pushed(video, KICK, seconds, 0.16);
      rise += 0.35 * levelOf(video, CRASH, 1.4);
      fringe += 1.6 * levelOf(video, CRASH, 1.2);
      ripple += 0.9 * pushed(video, RIDE, seconds, 0.4);
      drift = 0.5 * pushed(video, CLOSED_HAT, seconds, 0.12);
    }
    sky.rise.value = rise;
    sky.ripple.value = ripple;
    sky.phase.value = (seconds * 0.23 + drift + dice(this.#seed, 1, 1) * 6) % (100 * TURN);
    const veil = light * amount;
    shine(sky.aurora.value, palette.video, 0.2, palette.horizon, 5).multiplyScalar(veil);
    shine(sky.fringe.value, palette.video, veil * 0.9, palette.accent, veil * fringe);
  }

  /** The line on which the land begins, where a voice lays its hits down. */
  #threshold(voice: VoiceTrace, colour: Color): void {
    const middle = middleOf(voice);
    const reach = HALF_LAND * 0.72;
    const light = 0.12 + 0.5 * Math.min(1.4, voice.energy);
    this.#line.from.set(middle - reach, 0.01, 0.1);
    this.#line.to.set(middle + reach, 0.01, 0.1);
    this.#seeds.add(this.#line, colour, light);
  }

  /** Shows a note that is decided and not yet due: a seed of light on its way to where it will be laid down. */
  readonly #sow = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    const index = frame === null ? -1 : indexOfVoice(frame.voices, note.voice);
    const voice = frame?.voices[index];
    if (frame === null || voice === undefined || !voice.sounds) return;
    const ahead = (at - frame.at) / 1000;
    const surprise = surpriseOf(note);
    const loud = note.velocity / 127;
    const x = middleOf(voice) + drumOffset(drumIndex(note.drum)) + surprise * 0.6 * Math.sin(ahead * 9 + note.id);
    const z = 0.1 + PACE * ahead;
    const colour = frame.palette.voice(voice.place);
    const hop = (0.1 + 0.5 * surprise) * Math.abs(Math.sin(ahead * TURN));
    this.#sown.from.set(x, hop, z + 0.25);
    this.#sown.to.set(x, hop, z);
    this.#sown.toWidth = 0.02 + 0.03 * loud;
    this.#seeds.add(this.#sown, colour, 0.5 + Math.exp(-ahead * 2));
  };
}

export const scene: SceneKind = {
  ...about,
  remembers: ms(1000 * MEMORY),
  init: (context) => new Terrain(context),
};
