import { isDeepStrictEqual } from "node:util";
import { type ControlValues, orderFor } from "../../../shared/controls/controls.ts";
import type { CarryOut } from "../gate.ts";

/** What of the picture is laid over by hand, and so is a take's as well; what keeps people safe is not. */
const BY_HAND = /^(?:blackout$|freeze$|bypass$|pass\/|scene\/[^/]+\/)/;

/** Turns settings of the picture as a take has them, and back when it is over. */
export class TurnedByTake {
  readonly #carryOut: CarryOut;
  readonly #controls: () => ControlValues;
  /** What they were before. */
  readonly #before = new Map<string, unknown>();

  constructor(carryOut: CarryOut, controls: () => ControlValues) {
    this.#carryOut = carryOut;
    this.#controls = controls;
  }

  /** Turns the setting at this path, if it is one of these and has another value. */
  turn(path: string, value: unknown): void {
    const now = BY_HAND.test(path) ? this.#controls()[path] : undefined;
    if (now === undefined || isDeepStrictEqual(now.value, value)) return;
    if (!this.#before.has(path)) this.#before.set(path, now.value);
    void this.#carryOut(orderFor(path, value), "take");
  }

  /** All of them are as before; what somebody else has turned since stays. */
  turnBack(): void {
    for (const [path, value] of this.#before)
      if (this.#controls()[path]?.by === "take") void this.#carryOut(orderFor(path, value), "take");
    this.#before.clear();
  }
}
