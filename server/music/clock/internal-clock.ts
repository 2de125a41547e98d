import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { ClockSource } from "../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Bpm, beats } from "../../../shared/time/units.ts";
import type { SteerableClock } from "./steerable-clock.ts";

/** The server's own tempo, always there: what the transport follows when nobody else leads. */
export class InternalClock implements SteerableClock {
  readonly name = "internal clock";
  readonly state = "locked";
  readonly knowsDownbeat = false;
  readonly #time: TimeSource;
  readonly #changes: Signal<ClockSource>;
  #timeline: Timeline;

  constructor(time: TimeSource, tempo: Bpm, onListenerError: OnListenerError) {
    this.#time = time;
    this.#changes = new Signal(onListenerError);
    this.#timeline = new Timeline(tempo, beats(0), time.now());
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** From now on; the beat does not jump. */
  setTempo(tempo: Bpm): void {
    if (tempo === this.#timeline.tempo) return;
    this.#timeline = this.#timeline.withTempo(tempo, this.#time.now());
    this.#changes.emit(this);
  }

  lead(line: Timeline): void {
    this.#timeline = line;
    this.#changes.emit(this);
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Never tells of anything: the transport itself is started and stopped. */
  onTransport(): () => void {
    return () => {};
  }

  dispose(): void {}
}
