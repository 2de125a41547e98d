import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";

/** One message that goes by itself. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** How often it was said while it was there. */
  readonly count: number;
}

const SHOWN_MS = 6000;
const MOST = 4;

/** What the operator must be told now, newest last; the same message again only counts up. */
export class Toasts {
  readonly #time: TimeSource;
  readonly #onChange: () => void;
  #toasts: readonly Toast[] = [];
  #nextId = 0;

  constructor(time: TimeSource, onChange: () => void) {
    this.#time = time;
    this.#onChange = onChange;
  }

  get all(): readonly Toast[] {
    return this.#toasts;
  }

  say(text: string): void {
    const before = this.#toasts.find((toast) => toast.text === text);
    const toast = { id: this.#nextId++, text, count: (before?.count ?? 0) + 1 };
    this.#toasts = [...this.#toasts.filter((known) => known !== before), toast].slice(-MOST);
    this.#time.wake(ms(this.#time.now() + SHOWN_MS), () => this.dismiss(toast.id));
    this.#onChange();
  }

  dismiss(id: number): void {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
    this.#onChange();
  }
}
