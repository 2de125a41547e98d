import { replayPosition } from "../desk/replay-position.ts";
import { lengthOf } from "../desk/views/length-of.ts";
import type { ServerTime } from "../time/server-time.ts";
import { placeIn } from "./part.ts";
import type { TakeState } from "./take-state.ts";

/** Where the take is that is played: a line over its plots, and a time, written straight into the page. */
export class MovingLine {
  readonly #root: HTMLElement;
  readonly #server: ServerTime;
  readonly #state: () => TakeState;

  constructor(root: HTMLElement, server: ServerTime, state: () => TakeState) {
    this.#root = root;
    this.#server = server;
    this.#state = state;
    requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    requestAnimationFrame(() => this.#draw());
    const { replay, part } = this.#state();
    if (!this.#server.known && replay !== null) return;
    const seconds = replay === null ? 0 : replayPosition(replay, this.#server.now());
    for (const line of this.#root.querySelectorAll<HTMLElement>("[data-line]")) {
      const place = placeIn(part, seconds);
      const isOn = replay?.take === line.dataset.line && place >= 0 && place <= 1;
      if (line.hidden === isOn) line.hidden = !isOn;
      if (isOn) line.style.left = `${(place * 100).toFixed(3)}%`;
    }
    const text = lengthOf(seconds * 1000);
    const shown = this.#root.querySelector("[data-replay-position]");
    if (shown !== null && shown.textContent !== text) shown.textContent = text;
  }
}
