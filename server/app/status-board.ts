import { monitorEventLoopDelay } from "node:perf_hooks";
import { plainText } from "../../shared/events/plain-text.ts";
import type { CausedReport, Reporter } from "../../shared/events/report.ts";
import type { Status } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ReportLimit } from "./report-limit.ts";

const REPORTS_KEPT = 50;
/** Resolution of the event-loop monitor, which it adds to every reading. */
const LOOP_SAMPLE_MS = 10;

/** What the rooms are asked when somebody wants to know how the house is. */
export type Readings = Omit<Status, "reports" | "loopP99">;

/** Remembers the newest reports, without what is not so any more, watches the main loop, and puts both beside the rooms' readings. */
export class StatusBoard {
  readonly #time: TimeSource;
  readonly #limit: ReportLimit;
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS });
  #reports: Status["reports"] = [];

  /** Every report is also handed on to `next`, no more of them than anybody can read. */
  constructor(time: TimeSource, next: Reporter) {
    this.#time = time;
    this.#limit = new ReportLimit(time, (report) => {
      if (report.about === undefined) this.#list(report);
      next(report);
    });
    this.#loop.enable();
  }

  /** What is so now is listed at once; all else when its turn has come. */
  readonly report: Reporter = (report) => {
    const { about } = report;
    const text = plainText(report.text);
    if (about !== undefined && !this.#reports.some((known) => known.about === about && known.text === text)) {
      this.#reports = this.#reports.filter((known) => known.about !== about);
      this.#list({ ...report, text });
    }
    this.#limit.report(report);
  };

  #list({ sender: _, ...report }: CausedReport): void {
    this.#reports = [...this.#reports.slice(1 - REPORTS_KEPT), { ...report, at: this.#time.now() }];
  }

  status(readings: Readings): Status {
    const loopP99 = Math.max(0, this.#loop.percentile(99) / 1e6 - LOOP_SAMPLE_MS);
    return { ...readings, reports: this.#reports, loopP99 };
  }

  dispose(): void {
    this.#limit.dispose();
    this.#loop.disable();
  }
}
