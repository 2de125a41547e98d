import { Color, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { shine, tempered } from "../../drawing/colours.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CLOSED_HAT, indexOfVoice, levelOf, OPEN_HAT, pictureVoice } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Bursts, lieOn } from "./burst.ts";
import { Drive } from "./drive.ts";
import { Brick, Masonry } from "./masonry.ts";
import { BEAT, Course, FAREST, GATE, LANES, wallsFor } from "./tunnel.ts";
import { PATTERN, Walls } from "./walls.ts";

const MOST_BRICKS = 1400;
/** Beats ahead that are in sight. */
const SIGHT = (GATE - FAREST) / BEAT;
/** Relative luminance at most of the bricks of who is heard, and of the video: white ones would flash where they fly past one another. */
const BRIGHTEST = 0.42;
const BRIGHTEST_VIDEO = 0.7;

class Bricks implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #course = new Course();
  readonly #drive = new Drive(this.#course);
  readonly camera = this.#drive.camera;
  readonly #places;
  readonly #walls: Walls;
  readonly #masonry: Masonry;
  readonly #bursts: Bursts;
  readonly #colours: readonly Color[];
  readonly #brick = new Brick();
  readonly #speed = { perSecond: BEAT * 2 };
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    this.#seed = context.seed;
    this.#parameters = context.parameters;
    this.#places = wallsFor(context.voices.length);
    this.#colours = context.voices.map(() => new Color());
    this.#walls = new Walls(this.#places, this.#course);
    this.#masonry = new Masonry(MOST_BRICKS, this.#course, this.#walls);
    this.#bursts = new Bursts(context.seed, this.#places);
    this.world.add(this.#walls.object, this.#masonry.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    this.#bursts.hit(note, at / 1000, voice);
    if (!voice.sounds) this.#drive.lead.hit(drumIndex(note.drum), at / 1000);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { bend = 1, shards = 1, mortar = 1, shake = 1, glow = 1 } = this.#parameters;
    const { palette } = frame;
    const video = pictureVoice(frame.voices);
    this.#speed.perSecond = (BEAT * frame.tempo) / 60;
    // Made for 16 by 9; other pictures get a wider or narrower tunnel.
    this.world.scale.x = Math.max(0.5, frame.aspect / (16 / 9));
    this.#drive.update(seconds, frame.aspect, video, bend, shake);

    const walls = this.#walls;
    const ticked = video === null ? 0 : levelOf(video, CLOSED_HAT, 0.2);
    const opened = video === null ? 0 : levelOf(video, OPEN_HAT, 0.9);
    walls.flow.value = (((frame.beat * 4 + dice(this.#seed, 0, 0) * 640) % PATTERN) + PATTERN) % PATTERN;
    const breath = 0.9 + 0.1 * Math.sin(seconds * 0.7);
    const dawn = (0.5 + 0.9 * frame.intensity + 0.5 * opened) * breath;
    const end = (0.5 + 0.8 * frame.intensity + 2 * opened) * breath;
    shine(walls.end.value, palette.light, end);
    shine(walls.far.value, palette.night, 1, palette.horizon, dawn);
    const clay = 0.2 + 0.12 * frame.intensity;
    shine(walls.clay.value, palette.horizon, clay);
    const seam = (0.03 + 0.05 * frame.intensity + 0.4 * ticked) * mortar;
    shine(walls.mortar.value, palette.light, seam);
    const line = 0.3 * mortar;
    shine(walls.barLine.value, palette.light, line);

    this.#masonry.clear();
    for (const voice of frame.voices) {
      const colour = this.#colours[voice.index];
      if (colour === undefined) continue;
      tempered(colour, palette.of(voice), voice.sounds ? BRIGHTEST : BRIGHTEST_VIDEO);
      const lively = Math.min(1.4, voice.energy);
      const share = voice.sounds ? glow : glow * 0.4;
      walls.light(voice.index, colour, share * (0.05 + 0.2 * voice.heat + 0.05 * lively));
      this.#gate(voice, colour, glow * (0.3 + 0.7 * lively));
    }
    this.#bursts.draw(this.#masonry, seconds, this.#speed.perSecond, this.#colours, shards);
    this.#frame = frame;
    frame.future.upcoming(ms(frame.at + (SIGHT * 60_000) / frame.tempo), this.#bring);
    this.#masonry.upload();
  }

  dispose(): void {
    this.#walls.dispose();
    this.#masonry.dispose();
  }

  /** The edge at which a voice's bricks burst. */
  #gate(voice: VoiceTrace, colour: Color, light: number): void {
    const wall = this.#places[voice.index % this.#places.length];
    if (wall === undefined) return;
    const of = this.#brick;
    of.x = wall.x;
    of.y = wall.y;
    of.z = GATE;
    of.angle = wall.angle;
    of.width = wall.laneWidth * LANES;
    of.height = 0.06;
    of.length = 0.08;
    of.tumble = 0;
    of.edge = 1;
    this.#masonry.add(of, colour, light);
  }

  /** Brings one brick that is decided and not yet due. */
  readonly #bring = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    if (frame === null) return;
    const index = indexOfVoice(frame.voices, note.voice);
    const wall = this.#places[index % this.#places.length];
    const colour = this.#colours[index];
    if (index < 0 || wall === undefined || colour === undefined) return;
    const of = this.#brick;
    const loud = note.velocity / 127;
    const surprise = surpriseOf(note);
    const ahead = ((at - frame.at) / 1000) * this.#speed.perSecond;
    lieOn(of, wall, drumIndex(note.drum), 0.14 + 0.55 * loud * loud);
    // What the model itself would not have expected does not lie still.
    const restless = surprise * surprise;
    const float = restless * (0.7 + 0.25 * Math.sin(frame.beat * Math.PI + note.id));
    of.x += wall.inX * float;
    of.y += wall.inY * float;
    of.z = GATE - ahead - 0.5;
    of.length = 0.96;
    of.tumble = restless * (dice(this.#seed, note.id, 99) - 0.5) * ahead * 0.6;
    of.edge = 0.5 + surprise;
    this.#masonry.add(of, colour, 0.4 + 0.5 * loud + 0.9 * Math.exp(-ahead / 3.5));
  };
}

export const scene: SceneKind = {
  ...about,
  init: (context) => new Bricks(context),
};
