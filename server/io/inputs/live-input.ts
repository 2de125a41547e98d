import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { Source } from "../../core/music/source.ts";

/** A source that makes room for others. */
export interface StandIn extends Source {
  /** Plays again, from the next bar line on. */
  enter(): void;
  /** Falls silent at once. */
  leave(): void;
}

const NOBODY = "nobody";

/**
 * Who plays live: every source that was added, and a stand-in until the first of them plays and
 * again when all have been silent for a while. The sources belong to whoever made them.
 */
export class LiveInput {
  readonly #standIn: StandIn | null;
  readonly #silence: Ms;
  readonly #time: TimeSource;
  readonly #hits: Signal<Hit>;
  #machinesRest = false;
  readonly #leaving = new Set<() => void>();
  #current: string;
  #lastHit = ms(Number.NEGATIVE_INFINITY);
  #cancelWake: () => void = () => {};

  /** `standIn` null: nobody plays until a source does. It must be playing already. */
  constructor(standIn: StandIn | null, silence: Ms, time: TimeSource, report: Reporter) {
    this.#standIn = standIn;
    this.#silence = silence;
    this.#time = time;
    this.#hits = new Signal((error) =>
      report({ room: "inputs", level: "error", text: `A listener of the live input failed: ${reasonOf(error)}.` }),
    );
    this.#current = standIn?.name ?? NOBODY;
    if (standIn !== null)
      this.#leaving.add(
        standIn.onHit((hit) => {
          if (!this.#machinesRest) this.#hits.emit(hit);
        }),
      );
  }

  /** The name of the source that played last; the stand-in's from the moment it takes over. */
  get current(): string {
    return this.#current;
  }

  /** Listens to one more source; a machine plays by itself. The returned function stops it. */
  add(source: Source, isMachine = false): () => void {
    const leave = source.onHit((hit) => {
      if (!isMachine || !this.#machinesRest) this.#heard(source, hit);
    });
    this.#leaving.add(leave);
    return () => {
      this.#leaving.delete(leave);
      leave();
    };
  }

  /** Whether people alone are heard, and nobody who plays by himself. */
  restMachines(on: boolean): void {
    this.#machinesRest = on;
  }

  /** Told of every live hit, whoever plays, in the source's own callback. Returns the unsubscriber. */
  onHit(listener: (hit: Hit) => void): () => void {
    return this.#hits.on(listener);
  }

  /** Stops listening; the sources play on. Calling it twice is harmless. */
  dispose(): void {
    for (const leave of this.#leaving) leave();
    this.#leaving.clear();
    this.#cancelWake();
  }

  #heard(source: Source, hit: Hit): void {
    this.#lastHit = this.#time.now();
    if (this.#standIn !== null && this.#current === this.#standIn.name) {
      this.#standIn.leave();
      this.#awaitSilence(this.#standIn);
    }
    this.#current = source.name;
    this.#hits.emit(hit);
  }

  /** One timer, armed again while hits come: nothing is armed on the path of a hit but the first. */
  #awaitSilence(standIn: StandIn): void {
    this.#cancelWake = this.#time.wake(ms(this.#lastHit + this.#silence), () => {
      if (this.#time.now() < this.#lastHit + this.#silence) {
        this.#awaitSilence(standIn);
        return;
      }
      standIn.enter();
      this.#current = standIn.name;
    });
  }
}
