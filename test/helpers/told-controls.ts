import { isDeepStrictEqual } from "node:util";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import type { Turnable } from "../../shared/controls/control.ts";
import { type ControlValue, type ControlValues, readValues } from "../../shared/controls/controls.ts";

/** The values of all that can be turned, as a server has them whose state is `state`. */
export const controlsOf = (state: Turnable): ControlValues => {
  const values: Record<string, ControlValue> = {};
  readValues(state, (path, value, setting) => {
    values[path] = { value, default: setting.default, at: monotonicTime.now(), by: "start" };
  });
  return values;
};

/** Tells which of them are new since it was last asked. */
export class ToldControls {
  readonly #read: () => Turnable;
  #told: ControlValues = {};

  constructor(read: () => Turnable) {
    this.#read = read;
  }

  /** What has changed; null for what is not there any more. */
  news(): Readonly<Record<string, ControlValue | null>> {
    const before = this.#told;
    this.#told = controlsOf(this.#read());
    const news: Record<string, ControlValue | null> = {};
    for (const path of Object.keys(before)) if (this.#told[path] === undefined) news[path] = null;
    for (const [path, one] of Object.entries(this.#told))
      if (!isDeepStrictEqual(one.value, before[path]?.value)) news[path] = one;
    return news;
  }
}
