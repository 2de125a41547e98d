import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { RehearsalState } from "../../../shared/protocol/rehearsal.ts";

/** What is turned of count-in and metronome. */
export class Rehearsal {
  readonly changed: Signal<RehearsalState>;
  #state: RehearsalState;

  constructor(state: RehearsalState, onListenerError: OnListenerError) {
    this.#state = state;
    this.changed = new Signal(onListenerError);
  }

  get state(): RehearsalState {
    return this.#state;
  }

  turn(changes: Partial<RehearsalState>): void {
    this.#state = { ...this.#state, ...changes };
    this.changed.emit(this.#state);
  }
}
