import type { ClockCommand, ClockSource, ClockState } from "../../../shared/time/clock-source.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { Ms } from "../../../shared/time/units.ts";

/** Another source, every beat of it `by` milliseconds later: what a cable or an interface has made early or late. */
export class ShiftedClock implements ClockSource {
  readonly #source: ClockSource;
  readonly #by: Ms;

  constructor(source: ClockSource, by: Ms) {
    this.#source = source;
    this.#by = by;
  }

  get name(): string {
    return this.#source.name;
  }

  get state(): ClockState {
    return this.#source.state;
  }

  get timeline(): Timeline | null {
    return this.#source.timeline?.shifted(this.#by) ?? null;
  }

  get knowsDownbeat(): boolean {
    return this.#source.knowsDownbeat;
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#source.onChange(() => listener(this));
  }

  onTransport(listener: (command: ClockCommand) => void): () => void {
    return this.#source.onTransport(listener);
  }

  dispose(): void {
    this.#source.dispose();
  }
}
