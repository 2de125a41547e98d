/** Told of what a listener threw; must not throw itself. */
export type OnListenerError = (error: unknown) => void;

/**
 * A list of listeners. One that throws is reported and never stops the others; one that
 * unsubscribes while the signal is being sent is simply not called any more.
 *
 * @realtime `emit` yes: it allocates nothing.
 * @example const stop = hits.on((hit) => play(hit)); stop();
 */
export class Signal<T> {
  readonly #onError: OnListenerError;
  #listeners: readonly ((value: T) => void)[] = [];

  constructor(onError: OnListenerError) {
    this.#onError = onError;
  }

  /** Subscribes; the returned function unsubscribes and may be called more than once. */
  on(listener: (value: T) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((known) => known !== listener);
    };
  }

  emit(value: T): void {
    const listeners = this.#listeners;
    for (const listener of listeners) {
      if (listeners !== this.#listeners && !this.#listeners.includes(listener)) continue;
      try {
        listener(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
