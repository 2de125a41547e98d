import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { DemoScore } from "./demo-score.ts";
import type { DrumPart } from "./drum-part.ts";
import type { StandIn } from "./live-input.ts";
import { ScorePlayer, type ScoreTransport } from "./score-player.ts";

/** Plays while nobody else does, so that a fresh machine with no hardware has a drummer. */
export class DemoDrummer implements StandIn {
  readonly name = "demo drummer";
  readonly #hits: Signal<Hit>;
  readonly #player: ScorePlayer;

  /** Plays at once, or as soon as the transport does. `grooves`: see `readGrooves`. */
  constructor(
    grooves: readonly DrumPart[],
    transport: ScoreTransport,
    seed: number,
    time: TimeSource,
    report: Reporter,
  ) {
    this.#hits = new Signal((error) =>
      report({ room: "inputs", level: "error", text: `A hit of the demo drummer was not taken: ${reasonOf(error)}.` }),
    );
    const score = new DemoScore(grooves, () => transport.timeline.tempo, seed);
    this.#player = new ScorePlayer(time, transport, score, (hit) => this.#hits.emit(hit));
    this.#player.enter();
  }

  onHit(listener: (hit: Hit) => void): () => void {
    return this.#hits.on(listener);
  }

  enter(): void {
    this.#player.enter();
  }

  leave(): void {
    this.#player.leave();
  }

  dispose(): void {
    this.#player.dispose();
  }
}
