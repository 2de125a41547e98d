import type { Reporter } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { DemoScore } from "./demo-score.ts";
import type { DrumPart } from "./drum-part.ts";
import { HitSource } from "./hit-source.ts";
import type { StandIn } from "./live-input.ts";
import { ScorePlayer, type ScoreTransport } from "./score-player.ts";

/** Plays while nobody else does, so that a fresh machine with no hardware has a drummer. */
export class DemoDrummer extends HitSource implements StandIn {
  readonly #player: ScorePlayer;

  /** Plays at once, or as soon as the transport does. `grooves`: see `readGrooves`. */
  constructor(
    grooves: readonly DrumPart[],
    transport: ScoreTransport,
    seed: number,
    time: TimeSource,
    report: Reporter,
  ) {
    super("demo drummer", report, "of the demo drummer");
    const score = new DemoScore(grooves, () => transport.timeline.tempo, seed);
    this.#player = new ScorePlayer(time, transport, score, (hit) => this.emit(hit));
    this.#player.enter();
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
