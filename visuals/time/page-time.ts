import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";

/**
 * The page's monotonic axis: milliseconds since the page was opened, which is also the axis of
 * requestAnimationFrame's argument. The only file of the pages that asks the browser for the time.
 */
export const pageTime: TimeSource = {
  now: () => ms(performance.now()),
  wake(at, run) {
    const timer = setTimeout(run, Math.max(0, Math.ceil(at - performance.now())));
    return () => clearTimeout(timer);
  },
};
