import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, type Ms, ms } from "../../../shared/time/units.ts";
import type { Transport, TransportChange } from "./transport.ts";

/** Where the music is by somebody other than the transport. */
export type LedMusic = Pick<TransportChange, "playing" | "timeline" | "metre" | "jumped">;

/**
 * Where the music is for everybody in the house: where its own transport is, or, while a take is played, where that is.
 * The transport runs on meanwhile, unheard, and leads again as soon as it is given back.
 */
export class TransportSwitch {
  readonly #own: Transport;
  readonly #time: TimeSource;
  readonly #changes: Signal<TransportChange>;
  readonly #leave: () => void;
  #led: TransportChange | null = null;

  constructor(own: Transport, time: TimeSource, onListenerError: OnListenerError) {
    this.#own = own;
    this.#time = time;
    this.#changes = new Signal(onListenerError);
    this.#leave = own.onChange((change) => {
      if (this.#led === null) this.#changes.emit(change);
    });
  }

  get change(): TransportChange {
    return this.#led ?? this.#own.change;
  }

  get playing(): boolean {
    return (this.#led ?? this.#own).playing;
  }

  /** @realtime yes */
  get timeline(): Timeline {
    return (this.#led ?? this.#own).timeline;
  }

  get metre(): Metre {
    return (this.#led ?? this.#own).metre;
  }

  /** The beat at `now`; while the music stands, where it stands. @realtime yes */
  positionAt(now: Ms): Beats {
    const led = this.#led;
    if (led === null) return this.#own.positionAt(now);
    return led.playing ? led.timeline.toBeats(now) : led.rest;
  }

  /** Told of every change with the complete new state. Returns the unsubscriber. */
  onChange(listener: (change: TransportChange) => void): () => void {
    return this.#changes.on(listener);
  }

  /** The music goes along this line from now on, or stands where it is now. */
  lead(music: LedMusic): void {
    const at = this.#time.now();
    const rest = music.playing ? music.timeline.toBeats(at) : this.positionAt(at);
    // Who comes from another line always jumps.
    const jumped = music.jumped || this.#led === null;
    this.#led = { ...music, jumped, rest, at };
    this.#changes.emit(this.#led);
    this.#led = { ...this.#led, jumped: false };
  }

  /** The transport leads again. */
  giveBack(): void {
    if (this.#led === null) return;
    this.#led = null;
    this.#changes.emit({ ...this.#own.change, at: ms(this.#time.now()), jumped: true });
  }

  dispose(): void {
    this.#leave();
  }
}
