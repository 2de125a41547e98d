import { uniformArray } from "three/tsl";
import { Vector4 } from "three/webgpu";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";
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
  readonly #bins = Array.from({ length: MOST_SOURCES * BINS }, () => new Vector4());
  readonly node = uniformArray<"vec4">(this.#bins, "vec4");

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
    for (let bin = 0; bin < BINS; bin++) this.#bins[first + bin]?.set(0, 0, 0, 0);
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
        const kept = this.#bins[first + bin];
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
const KEEPS: readonly (readonly [number, number, number, number])[] = (() => {
  const keeps: [number, number, number, number][] = Array.from({ length: 9 }, () => [0, 0, 0, 0]);
  keeps[KICK] = [0.14, 0, 0, 1.1];
  keeps[SNARE] = [-0.06, 0.12, 0.35, 1];
  keeps[CLOSED_HAT] = [0, 0, 0.45, 0.35];
  keeps[OPEN_HAT] = [0.05, 0, 0.8, 0.5];
  keeps[LOW_TOM] = [0.02, 0.4, 0, 0.35];
  keeps[MID_TOM] = [-0.14, 0, 0, 0.7];
  keeps[HIGH_TOM] = [0.02, -0.4, 0, 0.35];
  keeps[CRASH] = [0.22, 0, 1, 1.6];
  keeps[RIDE] = [0, 0.03, 0, 0.3];
  return keeps;
})();

/** By drum: how broad its mark in the veil is. */
const BROAD: readonly number[] = [1.3, 0.8, 0.6, 1.6, 1.8, 1.5, 1.8, 2.4, 0.7];
