import { clamp } from "../../../shared/math/numbers.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";

/**
 * The server's one axis: milliseconds of the machine's monotonic clock, the same in every thread
 * and process of the host. `performance.now()` counts from the start of its own thread, so it is
 * shifted once, on load, onto `process.hrtime`; reading it afterwards allocates nothing, which
 * `process.hrtime.bigint()` would. This file is the only one that asks the platform for the time.
 */
const shiftToHostAxis = (): number => {
  // The two clocks are read one after the other: of several tries the largest shift lost least in between.
  let shift = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < 16; i++) shift = Math.max(shift, Number(process.hrtime.bigint()) / 1e6 - performance.now());
  return shift;
};

const SHIFT = shiftToHostAxis();

/** Time of day minus the axis, by the platform's own precise reading when the thread began. */
let wallShift = performance.timeOrigin - SHIFT;
/** `Date.now()` is cut to whole milliseconds: it differs by more than this only when the machine's clock was set. */
const CLOCK_WAS_SET_MS = 2;

/** Milliseconds since 1970 of a moment on the axis, for time that leaves the house (OSC time tags). */
export const wallClockOf = (at: Ms): number => {
  const shift = Date.now() + 0.5 - monotonicNow();
  if (Math.abs(shift - wallShift) > CLOCK_WAS_SET_MS) wallShift = shift;
  return at + wallShift;
};

/** Longest delay setTimeout takes; longer waits are made of several. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** @realtime yes: no allocation. */
export const monotonicNow = (): Ms => ms(performance.now() + SHIFT);

export const monotonicTime: TimeSource = {
  now: monotonicNow,
  wake(at, run) {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = at - monotonicNow();
      // setTimeout truncates fractions and so fires up to a millisecond early: round up.
      if (left > 0) timer = setTimeout(arm, Math.min(Math.ceil(left), LONGEST_TIMEOUT));
      else run();
    };
    timer = setTimeout(arm, clamp(Math.ceil(at - monotonicNow()), 0, LONGEST_TIMEOUT));
    return () => clearTimeout(timer);
  },
};
