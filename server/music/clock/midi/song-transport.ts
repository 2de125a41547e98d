import type { ClockCommand } from "../../../../shared/time/clock-source.ts";
import type { Ms } from "../../../../shared/time/units.ts";

/** MIDI clocks in one unit of song position, a 16th note. */
const TICKS_PER_SIXTEENTH = 6;

/** Some masters send a Continue right after every Start; it means nothing. */
const SPURIOUS_CONTINUE_MS = 50;

export type SongState =
  /** Neither Start nor Continue has come. */
  | "idle"
  /** The next tick is the first of the song, or the one it goes on with. */
  | "armed"
  | "running"
  | "stopped";

/**
 * Start, Continue, Stop and Song Position of MIDI, and which tick of the song each tick of the clock
 * is. Ticks are numbered by the follower, whatever the song does; the song's tick 0 is its tick `zero`.
 */
export class SongTransport {
  state: SongState = "idle";
  zero = 0;
  /** The song's tick to go on with. */
  #resume = 0;
  #armed: ClockCommand = { do: "start" };
  #startedAt = Number.NEGATIVE_INFINITY;

  /** Whether the song's position is known at all. */
  get known(): boolean {
    return this.state === "running" || this.state === "stopped";
  }

  start(at: Ms): void {
    this.#startedAt = at;
    this.#resume = 0;
    this.#arm({ do: "start" });
  }

  continue(at: Ms): void {
    if (this.state === "running" || at - this.#startedAt < SPURIOUS_CONTINUE_MS) return;
    this.#arm({ do: "continue" });
  }

  /** `next`: the number the next tick would have. Gives the command to pass on, if the song was running. */
  stop(next: number): ClockCommand | null {
    const ran = this.state === "running";
    if (ran) this.#resume = next - this.zero;
    if (this.state !== "idle") this.state = "stopped";
    return ran ? { do: "stop" } : null;
  }

  /** Does nothing while the song runs, or is about to: only a stopped song can be moved. */
  songPosition(sixteenths: number): void {
    if (this.state === "idle" || this.state === "stopped") this.#resume = sixteenths * TICKS_PER_SIXTEENTH;
  }

  /** Tick `index` has come. Gives the command that takes effect with it, if one was waiting. */
  tick(index: number): ClockCommand | null {
    if (this.state !== "armed") return null;
    this.state = "running";
    this.zero = index - this.#resume;
    return this.#armed;
  }

  #arm(command: ClockCommand): void {
    this.#armed = command;
    this.state = "armed";
  }
}
