import { clamp } from "../../../shared/math/numbers.ts";
import type { ClockSource } from "../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, type Ms, ms } from "../../../shared/time/units.ts";
import { bendTowards, isJump, JUMP_BEATS, renumbered } from "../../core/time/bend.ts";

/** How far our beats may be led away at a time, a little less than would be jumped. */
const LONGEST_LEAD = JUMP_BEATS * 0.99;

const withinLead = (way: number): number => clamp(way, -LONGEST_LEAD, LONGEST_LEAD);

/**
 * Our beats over those of the source that is followed: they are the source's plus an offset, and come
 * later than them by what is nudged. It is continuous and never runs backwards, except where it is
 * numbered anew or the source has leapt: a small difference is bent away, not jumped.
 */
export class FollowedTimeline {
  readonly #time: TimeSource;
  readonly #onChange: (jumped: boolean) => void;
  /** @realtime yes */
  timeline: Timeline;
  source: ClockSource;
  /** How much later than its source it runs, on purpose. */
  nudged = ms(0);
  #leaveSource: () => void;
  /** Our beats minus the source's. */
  #offset = beats(0);
  /** How much of `nudged` is in the line that is bent to: a long nudge takes several bends. */
  #nudge = ms(0);
  #cancelBend: () => void = () => {};

  /** `onChange` is told of every new line, and whether the beats before do not go on in those after it. */
  constructor(
    time: TimeSource,
    source: ClockSource & { readonly timeline: Timeline },
    onChange: (jumped: boolean) => void,
  ) {
    this.#time = time;
    this.#onChange = onChange;
    this.source = source;
    this.timeline = source.timeline;
    this.#leaveSource = source.onChange(() => this.#heard());
  }

  /** The source's line, nudged, in its own beats. */
  get heard(): Timeline {
    const line = this.source.timeline ?? this.timeline;
    return this.#nudge === 0 ? line : line.shifted(this.#nudge);
  }

  /** Follows another source: our beats run on as they are, as near as its bars of `bar` beats allow if it has them. */
  follow(source: ClockSource, bar: Beats): void {
    this.#leaveSource();
    this.source = source;
    this.#leaveSource = source.onChange(() => this.#heard());
    this.#offset = this.#offsetFor(this.timeline.toBeats(this.#time.now()), bar);
    this.#heard();
  }

  /** Moves every beat `by` milliseconds later, by bending. */
  nudge(by: Ms): void {
    this.nudged = ms(this.nudged + by);
    this.#heard();
  }

  /** From now on our beats are the source's plus `offset`. */
  number(offset: Beats): void {
    this.#offset = offset;
    this.#jumpTo(this.#target());
  }

  /** Numbers our beats so that it is `position` now, or as near as the source's bars of `bar` beats allow. */
  numberFrom(position: Beats, bar: Beats): void {
    this.number(this.#offsetFor(position, bar));
  }

  /** Adds `by` to every beat. */
  renumber(by: Beats): void {
    this.number(beats(this.#offset + by));
  }

  /**
   * The line the source would have to go along, in its own beats, for ours to come nearer to `line`: by
   * half a 16th at most, a longer way takes several orders.
   */
  towards(line: Timeline): Timeline {
    const now = this.#time.now();
    const at = this.timeline.toBeats(now);
    const way = withinLead(line.toBeats(now) - at);
    return new Timeline(line.tempo, beats(at + way - this.#offset), ms(now - this.#nudge));
  }

  dispose(): void {
    this.#leaveSource();
    this.#cancelBend();
  }

  #target(): Timeline {
    return renumbered(this.heard, this.#offset);
  }

  #offsetFor(position: Beats, bar: Beats): Beats {
    const difference = position - this.heard.toBeats(this.#time.now());
    return beats(this.source.knowsDownbeat ? Math.round(difference / bar) * bar : difference);
  }

  #heard(): void {
    const now = this.#time.now();
    this.#cancelBend();
    this.#approachNudge(now);
    const target = this.#target();
    if (isJump(this.timeline, target, now)) {
      this.#jumpTo(target);
      return;
    }
    const { line, until } = bendTowards(this.timeline, target, now);
    this.timeline = line;
    if (until > now) this.#cancelBend = this.#time.wake(until, () => this.#heard());
    this.#onChange(false);
  }

  /** As much of a nudge as can be bent at once, and no more: what is further away would be jumped to. */
  #approachNudge(now: Ms): void {
    const target = this.#target();
    const way = target.toBeats(now) - this.timeline.toBeats(now);
    if (this.#nudge === this.nudged || Math.abs(way) > LONGEST_LEAD) return;
    const wanted = way - (this.nudged - this.#nudge) / target.msPerBeat;
    const bent = withinLead(wanted);
    this.#nudge = bent === wanted ? this.nudged : ms(this.#nudge + (way - bent) * target.msPerBeat);
  }

  #jumpTo(target: Timeline): void {
    this.#cancelBend();
    this.timeline = target;
    this.#onChange(true);
    if (this.#nudge !== this.nudged) this.#heard();
  }
}
