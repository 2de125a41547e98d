import type { Drum } from "../../../shared/music/drums.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { beatsPerBar, type Metre } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, ms } from "../../../shared/time/units.ts";

/** As much of the transport as is needed to play along. */
export interface ScoreTransport {
  readonly playing: boolean;
  readonly timeline: Timeline;
  readonly metre: Metre;
  onChange(listener: (change: { readonly jumped: boolean }) => void): () => void;
}

/** A hit that is decided, `beat` counted from the beginning of its stretch. */
export interface PlannedHit {
  readonly beat: Beats;
  readonly drum: Drum;
  readonly velocity: number;
}

/** What is played for a while: hits in order, all before `length`. */
export interface Stretch {
  readonly hits: readonly PlannedHit[];
  /** Whole bars, above 0. */
  readonly length: Beats;
}

/** Decides what is played, one stretch after the other. */
export interface Score {
  /** The next stretch in bars of `metre`; null when it is over. `first` after every entry and jump of the transport. */
  next(metre: Metre, first: boolean): Stretch | null;
}

/**
 * How long before its moment a hit is handed on. A machine knows its hits ahead, and timers are up
 * to 2 ms late: so the hit goes out early, stamped with its exact moment, and every sink lands it
 * there. Short enough that nobody downstream can tell it from one that was played just now.
 */
export const LEAD = ms(4);

/** An entry this little after a bar line still begins on it. */
const GRACE = ms(40);

/** After a sleep of the machine, hits older than this are skipped, not played in a heap. */
const STALE = ms(250);

/**
 * Plays a score along the transport: enters on a bar line, follows changes of tempo, is silent while
 * the transport stands and begins anew on the next bar line after a jump.
 */
export class ScorePlayer {
  readonly #time: TimeSource;
  readonly #transport: ScoreTransport;
  readonly #score: Score;
  readonly #play: (hit: Hit) => void;
  readonly #leaveTransport: () => void;
  #inside = false;
  #stretch: Stretch = NOTHING;
  /** The transport's beat at which the stretch begins. */
  #from = beats(0);
  #nextHit = 0;
  /** The moment of the newest hit handed on, and what it was before the last entry or jump. */
  #handed = ms(Number.NEGATIVE_INFINITY);
  #handedBefore = ms(Number.NEGATIVE_INFINITY);
  #cancelWake: () => void = () => {};

  /** Silent until `enter`. `play` is called for each hit, LEAD before its `at`. */
  constructor(time: TimeSource, transport: ScoreTransport, score: Score, play: (hit: Hit) => void) {
    this.#time = time;
    this.#transport = transport;
    this.#score = score;
    this.#play = play;
    this.#leaveTransport = transport.onChange(({ jumped }) => {
      if (jumped) this.#begin();
      else this.#arm();
    });
  }

  /** Plays from the next bar line on; does nothing while it plays. */
  enter(): void {
    if (this.#inside) return;
    this.#inside = true;
    this.#begin();
  }

  /** Falls silent at once. */
  leave(): void {
    this.#inside = false;
    this.#cancelWake();
  }

  dispose(): void {
    this.leave();
    this.#leaveTransport();
  }

  #begin(): void {
    if (!this.#inside) return;
    const { timeline, metre } = this.#transport;
    const bar = beatsPerBar(metre);
    const earliest = timeline.toBeats(ms(this.#time.now() - GRACE));
    this.#from = beats(Math.max(0, Math.ceil(earliest / bar)) * bar);
    this.#turnTo(this.#score.next(metre, true));
    this.#handedBefore = this.#handed;
    this.#arm();
  }

  #turnTo(stretch: Stretch | null): void {
    this.#stretch = stretch ?? NOTHING;
    this.#nextHit = 0;
  }

  /** Sleeps until the next hit, or the end of the stretch, is LEAD away. */
  #arm(): void {
    this.#cancelWake();
    if (!this.#inside || !this.#transport.playing || this.#stretch === NOTHING) return;
    const hit = this.#stretch.hits[this.#nextHit];
    const at = this.#transport.timeline.toMs(beats(this.#from + (hit?.beat ?? this.#stretch.length)));
    this.#cancelWake = this.#time.wake(ms(at - LEAD), () => this.#advance());
  }

  #advance(): void {
    const now = this.#time.now();
    while (this.#inside && this.#stretch !== NOTHING) {
      // Read anew each time: whoever is told of a hit may change the transport.
      const { timeline, metre } = this.#transport;
      const hit = this.#stretch.hits[this.#nextHit];
      const at = timeline.toMs(beats(this.#from + (hit?.beat ?? this.#stretch.length)));
      if (at - LEAD > now) break;
      if (hit === undefined) {
        this.#from = beats(this.#from + this.#stretch.length);
        this.#turnTo(this.#score.next(metre, false));
      } else {
        this.#nextHit += 1;
        // A jump at a bar line finds that line's hits handed on already, by the lead.
        if (at < now - STALE || at <= this.#handedBefore) continue;
        this.#handed = at;
        this.#play({ drum: hit.drum, velocity: hit.velocity, at });
      }
    }
    this.#arm();
  }
}

const NOTHING: Stretch = { hits: [], length: beats(0) };
