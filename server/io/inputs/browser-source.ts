import type { Reporter } from "../../../shared/events/report.ts";
import type { Drum } from "../../../shared/music/drums.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { HitSource } from "./hit-source.ts";

/** Pads in browsers: whoever receives their `play` events calls `play`. */
export class BrowserSource extends HitSource {
  readonly #time: TimeSource;
  #disposed = false;

  constructor(time: TimeSource, report: Reporter) {
    super("browser", report, "from a browser");
    this.#time = time;
  }

  /** Somebody hit a pad now. `velocity` is MIDI velocity, 1 to 127. @realtime yes */
  play(drum: Drum, velocity: number): void {
    if (!this.#disposed) this.emit({ drum, velocity, at: this.#time.now() });
  }

  dispose(): void {
    this.#disposed = true;
  }
}
