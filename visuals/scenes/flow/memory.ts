import { Vectors } from "../../drawing/vectors.ts";
import { MOST_SOURCES } from "./sources.ts";

/** How long dust is seen, seconds: as far back a veil remembers. */
export const LIFE_SECONDS = 6.5;
/** Steps in which a veil's memory is kept, from the newest dust to the oldest. */
export const BINS = 64;

const KEPT = 96;
/** What of a hit is kept: when, drum, velocity, surprise. */
const FIELDS = 4;
/** How broad a hit is in the veil at first and how it spreads with age, in bins. */
const BREADTH = 1.1;
const SPREADING = 0.035;

/**
 * What each voice played lately, as the dust that left its source at that time carries it: x how
 * far it is pushed out, y how far it is turned, z how rough it is, w how bright. A hit therefore
 * travels outward with the veil, and a bar of music is seen as rings in it.
 */
export class Memory {
  readonly #hits = Array.from({ length: MOST_SOURCES }, () =>
    new Float64Array(KEPT * FIELDS).fill(Number.NEGATIVE_INFINITY),
  );
  readonly #next = new Int32Array(MOST_SOURCES);
  /** Those of each source, one after the other. */
  readonly bins = new Vectors(MOST_SOURCES * BINS);

  /** @realtime yes */
  hit(slot: number, drum: number, seconds: number, loud: number, surprise: number): void {
    const hits = this.#hits[slot];
    if (hits === undefined) return;
    const i = (this.#next[slot] ?? 0) * FIELDS;
    this.#next[slot] = ((this.#next[slot] ?? 0) + 1) % KEPT;
    hits[i] = seconds;
    hits[i + 1] = drum;
    hits[i + 2] = loud;
    hits[i + 3] = surprise;
  }

  /** @realtime yes */
  update(slot: number, seconds: number, amount: number): void {
    const hits = this.#hits[slot];
    if (hits === undefined) return;
    const first = slot * BINS;
    for (let bin = 0; bin < BINS; bin++) this.bins.set(first + bin, 0, 0);
    for (let i = 0; i < hits.length; i += FIELDS) {
      const age = seconds - (hits[i] ?? 0);
      if (!(age < LIFE_SECONDS)) continue;
      const at = (Math.max(0, age) / LIFE_SECONDS) * (BINS - 1);
      const drum = hits[i + 1] ?? 0;
      const loud = (hits[i + 2] ?? 0) * amount;
      const surprise = hits[i + 3] ?? 0;
      const breadth = BREADTH * (BROAD[drum] ?? 1) + SPREADING * at;
      const from = Math.max(0, Math.ceil(at - 2.5 * breadth));
      const to = Math.min(BINS - 1, Math.floor(at + 2.5 * breadth));
      const [push = 0, turn = 0, rough = 0, light = 0] = KEEPS[drum] ?? [];
      for (let bin = from; bin <= to; bin++) {
        const off = (bin - at) / breadth;
        const share = loud * Math.exp(-off * off);
        const kept = this.bins.at(first + bin);
        if (kept === undefined) continue;
        kept.x += share * push * (1 + surprise);
        kept.y += share * turn * (1 + surprise);
        kept.z += share * (rough + 0.5 * surprise);
        kept.w += share * (light + 0.6 * surprise);
      }
    }
  }
}

/** By drum: pushed out, turned, rough, bright. */
const KEEPS: readonly (readonly [number, number, number, number])[] = [
  [0.14, 0, 0, 1.1],
  [-0.06, 0.12, 0.35, 1],
  [0, 0, 0.45, 0.35],
  [0.05, 0, 0.8, 0.5],
  [0.02, 0.4, 0, 0.35],
  [-0.14, 0, 0, 0.7],
  [0.02, -0.4, 0, 0.35],
  [0.22, 0, 1, 1.6],
  [0, 0.03, 0, 0.3],
];

/** By drum: how broad its mark in the veil is. */
const BROAD: readonly number[] = [1.3, 0.8, 0.6, 1.6, 1.8, 1.5, 1.8, 2.4, 0.7];
