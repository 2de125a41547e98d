import { Scene as World } from "three/webgpu";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { FlatCamera } from "../../drawing/camera/flat-camera.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { indexOfVoice, pictureVoice } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Book } from "./book.ts";
import { loadFace } from "./face.ts";
import { VoiceField } from "./field.ts";
import { Gesture } from "./gesture.ts";
import { Glyphs } from "./glyphs.ts";
import { Inks } from "./inks.ts";
import { PageMove } from "./page-move.ts";
import { RunningLine } from "./running-line.ts";
import { setRow } from "./setting.ts";
import { Sheet } from "./sheet.ts";
import { SmallType } from "./small-type.ts";
import { ruleVideo } from "./video-rules.ts";

/** How far ahead one sees the ticks of what is coming. */
const SCORE_BEATS = 8;

const face = await loadFace();

class Words implements Scene {
  readonly world = new World();
  readonly camera = new FlatCamera();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #glyphs = new Glyphs(face);
  readonly #sheet = new Sheet(this.#glyphs);
  readonly #small = new SmallType(this.#sheet.letters, face, this.#glyphs);
  readonly #move = new PageMove();
  readonly #book: Book;
  readonly #inks: Inks;
  readonly #running: RunningLine;
  /** By place in the frame; only who sounds has a field. */
  readonly #gestures: readonly Gesture[];
  readonly #fields: readonly (VoiceField | null)[];
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    const { seed, voices } = context;
    this.#seed = seed;
    this.#parameters = context.parameters;
    const said = context.words.filter((line) => line.trim() !== "");
    const words = said.length > 0 ? said : voices.map(({ name }) => name);
    this.#book = new Book(context, words, face, this.#glyphs);
    this.#inks = new Inks(voices.length);
    this.#running = new RunningLine(words, seed, face, this.#glyphs);
    this.#gestures = voices.map(() => new Gesture());
    const printing = {
      seed,
      book: this.#book,
      inks: this.#inks,
      move: this.#move,
      sheet: this.#sheet,
      small: this.#small,
    };
    this.#fields = voices.map((voice) =>
      voice.sounds ? new VoiceField(printing, voice, setRow(voice.name, face, this.#glyphs).letters) : null,
    );
    this.world.background = this.#inks.ground;
    this.world.add(this.#sheet.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    if (!voice.sounds) this.#move.lead.hit(drumIndex(note.drum), at / 1000);
    this.#gestures[voice.index]?.hear(surpriseOf(note), at / 1000);
  }

  update(frame: Frame): void {
    const { move = 1, gestures = 1, weight = 0, score = 1 } = this.#parameters;
    const { aspect, voices } = frame;
    const seconds = frame.at / 1000;
    const video = pictureVoice(voices);
    this.#frame = frame;
    this.camera.show(1, aspect);
    this.#book.open(frame.beat, aspect);
    this.#inks.mix(frame, this.#book.paper);
    this.#move.move(this.#sheet.object, video, seconds, move);
    this.#sheet.clear();
    for (const voice of voices) {
      const gesture = this.#gestures[voice.index];
      if (gesture === undefined) continue;
      gesture.move(voice, seconds, gestures, this.#seed);
      this.#fields[voice.index]?.print(voice, gesture, aspect, weight, seconds);
    }
    const moved = video === null ? undefined : this.#gestures[video.index];
    this.#running.print(this.#sheet, this.#small, this.#inks, moved, aspect, seconds);
    if (video !== null) ruleVideo(this.#sheet.rules, video, this.#inks.film, aspect, seconds);
    if (score > 0) frame.future.upcoming(ms(frame.at + (SCORE_BEATS * 60_000) / frame.tempo), this.#announce);
    this.#sheet.upload();
  }

  dispose(): void {
    this.#sheet.dispose();
    this.#glyphs.dispose();
  }

  readonly #announce = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    if (frame === null) return;
    const { score = 1 } = this.#parameters;
    const ahead = ((at - frame.at) * frame.tempo) / 60_000 / SCORE_BEATS;
    const field = this.#fields[indexOfVoice(frame.voices, note.voice)];
    field?.announce(note.velocity, ahead, score * (1 - 0.7 * ahead));
  };
}

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Words(context),
};
