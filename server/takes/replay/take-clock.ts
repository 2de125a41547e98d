import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { ClockCommand, ClockSource } from "../../../shared/time/clock-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";

/** The tempo and the bars of a take, for a transport that follows it. */
export class TakeClock implements ClockSource {
  readonly name: string;
  readonly state = "locked";
  readonly knowsDownbeat = true;
  readonly #changes: Signal<ClockSource>;
  readonly #commands: Signal<ClockCommand>;
  timeline: Timeline;

  constructor(take: string, timeline: Timeline, onListenerError: OnListenerError) {
    this.name = `the take ${take}`;
    this.timeline = timeline;
    this.#changes = new Signal(onListenerError);
    this.#commands = new Signal(onListenerError);
  }

  /** Its beats go along this line from now on. */
  turn(timeline: Timeline): void {
    this.timeline = timeline;
    this.#changes.emit(this);
  }

  command(what: ClockCommand["do"]): void {
    this.#commands.emit({ do: what });
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#changes.on(listener);
  }

  onTransport(listener: (command: ClockCommand) => void): () => void {
    return this.#commands.on(listener);
  }

  dispose(): void {}
}
