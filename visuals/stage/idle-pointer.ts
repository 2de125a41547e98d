import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";

const IDLE_MS = 2000;

/** Tells whether somebody moves the pointer; while nobody does, the cursor is hidden. */
export class IdlePointer {
  readonly #time: TimeSource;
  readonly #onChange: (active: boolean) => void;
  #active = true;
  #cancel: () => void = () => {};

  constructor(time: TimeSource, onChange: (active: boolean) => void) {
    this.#time = time;
    this.#onChange = onChange;
    document.addEventListener("pointermove", this.#moved);
    document.addEventListener("pointerdown", this.#moved);
    this.#set(false);
  }

  readonly #moved = (): void => {
    this.#cancel();
    this.#cancel = this.#time.wake(ms(this.#time.now() + IDLE_MS), () => this.#set(false));
    this.#set(true);
  };

  #set(active: boolean): void {
    if (active === this.#active) return;
    this.#active = active;
    document.documentElement.style.cursor = active ? "" : "none";
    this.#onChange(active);
  }
}
