import { Color, Group, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { clamp01, TURN } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { fartherFor } from "../../drawing/camera/camera-sway.ts";
import { FlatCamera } from "../../drawing/camera/flat-camera.ts";
import { mix } from "../../drawing/motion.ts";
import { Played } from "../../drawing/played.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { indexOfVoice, pictureVoice } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { blot, Mark, Marks, ringed, stroke } from "./marks.ts";
import { alongLine, type Layout, layoutFor, lineOf, middleOf, rowOf } from "./page.ts";
import { Press } from "./press.ts";
import { Sheet } from "./sheet.ts";
import { ruleStaff } from "./staff.ts";
import { HEIGHTS, Written, write } from "./write.ts";

const KEPT = 360;
/** Ink is wet for so long, and after so long nothing is left of it, seconds. */
const WET = 2.5;
const GONE = 11;
const SKETCH_BEATS = 8;
const BLOT_BEATS = 0.3;

class Ink implements Scene {
  readonly world = new World();
  readonly camera = new FlatCamera();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #layout: Layout;
  readonly #sheet = new Sheet();
  readonly #inks = {
    strokes: new Marks("brush strokes", 900, false, stroke),
    rings: new Marks("ink rings", 420, true, ringed),
    blots: new Marks("blots", 1800, true, blot),
  };
  readonly #page = new Group();
  readonly #press: Press;
  readonly #played = new Played(KEPT);
  readonly #inkOf: readonly Color[];
  readonly #hot = new Color();
  readonly #rule = new Color();
  readonly #mark = new Mark();
  readonly #written = new Written();
  #frame: Frame | null = null;

  constructor(context: SceneContext) {
    this.#seed = context.seed;
    this.#parameters = context.parameters;
    this.#layout = layoutFor(context.voices, context.beatsPerBar);
    this.#press = new Press(context.seed, this.#layout);
    this.#inkOf = context.voices.map(() => new Color());
    this.#written.seed = context.seed;
    const { strokes, rings, blots } = this.#inks;
    for (const [i, { object }] of [strokes, rings, blots].entries())
      for (const each of object.children) each.renderOrder = i;
    this.#page.add(strokes.object, rings.object, blots.object);
    this.world.add(this.#sheet.object, this.#page);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    if (!voice.sounds) this.#press.lead.hit(drumIndex(note.drum), at / 1000);
    this.#played.add(note, at / 1000, voice.index);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { size = 1, drying = 1, sketch = 1, move = 1 } = this.#parameters;
    const { strokes, rings, blots } = this.#inks;
    this.#frame = frame;
    this.#colour(frame, seconds);
    this.#press.move(this.#page, frame, pictureVoice(frame.voices), seconds, move);
    // A narrow picture shows the whole line, with more page above and below.
    this.camera.show(fartherFor(frame.aspect, 1.62), frame.aspect);

    strokes.clear();
    rings.clear();
    blots.clear();
    ruleStaff(this.#inks, this.#mark, this.#layout, frame, this.#inkOf, this.#rule);
    // The oldest first: newer ink lies on top.
    for (let i = 0; i < KEPT; i++) {
      const note = this.#played.note(i);
      const age = seconds - this.#played.seconds(i);
      if (note === null || age > GONE / drying) continue;
      const dry = clamp01((age * drying - WET) / (GONE - WET));
      this.#inscribe(note, this.#played.voice(i), Math.max(0, age), dry, size);
    }
    if (sketch > 0) frame.future.upcoming(ms(frame.at + (SKETCH_BEATS * 60_000) / frame.tempo), this.#outline);
    strokes.upload();
    rings.upload();
    blots.upload();
  }

  dispose(): void {
    this.#sheet.dispose();
    for (const marks of Object.values(this.#inks)) marks.dispose();
  }

  /** From a dark sheet with bright inks to a white one with dark inks. */
  #colour(frame: Frame, seconds: number): void {
    const { paper: white = 0 } = this.#parameters;
    const { palette } = frame;
    const sheet = this.#sheet;
    const deep = 0.55 + 0.5 * frame.intensity;
    const { night, horizon, light } = palette;
    sheet.paper.value.set(
      mix(night.r + horizon.r * deep, light.r, white),
      mix(night.g + horizon.g * deep, light.g, white),
      mix(night.b + horizon.b * deep, light.b, white),
    );
    sheet.wash.value.copy(sheet.paper.value).multiplyScalar(mix(0.55, 0.92, white));
    sheet.drift.value = (seconds * 0.13 + dice(this.#seed, 0, 0) * 6) % (20 * TURN);
    const strength = mix(0.9, 0.5, white);
    for (const voice of frame.voices) {
      const own = palette.of(voice);
      const ink = this.#inkOf[voice.index];
      ink?.copy(own).multiplyScalar(strength);
      // White ink cannot be seen on white paper: there the video prints in black.
      if (!voice.sounds) ink?.lerp(night, white);
    }
    this.#hot.copy(palette.accent).multiplyScalar(mix(1.3, 0.7, white));
    this.#rule.copy(light).lerp(night, white);
  }

  #inscribe(note: Note, index: number, age: number, dry: number, size: number): void {
    const frame = this.#frame;
    const voice = frame?.voices[index];
    const ink = this.#inkOf[index];
    if (frame === null || voice === undefined || ink === undefined) return;
    const w = this.#written;
    const line = middleOf(this.#layout, note.beat, frame.beat);
    w.id = note.id;
    w.drum = drumIndex(note.drum);
    w.x = alongLine(this.#layout, note.beat);
    w.loud = note.velocity / 127;
    w.surprise = surpriseOf(note);
    w.age = age;
    w.dry = Math.max(dry, this.#blotted(note.beat) * (voice.sounds ? 0.62 : 0.35));
    if (!voice.sounds) {
      this.#press.print(this.#inks, this.#mark, w, line, ink);
      return;
    }
    w.y = line + rowOf(this.#layout, voice.place);
    w.scale = this.#layout.spacing * size;
    write(this.#inks, this.#mark, w, ink, this.#hot);
  }

  /** How far the line of that beat is blotted: at once when it is full, so that little light moves when the page is fed on. */
  #blotted(beat: number): number {
    const now = this.#frame?.beat ?? 0;
    const full = (lineOf(this.#layout, beat) + 1) * this.#layout.lineBeats;
    return clamp01((now - full) / BLOT_BEATS);
  }

  /** Where ink is going to be, a pencil has been before. */
  readonly #outline = (note: Note): void => {
    const frame = this.#frame;
    const index = frame === null ? -1 : indexOfVoice(frame.voices, note.voice);
    const voice = frame?.voices[index];
    const ink = this.#inkOf[index];
    if (frame === null || voice === undefined || ink === undefined || !voice.sounds) return;
    const m = this.#mark;
    const drum = drumIndex(note.drum);
    m.x = alongLine(this.#layout, note.beat);
    m.y =
      middleOf(this.#layout, note.beat, frame.beat) +
      rowOf(this.#layout, voice.place) +
      (HEIGHTS[drum] ?? 0) * this.#layout.spacing;
    m.length = this.#layout.spacing * (0.03 + 0.06 * (note.velocity / 127));
    m.breadth = 0.003;
    m.angle = 0;
    m.bow = 1.2;
    m.rough = 2 * surpriseOf(note);
    m.dry = 0;
    m.grain = dice(this.#seed, note.id, 0) * 40;
    this.#inks.rings.add(m, ink, 0.8 * (this.#parameters.sketch ?? 1));
  };
}

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Ink(context),
};
