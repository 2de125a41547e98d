import type { Cue } from "../../../shared/music/cue.ts";
import type { Beats, Ms } from "../../../shared/time/units.ts";

export interface CueBookState {
  readonly lastId: number;
  readonly inForce: Cue;
  readonly ahead: readonly Cue[];
}

/** Numbers the cues and knows which of them is in force. */
export class CueBook {
  #lastId: number;
  #inForce: Cue;
  /** Sent and still to come, in the order they take effect. */
  #ahead: readonly Cue[] = [];

  constructor(first: Omit<Cue, "id"> & Partial<Cue>) {
    this.#inForce = { id: 1, ...first };
    this.#lastId = this.#inForce.id;
  }

  /** The one in force when it last landed. */
  get inForce(): Cue {
    return this.#inForce;
  }

  /** The newest cue, in force or not: what the next one builds on. */
  get newest(): Cue {
    return this.#ahead.at(-1) ?? this.#inForce;
  }

  /** The cue in force at `beat`, and those still to come. Looking changes nothing: nobody knows when a page looks. */
  at(beat: Beats): { readonly cue: Cue; readonly next: readonly Cue[] } {
    let cue = this.#inForce;
    for (const known of this.#ahead) if (known.beat <= beat && known.id > cue.id) cue = known;
    return { cue, next: this.#ahead.filter((known) => known.beat > beat) };
  }

  /** The music is at `beat`: what was to come until there is in force, or over. */
  land(beat: Beats): void {
    const { cue, next } = this.at(beat);
    this.#inForce = cue;
    this.#ahead = next;
  }

  /** Whether a cue that is still to come takes effect at `beat` or later. */
  reaches(beat: Beats): boolean {
    return this.#ahead.some((cue) => cue.beat >= beat);
  }

  /** Writes a cue; it takes the place of every cue at its beat or later. */
  write(unnumbered: Omit<Cue, "id">, now: Beats): Cue {
    const cue: Cue = { ...unnumbered, id: this.#lastId + 1 };
    this.add(cue, now);
    return cue;
  }

  /** As `write`, with the number that somebody else has given it. */
  add(cue: Cue, now: Beats): void {
    this.land(now);
    this.#lastId = Math.max(this.#lastId, cue.id);
    if (cue.beat <= now) {
      this.#inForce = cue;
      this.#ahead = [];
    } else this.#ahead = [...this.#ahead.filter((known) => known.beat < cue.beat), cue];
  }

  /** What was still to come at `now` will not come. Says whether there was any. */
  forgetAhead(now: Ms): boolean {
    // By moments, not by beats: these may be counted anew already.
    for (const cue of this.#ahead) if (cue.at <= now) this.#inForce = cue;
    const forgotten = this.#ahead.some((cue) => cue.at > now);
    this.#ahead = [];
    return forgotten;
  }

  save(): CueBookState {
    return { lastId: this.#lastId, inForce: this.#inForce, ahead: this.#ahead };
  }

  restore({ lastId, inForce, ahead }: CueBookState): void {
    this.#lastId = lastId;
    this.#inForce = inForce;
    this.#ahead = ahead;
  }
}
