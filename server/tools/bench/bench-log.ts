import { join } from "node:path";
import type { Reporter } from "../../../shared/events/report.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { LogThread } from "../../takes/log/log-thread.ts";

/** A log that is written as that of a server is, beside the takes in `folder`. */
export const openLog = (folder: string, report: Reporter): LogThread =>
  new LogThread({
    folders: { takes: folder, log: join(folder, ".running", "bench") },
    time: monotonicTime,
    report,
    onListenerError: (error) => {
      throw error;
    },
  });
