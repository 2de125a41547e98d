import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { Source } from "../../core/music/source.ts";

/** What all sources have in common: a name, and those who listen to its hits. */
export abstract class HitSource implements Source {
  readonly name: string;
  readonly #hits: Signal<Hit>;

  /** `whence` goes on after "A hit", where a listener's failure is reported. */
  constructor(name: string, report: Reporter, whence = `of ${name}`) {
    this.name = name;
    this.#hits = new Signal((error) =>
      report({ room: "inputs", level: "error", text: `A hit ${whence} was not taken: ${reasonOf(error)}.` }),
    );
  }

  onHit(listener: (hit: Hit) => void): () => void {
    return this.#hits.on(listener);
  }

  /** @realtime yes */
  protected emit(hit: Hit): void {
    this.#hits.emit(hit);
  }

  abstract dispose(): void;
}
