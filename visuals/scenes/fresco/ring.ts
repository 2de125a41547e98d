import type { Stroke } from "./strokes.ts";

/** A hit on the wall: when, whose, and how far it has been painted. */
export interface Hit {
  seconds: number;
  voice: number;
  /** The video's hits move the paint; the others' bring it. */
  stirs: boolean;
  /** The last touch of its stroke that is on each of the two paintings, in touches since the beginning of time. */
  readonly painted: [number, number];
  readonly stroke: Stroke;
}

/** More than a band plays in the time that is seen on the wall. */
const KEPT = 1024;

/**
 * The latest hits in the order in which they were due, which for live ones is not that in which
 * they are heard of: who paints over whom must not depend on it.
 */
export class Ring {
  readonly #hits: Hit[] = Array.from({ length: KEPT }, () => ({
    seconds: Number.NEGATIVE_INFINITY,
    voice: 0,
    stirs: false,
    painted: [0, 0],
    stroke: { seed: 0, id: 0, drum: 0, x: 0, y: 0, size: 1, loud: 0, surprise: 0 },
  }));
  /** Where the oldest is. */
  #first = 0;

  get size(): number {
    return KEPT;
  }

  /** The oldest is at 0. @realtime yes */
  at(i: number): Hit {
    return this.#hits[(this.#first + i) % KEPT] as Hit;
  }

  /** The place of the first hit that is not before a moment; `size` if all are. @realtime yes */
  since(seconds: number): number {
    let low = 0;
    let high = KEPT;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).seconds < seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The hit of a note that was due at a moment, to be written; the oldest is forgotten for it. @realtime yes */
  add(seconds: number, id: number): Hit {
    const hit = this.at(0);
    this.#first = (this.#first + 1) % KEPT;
    let i = KEPT - 1;
    for (; i > 0; i--) {
      const before = this.at(i - 1);
      if (before.seconds < seconds || (before.seconds === seconds && before.stroke.id < id)) break;
      this.#hits[(this.#first + i) % KEPT] = before;
    }
    this.#hits[(this.#first + i) % KEPT] = hit;
    hit.seconds = seconds;
    hit.stroke.id = id;
    return hit;
  }
}
