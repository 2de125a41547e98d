import { clamp01 } from "../../shared/math/numbers.ts";
import type { Cue } from "../../shared/music/cue.ts";
import type { PassDoses } from "../../shared/picture/passes.ts";
import type { TransitionName } from "../../shared/picture/transitions.ts";
import type { Timeline } from "../../shared/time/timeline.ts";
import type { Bpm, Ms } from "../../shared/time/units.ts";

/** How the picture is meant to look when nothing changes. */
export interface Look {
  readonly scene: string;
  /** All chance of this appearance of the scene. */
  readonly seed: number;
  readonly palette: string;
  readonly intensity: number;
  readonly passes: PassDoses;
}

/** Whether two looks are of one appearance of one scene. */
export const sameScene = (one: Look, other: Look): boolean => one.scene === other.scene && one.seed === other.seed;

/** A cue that was told, and when it is due by the newest timeline. */
interface Told {
  readonly cue: Cue;
  at: Ms;
}

/**
 * From look to look, as cues say: which look is going, which is coming, and how far the change is.
 * Pure; told the time once a frame.
 */
export class CueSequencer {
  #from: Look;
  #to: Look;
  #id = -1;
  #transition: TransitionName = "cut";
  #began = 0;
  #length = 0;
  #share = 1;
  #told: Told[] = [];

  constructor(look: Look) {
    this.#from = look;
    this.#to = look;
  }

  /** The look that goes; the same as `to` when nothing changes. */
  get from(): Look {
    return this.#from;
  }

  get to(): Look {
    return this.#to;
  }

  get transition(): TransitionName {
    return this.#transition;
  }

  /** 0 at the cue's moment to 1 when only `to` is left. */
  get share(): number {
    return this.#share;
  }

  /** Looks that have been told and are not on yet, the nearest first: to be made ready. */
  get coming(): readonly Look[] {
    return this.#told.map(({ cue }) => cue);
  }

  /** A cue, usually ahead of its moment. One that was told before, by its id, moves; one that is older than what is on is ignored. */
  add(cue: Cue): void {
    if (cue.id <= this.#id) return;
    this.#told = this.#told.filter((told) => told.cue.id !== cue.id);
    this.#told.push({ cue, at: cue.at });
    this.#told.sort(inOrder);
  }

  /** As in DrawQueue: what was due before `now`, and was not seen, stays where it was. */
  retime(timeline: Timeline, now: Ms): void {
    for (const told of this.#told)
      if (told.at >= now && told.cue.beat >= timeline.originBeats) told.at = timeline.toMs(told.cue.beat);
    this.#told.sort(inOrder);
  }

  /** Forgets what was told, and looks like this at once. `id` is of the cue that says so, if one does. */
  reset(look: Look, id = -1): void {
    this.#told = [];
    this.#from = look;
    this.#to = look;
    this.#id = id;
    this.#share = 1;
  }

  /** A change under way is over. */
  settle(): void {
    this.#from = this.#to;
    this.#share = 1;
  }

  /** @realtime yes, but in the frame in which a cue takes effect */
  moveTo(at: Ms, tempo: Bpm): void {
    for (let next = this.#told[0]; next !== undefined && next.at <= at; next = this.#told[0]) {
      this.#told.shift();
      if (next.cue.id < this.#id) continue;
      this.#from = this.#to;
      this.#to = next.cue;
      this.#id = next.cue.id;
      this.#transition = next.cue.transition;
      this.#began = next.at;
      this.#length = (next.cue.transitionBeats * 60_000) / tempo;
      this.#share = 0;
    }
    if (this.#share === 1) return;
    this.#share = this.#length <= 0 ? 1 : clamp01((at - this.#began) / this.#length);
    if (this.#share === 1) this.settle();
  }
}

const inOrder = (one: Told, other: Told): number => one.at - other.at || one.cue.id - other.cue.id;
