import { clamp, mix, smoothstep } from "../../shared/math/numbers.ts";
import { activationOf } from "../../shared/music/mind.ts";
import type { MindMessage } from "../../shared/protocol/mind.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { MindTrace } from "../scene-api/frame.ts";

/** A mind as the page holds it, ready to be drawn at its moment. */
export interface PageMind extends Omit<MindMessage, "cells"> {
  /** Of the page's own counting. */
  readonly id: number;
  readonly cells: Uint8Array;
}

/** A state passes into the next within this long; faster where steps are shorter. */
const PASSING_MS = 110;
/** Steps over which the unease is taken. */
const RECENT = 8;

export const pageMind = (message: MindMessage, id: number): PageMind => ({
  ...message,
  id,
  cells: Uint8Array.from(atob(message.cells), (character) => character.charCodeAt(0)),
});

/** The last minds of a voice, written by the stage as they are due and read by the scenes. */
export class MindHistory implements MindTrace {
  #newest: PageMind | null = null;
  #before: PageMind | null = null;
  #at = Number.NEGATIVE_INFINITY;
  #beforeAt = Number.NEGATIVE_INFINITY;
  readonly #surprises = new Float32Array(RECENT);
  #count = 0;
  #unease = 0;
  #uneaseBefore = 0;
  #share = 1;

  get size(): number {
    return (this.#newest?.cells.length ?? 0) / 2;
  }

  get layers(): readonly number[] {
    return this.#newest?.layers ?? [];
  }

  get at(): Ms {
    return ms(this.#at);
  }

  get step(): number {
    return this.#newest?.step ?? 0;
  }

  get played(): boolean {
    return this.#newest?.played ?? false;
  }

  get surprise(): number {
    return this.#newest?.surprise ?? 0;
  }

  get unease(): number {
    return mix(this.#uneaseBefore, this.#unease, this.#share);
  }

  output(cell: number): number {
    return this.#level(cell);
  }

  memory(cell: number): number {
    return this.#level(this.size + cell);
  }

  expected(drum: number): number {
    const now = this.#newest?.expected[drum] ?? 0;
    const before = this.#before?.expected[drum] ?? 0;
    return mix(before, now, this.#share);
  }

  /** The network is in this state from `at` on. One that is known, or older than the newest, is ignored. @realtime yes */
  think(mind: PageMind, at: number): void {
    const newest = this.#newest;
    if (newest !== null && (at < this.#at || (at - this.#at < 1 && newest.step === mind.step))) return;
    this.#before = newest !== null && newest.cells.length === mind.cells.length ? newest : mind;
    this.#beforeAt = this.#at;
    this.#newest = mind;
    this.#at = at;
    this.#surprises[this.#count++ % RECENT] = mind.surprise;
    this.#uneaseBefore = this.#unease;
    let sum = 0;
    const steps = Math.min(RECENT, this.#count);
    for (let i = this.#count - steps; i < this.#count; i++) sum += this.#surprises[i % RECENT] ?? 0;
    this.#unease = sum / steps;
  }

  /** The moment as of which everything is told. @realtime yes */
  moveTo(now: number): void {
    const length = clamp(this.#at - this.#beforeAt, 1, PASSING_MS);
    this.#share = smoothstep((now - this.#at) / length);
  }

  #level(byte: number): number {
    const now = activationOf(this.#newest?.cells[byte] ?? 127.5);
    if (this.#share === 1) return now;
    const before = activationOf(this.#before?.cells[byte] ?? 127.5);
    return mix(before, now, this.#share);
  }
}
