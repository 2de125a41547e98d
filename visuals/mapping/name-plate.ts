import type { Ms } from "../../shared/time/units.ts";

/** How long a projector that is asked for its name shows it. */
const SHOWN_MS = 6000;

/** The projector's name in large letters, for whoever asks which one is which. */
export class NamePlate {
  readonly #element = document.createElement("div");

  constructor(name: string) {
    this.#element.className = "name-plate";
    this.#element.textContent = name;
    // As large as fits: letters are about as wide as three fifths of their height.
    this.#element.style.fontSize = `min(30vh, ${150 / Math.max(4, name.length)}vw)`;
    this.#element.hidden = true;
    document.body.append(this.#element);
  }

  /** `askedAt` and `now` on the server's axis. @realtime yes */
  frame(askedAt: Ms | null, now: Ms): void {
    const shown = askedAt !== null && now - askedAt < SHOWN_MS;
    if (shown === this.#element.hidden) this.#element.hidden = !shown;
  }
}
