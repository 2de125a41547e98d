import { Signal } from "../../shared/events/signal.ts";
import type { ClockCommand, ClockSource, ClockState } from "../../shared/time/clock-source.ts";
import type { Timeline } from "../../shared/time/timeline.ts";

const rethrow = (error: unknown): never => {
  throw error;
};

/** A source of time that says what a test tells it to. */
export class FakeClock implements ClockSource {
  readonly name: string;
  state: ClockState = "locked";
  timeline: Timeline | null = null;
  knowsDownbeat = false;
  disposed = false;
  readonly #changes = new Signal<ClockSource>(rethrow);
  readonly #commands = new Signal<ClockCommand>(rethrow);

  constructor(name = "fake clock") {
    this.name = name;
  }

  set(timeline: Timeline | null, knowsDownbeat: boolean): void {
    this.timeline = timeline;
    this.knowsDownbeat = knowsDownbeat;
    this.#changes.emit(this);
  }

  become(state: ClockState): void {
    this.state = state;
    this.#changes.emit(this);
  }

  command(command: ClockCommand): void {
    this.#commands.emit(command);
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#changes.on(listener);
  }

  onTransport(listener: (command: ClockCommand) => void): () => void {
    return this.#commands.on(listener);
  }

  dispose(): void {
    this.disposed = true;
  }
}
