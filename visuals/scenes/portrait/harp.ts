import { Group, type Object3D } from "three/webgpu";
import { clamp, TURN } from "../../../shared/math/numbers.ts";
import { DRUM_COUNT, drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { Segment, Segments } from "../../drawing/lines/segments.ts";
import { indexOfVoice, loudness, sinceHit } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Bodies } from "./bodies.ts";
import { MOST_BODIES } from "./fibres.ts";
import type { Body } from "./growing.ts";
import { StringMotion, Strings } from "./strings.ts";
import { heightOf, pluckAt, stringEnd } from "./tuning.ts";

/** A note that is decided draws its string for so long before it is due, seconds. */
const DRAWING = 0.5;
/** Light runs along a string so fast, and is gone after so long. */
const RUN = 4.5;
const RUN_SECONDS = 0.7;
/** What lies along the strings keeps so far from the faces, and reaches no farther than this where there is none. */
const CLEAR = 0.07;
const WIDEST = 1.7;

/**
 * A string for each drum from face to face: what a network expects draws it aside before that head,
 * what is played makes it swing and sends light along it to whoever listens.
 */
export class Harp {
  readonly object: Object3D = new Group();
  readonly #bodies: Bodies;
  readonly #strings = new Strings(DRUM_COUNT);
  readonly #runs = new Segments(DRUM_COUNT * MOST_BODIES, null);
  readonly #motions = Array.from({ length: DRUM_COUNT }, () => new StringMotion());
  readonly #light = new Segment({ fromWidth: 0.004, soft: 0.1 });
  /** Ends of the strings. */
  readonly #left = new Float64Array(DRUM_COUNT);
  readonly #right = new Float64Array(DRUM_COUNT);
  /** How far each string is drawn at its ends. */
  readonly #drawnLeft = new Float64Array(DRUM_COUNT);
  readonly #drawnRight = new Float64Array(DRUM_COUNT);
  /** Between the faces, clear of what is drawn aside before them. */
  readonly #from: number;
  readonly span: number;
  #frame: Frame | null = null;

  constructor(bodies: Bodies) {
    this.#bodies = bodies;
    for (let drum = 0; drum < DRUM_COUNT; drum++) {
      this.#left[drum] = stringEnd(bodies.head(-1), -1, drum);
      this.#right[drum] = stringEnd(bodies.head(1), 1, drum);
    }
    this.#from = Math.max(-WIDEST, ...this.#left) + CLEAR;
    this.span = Math.min(WIDEST, ...this.#right) - CLEAR - this.#from;
    this.object.add(this.#strings.object, this.#runs.object);
  }

  /** `leaning` scales how far strings are drawn. @realtime yes */
  update(frame: Frame, leaning: number): void {
    this.#frame = frame;
    const seconds = frame.at / 1000;
    this.#drawAside(frame);
    this.#runs.clear();
    for (let drum = 0; drum < DRUM_COUNT; drum++) {
      const of = this.#motions[drum];
      if (of === undefined) continue;
      let loudest = 0;
      of.first = 0;
      of.second = 0;
      for (const body of this.#bodies.all) {
        const voice = frame.voices[body.voice];
        if (voice === undefined || !voice.sounds) continue;
        const age = sinceHit(voice, drum, seconds);
        const loud = loudness(voice, drum);
        const swing = loud * Math.cos(age * TURN * (3.4 + 0.35 * drum)) * Math.exp(-age / 0.4);
        if (body.side === 0) of.first -= 0.075 * swing;
        else {
          of.first -= 0.03 * swing;
          of.second += 0.06 * body.side * swing;
        }
        loudest = Math.max(loudest, loud * Math.exp(-age / 0.5));
        if (age < RUN_SECONDS) this.#run(body, voice, drum, age, loud, frame);
      }
      of.left = this.#left[drum] ?? -1;
      of.right = this.#right[drum] ?? 1;
      of.y = heightOf(drum);
      of.width = 0.0045 + 0.004 * loudest;
      of.drawnLeft = (this.#drawnLeft[drum] ?? 0) * leaning;
      of.drawnRight = (this.#drawnRight[drum] ?? 0) * leaning;
      this.#strings.set(drum, of, frame.palette.light, 0.16 + 0.05 * frame.intensity + 0.55 * loudest);
    }
    this.#strings.upload();
    this.#runs.upload();
  }

  /** Where, between the faces, the middle of one of so many places of a bar is. @realtime yes */
  at(place: number, places: number): number {
    return this.#from + ((place + 0.5) / places) * this.span;
  }

  /** How high a drum's string is there, as it swings now. @realtime yes */
  heightAt(drum: number, x: number): number {
    const of = this.#motions[drum];
    return of === undefined ? 0 : of.heightAt((x - of.left) / (of.right - of.left));
  }

  dispose(): void {
    this.#strings.dispose();
    this.#runs.dispose();
  }

  /** The nearer the next step, the farther its likely drums are drawn; what is decided farthest of all. */
  #drawAside(frame: Frame): void {
    this.#drawnLeft.fill(0);
    this.#drawnRight.fill(0);
    const step = frame.beat * 4 - Math.floor(frame.beat * 4);
    const nearness = step < 0.1 ? 1 - step / 0.1 : ((step - 0.1) / 0.9) ** 1.5;
    for (const body of this.#bodies.all) {
      const mind = frame.voices[body.voice]?.mind;
      if (body.side === 0 || mind == null) continue;
      for (let drum = 0; drum < DRUM_COUNT; drum++)
        this.#aside(body, drum, 0.2 * mind.expected(drum) * (0.25 + 0.75 * nearness));
    }
    frame.future.upcoming(ms(frame.at + DRAWING * 1000), this.#awaited);
  }

  #aside(body: Body, drum: number, by: number): void {
    const drawn = body.side < 0 ? this.#drawnLeft : this.#drawnRight;
    drawn[drum] = Math.max(drawn[drum] ?? 0, by);
  }

  readonly #awaited = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    if (frame === null) return;
    const body = this.#bodies.of(indexOfVoice(frame.voices, note.voice));
    if (body === null || body.side === 0) return;
    const near = Math.max(0, 1 - (at - frame.at) / 1000 / DRAWING);
    this.#aside(body, drumIndex(note.drum), 0.22 * (0.4 + (0.6 * note.velocity) / 127) * near ** 3);
  };

  /** Light runs along the string from who played it to who is listening. */
  #run(body: Body, voice: VoiceTrace, drum: number, age: number, loud: number, frame: Frame): void {
    const from = this.#left[drum] ?? -1;
    const to = this.#right[drum] ?? 1;
    const start = body.side < 0 ? from : body.side > 0 ? to : body.x + pluckAt(drum);
    const way = body.side === 0 ? this.#sideListeningTo(voice.index, frame) : -body.side;
    const head = clamp(start + way * RUN * age, from, to);
    const tail = clamp(head - way * (0.08 + 0.3 * loud), from, to);
    const light = 2.4 * loud * (1 - age / RUN_SECONDS);
    const of = this.#light;
    of.from.set(tail, heightOf(drum), 0);
    of.to.set(head, heightOf(drum), 0);
    of.toWidth = 0.012 + 0.02 * loud;
    this.#runs.add(of, frame.palette.voice(voice.place), light);
  }

  #sideListeningTo(voice: number, frame: Frame): number {
    for (const body of this.#bodies.all)
      if (body.side !== 0 && frame.voices[body.voice]?.listensTo.includes(voice) === true) return body.side;
    return -1;
  }
}
