import type { Vector3 } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { Segment, Segments } from "../../drawing/lines/segments.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { indexOfVoice } from "../../drawing/traces.ts";
import type { Frame } from "../../scene-api/frame.ts";
import { type Source, slotOf } from "./sources.ts";

const BEATS_AHEAD = 3;
const FAR = 1.1;
const TURNS = 1.1;
/** How much of its way a comet's tail covers. */
const TAIL = 0.035;

/** What is decided and not yet due: comets that fall against the stream into the source they will be played from. */
export class Comets {
  readonly #strokes = new Segments(160, null);
  readonly object = this.#strokes.object;
  readonly #sources: readonly Source[];
  /** From its tail to its head. */
  readonly #comet = new Segment({ fromWidth: 0.001, soft: 0.2 });
  #frame: Frame | null = null;
  #light = 1;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** @realtime yes */
  draw(frame: Frame, light: number): void {
    this.#strokes.clear();
    this.#frame = frame;
    this.#light = light;
    frame.future.upcoming(ms(frame.at + (BEATS_AHEAD * 60_000) / frame.tempo), this.#fall);
    this.#strokes.upload();
  }

  dispose(): void {
    this.#strokes.dispose();
  }

  readonly #fall = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    const voice = frame?.voices[indexOfVoice(frame.voices, note.voice)];
    if (frame === null || voice === undefined || !voice.sounds) return;
    const source = this.#sources[slotOf(voice)];
    if (source === undefined) return;
    const left = Math.max(0, ((at - frame.at) * frame.tempo) / 60_000 / BEATS_AHEAD);
    const astray = 0.5 * surpriseOf(note);
    const drum = drumIndex(note.drum);
    const comet = this.#comet;
    place(comet.to, source, drum, left, astray);
    place(comet.from, source, drum, left + TAIL * (0.4 + left), astray);
    const loud = note.velocity / 127;
    const light = this.#light * (0.35 + 1.6 * loud) * Math.min(1, (1 - left) * 5) * (1.15 - left);
    comet.toWidth = 0.004 + 0.006 * loud;
    this.#strokes.add(comet, frame.palette.voice(voice.place), light);
  };
}

/** On a spiral over the veil, each drum on an arm of its own; `left` 1 is far away and 0 at the source's rim. */
const place = (into: Vector3, source: Source, drum: number, left: number, astray: number): void => {
  const angle = (drum / 9 + left * TURNS) * TURN + astray * Math.sin(left * 19);
  const radius = (0.075 + FAR * left * (0.35 + 0.65 * left)) * source.size;
  into
    .copy(source.at)
    .addScaledVector(source.across, Math.cos(angle) * radius)
    .addScaledVector(source.upward, Math.sin(angle) * radius)
    .addScaledVector(source.out, 0.04 + 0.35 * left);
};
