import type { Timeline } from "../../../../shared/time/timeline.ts";
import { type Ms, ms } from "../../../../shared/time/units.ts";
import { bendTowards, isJump } from "../../../core/time/bend.ts";

/** A newer line that is off the one followed by no more than this, now and AHEAD_MS from now, is no news. */
const SLACK_MS = 0.25;
const AHEAD_MS = 250;

/** A line that follows ever newer lines without a jump, by bending; errors too large for that it jumps. */
export class MonotonicTimeline {
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
    if (current === null || this.#target === null || isJump(current, target, now)) {
      this.jump(target);
      return;
    }
    if (isNear(this.#target, target, now) && isNear(this.#target, target, ms(now + AHEAD_MS))) return;
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

const isNear = (one: Timeline, other: Timeline, at: Ms): boolean =>
  Math.abs(one.toBeats(at) - other.toBeats(at)) * other.msPerBeat <= SLACK_MS;
