import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { Segment, Segments } from "../../drawing/lines/segments.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { indexOfVoice } from "../../drawing/traces.ts";
import type { Frame } from "../../scene-api/frame.ts";
import type { Body } from "./body.ts";
import { slotOf } from "./places.ts";

const BEATS_AHEAD = 4;
const HIGH = 2.2;

/** What is decided and not yet due: drops of light that sink on threads into the body that will play them. */
export class Drops {
  readonly #strokes = new Segments(200, null);
  readonly object = this.#strokes.object;
  readonly #drop = new Segment({ soft: 0.1 });
  readonly #thread = new Segment({ fromWidth: 0.003, toWidth: 0.001, soft: 0.5 });
  readonly #bodies: readonly Body[];
  #frame: Frame | null = null;

  constructor(bodies: readonly Body[]) {
    this.#bodies = bodies;
    this.#strokes.object.renderOrder = 200;
    for (const child of this.#strokes.object.children) child.renderOrder = 200;
  }

  /** @realtime yes */
  draw(frame: Frame): void {
    this.#strokes.clear();
    this.#frame = frame;
    frame.future.upcoming(ms(frame.at + (BEATS_AHEAD * 60_000) / frame.tempo), this.#sink);
    this.#strokes.upload();
  }

  dispose(): void {
    this.#strokes.dispose();
  }

  readonly #sink = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    const voice = frame?.voices[indexOfVoice(frame.voices, note.voice)];
    if (frame === null || voice === undefined || !voice.sounds) return;
    const body = this.#bodies[slotOf(voice)];
    const head = body?.balls[4];
    if (body === undefined || head === undefined) return;
    const left = Math.max(0, ((at - frame.at) * frame.tempo) / 60_000 / BEATS_AHEAD);
    const drum = drumIndex(note.drum);
    const loud = note.velocity / 127;
    const aside = (drum - 4) * 0.07;
    const sway = surpriseOf(note) * 0.15 * Math.sin(left * 22 + note.id);
    const x = body.place.x + (aside + sway) * (0.3 + 0.7 * left);
    const y = head.y + HIGH * left;
    const colour = frame.palette.voice(voice.place);
    const light = Math.min(1, (1 - left) * 4) * (0.4 + loud);
    const drop = this.#drop;
    drop.from.set(x, y, head.z);
    drop.to.copy(drop.from);
    drop.fromWidth = 0.014 + 0.022 * loud;
    drop.toWidth = drop.fromWidth;
    this.#strokes.add(drop, colour, 1.5 * light);
    const thread = this.#thread;
    thread.from.set(x, y + 0.03, head.z);
    thread.to.set(x, y + 0.5, head.z);
    this.#strokes.add(thread, colour, 0.35 * light);
  };
}
