import type { Ms } from "./units.ts";

/**
 * Where time comes from. Rooms receive one and never ask the platform, so that tests run in
 * virtual time. The server's adapter is `server/core/time/monotonic.ts`, the page's is
 * `visuals/time/page-time.ts`, the tests' is `test/helpers/virtual-time.ts`.
 */
export interface TimeSource {
  /** Now, on a monotonic axis. @realtime yes */
  now(): Ms;
  /**
   * Calls `run` once, not before `at` by more than a timer's rounding and possibly late: musical
   * exactness never rests on it. Returns a function that cancels; calling it late is harmless.
   */
  wake(at: Ms, run: () => void): () => void;
}
