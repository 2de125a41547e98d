import { isDeepStrictEqual } from "node:util";
import { type ControlValues, orderFor } from "../../../shared/controls/controls.ts";
import type { CarryOut } from "../gate.ts";

/** Turns settings for as long as a take wants them so, and back. */
export class TurnedByTake {
  readonly #carryOut: CarryOut;
  readonly #controls: () => ControlValues;
  /** What they were before. */
  readonly #before = new Map<string, unknown>();

  constructor(carryOut: CarryOut, controls: () => ControlValues) {
    this.#carryOut = carryOut;
    this.#controls = controls;
  }

  /** Turns the setting at this path, if there is one and it has another value. */
  turn(path: string, value: unknown): void {
    const now = this.#controls()[path];
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
