import type { Cue } from "../../../shared/music/cue.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Beats, beats } from "../../../shared/time/units.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";
import { CueBook, type CueBookState } from "./cue-book.ts";
import type { CueContent, CueWriter, Wishes } from "./cue-writer.ts";
import type { Mood } from "./mood.ts";
import type { Repertoire } from "./repertoire.ts";

/** No scene is changed again of the director's own will before this many beats. */
const SHORTEST_SCENE = 16;
/** A smaller change of intensity is not worth a cue. */
const NOTICEABLE = 0.08;
/** A cue already sent is written anew only for a change as large as this. */
const WORTH_CORRECTING = 0.2;

interface CueTrackOptions {
  readonly writer: CueWriter;
  readonly repertoire: Repertoire;
  /** What is shown before anything was played. */
  readonly opening: CueContent;
  readonly music: MusicalTime;
  readonly time: TimeSource;
  /** Where the music is; while it stands, where it will have been left. */
  readonly position: () => Beats;
  /** Takes each cue as soon as it is written. */
  readonly output: { cue(cue: Cue): void };
  /** What is in force or to come is another. */
  readonly onChange: () => void;
}

export interface CueTrackState {
  readonly book: CueBookState;
  /** Beats a scene has been on count from here; null: from long ago. */
  readonly sceneFrom: number | null;
  /** The last cue that was ordered by hand. */
  readonly ordered: number;
}

/**
 * The picture along the music: what is in force and what was sent ahead, and the ways to go on from there at
 * a beat. When to go on, and in which mood, is the director's.
 */
export class CueTrack {
  readonly #options: CueTrackOptions;
  readonly #book: CueBook;
  #sceneFrom = Number.NEGATIVE_INFINITY;
  /** The last cue that was ordered by hand. */
  #ordered = 0;

  constructor(options: CueTrackOptions) {
    const { opening, repertoire, time } = options;
    this.#options = options;
    repertoire.remember(opening.scene, opening.palette);
    this.#book = new CueBook({ ...opening, beat: beats(0), at: time.now() });
  }

  /** In force now, and still to come. */
  get now(): { readonly cue: Cue; readonly next: readonly Cue[] } {
    return this.#book.at(this.#options.position());
  }

  /** Where the music is, it has come to: once a step. */
  land(): void {
    this.#book.land(this.#options.position());
  }

  /** The newest cue, in force or not: what the next one builds on. */
  get newest(): Cue {
    return this.#book.newest;
  }

  /** Whether something that was sent takes effect at `beat` or later. */
  reaches(beat: Beats): boolean {
    return this.#book.reaches(beat);
  }

  /** Whether the scene has been on for long enough, and nothing is on its way. */
  mayChange(beat: Beats): boolean {
    return beat - this.#sceneFrom >= SHORTEST_SCENE && !this.#book.reaches(beat);
  }

  /** Whether the newest cue is so far from the mood that another is worth while. */
  differs(beat: Beats, mood: Mood): boolean {
    const { newest } = this.#book;
    const isOut = newest.beat === beat;
    if (isOut && newest.id === this.#ordered) return false;
    return Math.abs(mood.intensity - newest.intensity) >= (isOut ? WORTH_CORRECTING : NOTICEABLE);
  }

  /** The newest picture goes on, or comes as it was going to, but in the mood of now. */
  move(beat: Beats, mood: Mood, wishes: Wishes = {}): void {
    const { newest } = this.#book;
    const picture = this.#options.writer.move(newest, mood, wishes);
    const { transition, transitionBeats } = newest.beat === beat ? newest : picture;
    this.#write(beat, { ...picture, transition, transitionBeats });
  }

  /** The newest picture in other colours. */
  recolour(beat: Beats, mood: Mood): void {
    this.#write(beat, this.#options.writer.recolour(this.#book.newest, mood));
  }

  /** Another scene, or the same anew. */
  change(beat: Beats, mood: Mood, wishes: Wishes = {}): void {
    const { writer, repertoire } = this.#options;
    const picture = writer.change(mood, wishes);
    this.#sceneFrom = beat;
    repertoire.rememberTransition(picture.transition);
    this.#write(beat, picture);
  }

  /** The newest cue was ordered by hand: it is not corrected. */
  ordered(): void {
    this.#ordered = this.#book.newest.id;
  }

  /** Beats are counted anew: the scene counts as having been on for long. */
  reseat(): void {
    this.#sceneFrom = Number.NEGATIVE_INFINITY;
  }

  /** What was to come will not. */
  halt(): void {
    const { time, position, onChange } = this.#options;
    // A cue sent ahead may have arrived and land at a beat of another count: a newer one goes before it.
    if (this.#book.forgetAhead(time.now())) this.#write(position(), this.#book.inForce);
    else onChange();
  }

  save(): CueTrackState {
    const sceneFrom = Number.isFinite(this.#sceneFrom) ? this.#sceneFrom : null;
    return { book: this.#book.save(), sceneFrom, ordered: this.#ordered };
  }

  restore({ book, sceneFrom, ordered }: CueTrackState): void {
    this.#book.restore(book);
    this.#sceneFrom = sceneFrom ?? Number.NEGATIVE_INFINITY;
    this.#ordered = ordered;
  }

  #write(beat: Beats, picture: CueContent): void {
    const { music, time, output, repertoire, position, onChange } = this.#options;
    const at = music.playing ? music.timeline.toMs(beat) : time.now();
    const cue = this.#book.write({ ...picture, beat, at }, position());
    repertoire.remember(picture.scene, picture.palette);
    output.cue(cue);
    onChange();
  }
}
