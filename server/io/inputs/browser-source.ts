import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Drum } from "../../../shared/music/drums.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Source } from "../../core/music/source.ts";

/** Pads in browsers: whoever receives their `play` events calls `play`. */
export class BrowserSource implements Source {
  readonly name = "browser";
  readonly #time: TimeSource;
  readonly #hits: Signal<Hit>;
  #disposed = false;

  constructor(time: TimeSource, report: Reporter) {
    this.#time = time;
    this.#hits = new Signal((error) =>
      report({ room: "inputs", level: "error", text: `A hit from a browser was not taken: ${reasonOf(error)}.` }),
    );
  }

  /** Somebody hit a pad now. `velocity` is MIDI velocity, 1 to 127. @realtime yes */
  play(drum: Drum, velocity: number): void {
    if (!this.#disposed) this.#hits.emit({ drum, velocity, at: this.#time.now() });
  }

  onHit(listener: (hit: Hit) => void): () => void {
    return this.#hits.on(listener);
  }

  dispose(): void {
    this.#disposed = true;
  }
}
