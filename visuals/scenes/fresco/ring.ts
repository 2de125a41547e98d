import type { Stroke } from "./strokes.ts";

/** A hit on the wall: when, whose, and how far it has been painted. */
export interface Hit {
  seconds: number;
  voice: number;
  /** The video's hits move the paint; the others' bring it. */
  stirs: boolean;
  /** The last tick of its stroke that is on the wall. */
  painted: number;
  readonly stroke: Stroke;
}

const KEPT = 256;

/** The latest hits, the oldest first. */
export class Ring {
  readonly #hits: readonly Hit[] = Array.from({ length: KEPT }, () => ({
    seconds: Number.NEGATIVE_INFINITY,
    voice: 0,
    stirs: false,
    painted: 0,
    stroke: { seed: 0, id: 0, drum: 0, x: 0, y: 0, size: 1, loud: 0, surprise: 0 },
  }));
  #next = 0;

  get size(): number {
    return KEPT;
  }

  /** The oldest is at 0. @realtime yes */
  at(i: number): Hit {
    return this.#hits[(this.#next + i) % KEPT] as Hit;
  }

  /** The place of the next hit, to be written. @realtime yes */
  next(): Hit {
    const hit = this.#hits[this.#next] as Hit;
    this.#next = (this.#next + 1) % KEPT;
    return hit;
  }
}
