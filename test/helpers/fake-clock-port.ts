import type { ClockMessage, ClockPort } from "../../server/music/clock/midi/midi-clock-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { VirtualTime } from "./virtual-time.ts";

type Listener = Parameters<ClockPort["onMessage"]>[0];

/** A MIDI input at which a master ticks in virtual time. */
export class FakeClockPort implements ClockPort {
  connection = { name: "Fake Master" };
  /** The master's tempo; null while it does not tick. */
  tempo: number | null;
  /** Every tick comes again this much later; null: it does not. */
  echo: number | null = null;
  readonly #time: VirtualTime;
  #listeners: Listener[] = [];
  #cancel: () => void = () => {};
  #due: number;

  constructor(time: VirtualTime, tempo: number | null) {
    this.#time = time;
    this.tempo = tempo;
    this.#due = time.now();
    this.#next();
  }

  onMessage(listener: Listener): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((known) => known !== listener);
    };
  }

  /** A message now, or one that the driver stamped before. */
  send(message: ClockMessage, at: number = this.#time.now()): void {
    for (const listener of this.#listeners) listener({ message, at: ms(at) });
  }

  dispose(): void {
    this.#cancel();
  }

  #next(): void {
    const wait = this.tempo === null ? 10 : 2500 / this.tempo;
    this.#due += wait;
    this.#cancel = this.#time.wake(this.#due as Ms, () => {
      this.#next();
      if (this.tempo === null) return;
      this.send({ type: "clock" });
      if (this.echo !== null) this.#time.wake((this.#time.now() + this.echo) as Ms, () => this.send({ type: "clock" }));
    });
  }
}
