import type { Timeline } from "../time/timeline.ts";
import type { Ms } from "../time/units.ts";
import { bendTowards, isJump } from "./bend.ts";

/** A line that follows ever newer lines without a jump, by bending; errors too large for that it jumps. */
export class MonotoneLine {
  #line: Timeline | null = null;
  #target: Timeline | null = null;
  #until = Number.NEGATIVE_INFINITY;

  /** The line in force at `now`. @realtime yes */
  at(now: Ms): Timeline | null {
    return now < this.#until ? this.#line : this.#target;
  }

  /** From `now` on leads into `target`. */
  follow(target: Timeline, now: Ms): void {
    const current = this.at(now);
    if (current === null || isJump(current, target, now)) {
      this.jump(target);
      return;
    }
    const { line, until } = bendTowards(current, target, now);
    this.#line = line;
    this.#until = until;
    this.#target = target;
  }

  jump(target: Timeline): void {
    this.#target = target;
    this.#until = Number.NEGATIVE_INFINITY;
  }
}
