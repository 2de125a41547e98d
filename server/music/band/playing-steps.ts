import type { BarPlace } from "../../core/music/memories.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";

/**
 * Which steps of a live voice belong to playing: those of bars in which it hits something. Silence at the beginning of a
 * bar waits for the first hit, and is dropped with a bar that stays silent: it may be that others play.
 *
 * @realtime yes
 */
export class PlayingSteps {
  #waiting = 0;
  #sounded = false;
  /** Where the next step lies if all goes on as it does. */
  #next = 0;
  #stepsPerBar = 0;

  /** One more step is over. Returns how many newly belong to playing: itself and silent ones just before it, or 0. */
  close(pattern: Pattern, { stepInBar, stepsPerBar }: BarPlace): number {
    if (stepInBar === 0 || stepInBar !== this.#next || stepsPerBar !== this.#stepsPerBar) {
      this.#waiting = 0;
      this.#sounded = false;
    }
    this.#next = stepInBar + 1;
    this.#stepsPerBar = stepsPerBar;
    this.#sounded ||= pattern !== SILENCE;
    this.#waiting++;
    if (!this.#sounded) return 0;
    const count = this.#waiting;
    this.#waiting = 0;
    return count;
  }
}
