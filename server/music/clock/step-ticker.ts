import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { beatsOfSteps, type Ms, stepsOfBeats } from "../../../shared/time/units.ts";
import type { Transport } from "./transport.ts";

/** As much of the transport as is needed to count steps. */
type StepTransport = Pick<Transport, "playing" | "timeline" | "onChange">;

/** A wake this little before the end of a window counts as after it. */
const EARLY_STEPS = 1e-6;

/**
 * Says of each step of the grid that its window has closed: at half a step after it, because a hit
 * belongs to the nearest step. While the transport plays every step from 0 on is told once and in
 * order, late ones too; after a start or a jump it goes on with the step that is then nearest.
 */
export class StepTicker {
  readonly #time: TimeSource;
  readonly #transport: StepTransport;
  readonly #steps: Signal<number>;
  readonly #leave: () => void;
  /** The step whose window is open. */
  #open = 0;
  #running = false;
  #closing = false;
  #cancelWake: () => void = () => {};

  constructor(time: TimeSource, transport: StepTransport, report: Reporter) {
    this.#time = time;
    this.#transport = transport;
    this.#steps = new Signal((error) =>
      report({ room: "clock", level: "error", text: `A listener of the steps failed: ${reasonOf(error)}.` }),
    );
    this.#leave = transport.onChange(({ jumped }) => this.#changed(jumped));
    this.#changed(true);
  }

  /** Calls `listener` with the index of each step as its window closes. Returns the unsubscriber. */
  onStep(listener: (step: number) => void): () => void {
    return this.#steps.on(listener);
  }

  dispose(): void {
    this.#leave();
    this.#cancelWake();
    this.#running = false;
  }

  #changed(jumped: boolean): void {
    this.#cancelWake();
    const { playing } = this.#transport;
    if (playing && (jumped || !this.#running))
      this.#open = Math.max(0, Math.floor(this.#stepAt(this.#time.now()) + 0.5));
    this.#running = playing;
    if (playing) this.#close();
  }

  /** Tells of every window that is past, then sleeps until the open one's end. */
  #close(): void {
    // A listener may change the transport: the loop below then goes on by the new timeline.
    if (this.#closing) return;
    this.#closing = true;
    while (this.#running && this.#stepAt(this.#time.now()) >= this.#open + 0.5 - EARLY_STEPS)
      this.#steps.emit(this.#open++);
    this.#closing = false;
    if (!this.#running) return;
    const end = this.#transport.timeline.toMs(beatsOfSteps(this.#open + 0.5));
    this.#cancelWake = this.#time.wake(end, () => this.#close());
  }

  #stepAt(now: Ms): number {
    return stepsOfBeats(this.#transport.timeline.toBeats(now));
  }
}
