import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Report, Reporter } from "../../shared/events/report.ts";
import type { Status } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";

const REPORTS_KEPT = 50;
/** The same sentence is not told again within this time: three ports may miss the same driver. */
const REPEAT_MS = 10_000;
/** Resolution of the event-loop monitor, which it adds to every reading. */
const LOOP_SAMPLE_MS = 10;

/** What the rooms are asked when somebody wants to know how the house is. */
export type Readings = Omit<Status, "reports" | "loopP99">;

/** Remembers the newest reports, watches the main loop, and puts both beside the rooms' readings. */
export class StatusBoard {
  readonly #time: TimeSource;
  readonly #next: Reporter;
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS });
  #reports: readonly (Report & { readonly at: number })[] = [];

  /** Every report is also handed on to `next`. */
  constructor(time: TimeSource, next: Reporter) {
    this.#time = time;
    this.#next = next;
    this.#loop.enable();
  }

  readonly report: Reporter = (report) => {
    const at = this.#time.now();
    if (this.#reports.some((known) => known.text === report.text && known.at > at - REPEAT_MS)) return;
    this.#reports = [...this.#reports.slice(1 - REPORTS_KEPT), { ...report, at }];
    this.#next(report);
  };

  status(readings: Readings): Status {
    const loopP99 = Math.max(0, this.#loop.percentile(99) / 1e6 - LOOP_SAMPLE_MS);
    return { ...readings, reports: this.#reports, loopP99 };
  }

  dispose(): void {
    this.#loop.disable();
  }
}
