import { Color, Group, type Object3D } from "three/webgpu";
import { clamp01, mix } from "../../../shared/math/numbers.ts";
import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import { Segment, Segments } from "../../drawing/lines/segments.ts";
import type { Frame, RememberedTrace, VoiceTrace } from "../../scene-api/frame.ts";
import type { Bodies } from "./bodies.ts";
import type { Harp } from "./harp.ts";
import { Thread, Threads } from "./threads.ts";

const MOST_PLACES = 256;
const MOST_BEADS = 1024;
const MOST_THREADS = 768;
/** Sureness at which a cell begins to show, and at which it is whole. */
const SHOWS_FROM = 0.12;
const WHOLE_AT = 0.92;
/** A thread that is less likely than this is not drawn. */
const FAINT = 0.06;
/** Where places of a bar lie closer than this, beads are smaller. */
const ROOMY = 0.1;
/** Steps after which the glint of a place that was passed is gone by e. */
const GLINT = 1.1;

/**
 * What is remembered of those who play, woven into the strings: a bar lies between the faces from left to right, a bead on
 * the string of each drum that surely plays in a place of it, and from bead to bead a thread to what surely comes next;
 * the surer, the tauter. As the bar passes, what is remembered glints.
 */
export class Weave {
  readonly object: Object3D = new Group();
  readonly #bodies: Bodies;
  readonly #harp: Harp;
  readonly #beads = new Segments(MOST_BEADS, null);
  readonly #threads = new Threads(MOST_THREADS);
  readonly #bead = new Segment();
  readonly #thread = new Thread();
  /** How clear each cell of the voice in hand is, place by place, and the clearest of each place. */
  readonly #cells = new Float64Array(MOST_PLACES * DRUM_COUNT);
  readonly #clearest = new Float64Array(MOST_PLACES);
  readonly #own = new Color();
  readonly #hot = new Color();
  #places = 0;
  #passed = -1;
  #recall = 1;

  constructor(bodies: Bodies, harp: Harp) {
    this.#bodies = bodies;
    this.#harp = harp;
    this.object.add(this.#threads.object, this.#beads.object);
  }

  /** After the harp's; `recall` scales the light of what is remembered. @realtime yes */
  update(frame: Frame, recall: number): void {
    this.#beads.clear();
    this.#threads.clear();
    this.#recall = recall;
    for (const body of this.#bodies.all) {
      const voice = frame.voices[body.voice];
      if (body.kind !== "hand" || voice == null || voice.remembered == null) continue;
      this.#read(voice.remembered);
      this.#passed = frame.playing ? frame.phase * this.#places : -1;
      this.#colours(voice, frame);
      for (let place = 0; place < this.#places; place++) if (this.#clear(place) > 0) this.#weave(place);
    }
    this.#beads.upload();
    this.#threads.upload();
  }

  dispose(): void {
    this.#beads.dispose();
    this.#threads.dispose();
  }

  #read(remembered: RememberedTrace): void {
    this.#places = Math.min(MOST_PLACES, remembered.stepsPerBar);
    for (let place = 0; place < this.#places; place++) {
      let clearest = 0;
      for (let drum = 0; drum < DRUM_COUNT; drum++) {
        const clear = clamp01((remembered.sureness(drum, place) - SHOWS_FROM) / (WHOLE_AT - SHOWS_FROM));
        this.#cells[place * DRUM_COUNT + drum] = clear;
        clearest = Math.max(clearest, clear);
      }
      this.#clearest[place] = clearest;
    }
  }

  #colours(voice: VoiceTrace, frame: Frame): void {
    this.#own.copy(frame.palette.of(voice));
    this.#hot.copy(this.#own).lerp(frame.palette.light, 0.45);
  }

  #clear(place: number): number {
    return this.#clearest[place] ?? 0;
  }

  #cell(place: number, drum: number): number {
    return this.#cells[place * DRUM_COUNT + drum] ?? 0;
  }

  /** The beads of a place, and the threads to what comes next. */
  #weave(place: number): void {
    const since = this.#passed < 0 ? Number.POSITIVE_INFINITY : this.#sincePassed(place);
    const glint = Math.exp(-since / GLINT) * Math.min(1, since / 0.12);
    for (let drum = 0; drum < DRUM_COUNT; drum++) this.#string(place, drum, glint);
    // How likely it is that nothing plays between the two.
    let nothing = 1;
    for (let next = place + 1; next < this.#places && nothing > FAINT; next++) {
      if (this.#clear(next) === 0) continue;
      for (let drum = 0; drum < DRUM_COUNT; drum++)
        for (let other = 0; other < DRUM_COUNT; other++) this.#tie(place, drum, next, other, nothing);
      nothing *= 1 - this.#clear(next);
    }
  }

  /** Threads a bead on its string. */
  #string(place: number, drum: number, glint: number): void {
    const clear = this.#cell(place, drum);
    if (clear === 0) return;
    const bead = this.#bead;
    const room = Math.min(1, this.#harp.span / this.#places / ROOMY);
    const x = this.#harp.at(place, this.#places);
    const y = this.#harp.heightAt(drum, x);
    bead.from.set(x, y, 0.02);
    bead.to.set(x, y, 0.02);
    bead.fromWidth = mix(0.02, 0.044, clear) * (1 + 0.4 * clear * glint) * mix(0.4, 1, room);
    bead.toWidth = bead.fromWidth;
    bead.soft = 1 - clear;
    this.#beads.add(bead, this.#hot, (0.25 + 0.95 * clear + 1.5 * clear * glint) * clear ** 0.5 * this.#recall);
  }

  /** Ties a bead to one that may come next. */
  #tie(place: number, drum: number, next: number, other: number, nothing: number): void {
    const likely = this.#cell(place, drum) * this.#cell(next, other) * nothing;
    if (likely < FAINT) return;
    const thread = this.#thread;
    const { from, to } = thread;
    from.x = this.#harp.at(place, this.#places);
    from.y = this.#harp.heightAt(drum, from.x);
    to.x = this.#harp.at(next, this.#places);
    to.y = this.#harp.heightAt(other, to.x);
    thread.slack = (1 - likely) * 0.5 * (to.x - from.x);
    thread.width = 0.0028 + 0.0022 * likely;
    thread.lightAt = this.#passed < 0 ? 0 : (this.#passed - place) / (next - place);
    thread.light = this.#passed < 0 ? 0 : 3;
    this.#threads.add(thread, this.#own, 0.6 * (likely - FAINT) * this.#recall);
  }

  /** Steps since the place was last passed. */
  #sincePassed(place: number): number {
    const since = this.#passed - place;
    return since < 0 ? since + this.#places : since;
  }
}
