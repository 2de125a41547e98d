import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { DriverClock } from "./driver-clock.ts";
import { type MidiMessage, MidiParser } from "./message.ts";
import { MidiPort, type PortChoice, type PortDriver } from "./port.ts";
import type { Input, MidiSupport, RtMidi } from "./rtmidi.ts";

/** As much of RtMidi's input as is used here. */
export type InputDriver = PortDriver &
  Pick<Input, "ignoreTypes"> & {
    on(event: "message", listener: (deltaSeconds: number, bytes: number[]) => void): unknown;
  };

type InputMidi = Pick<RtMidi, "virtualPorts" | "links"> & { newInput(): InputDriver };

/** `findRtMidi`, or a stand-in for it. */
export type FindInputs = () => MidiSupport<InputMidi>;

/** A message and when it came in, on the server's axis. */
export interface TimedMessage {
  readonly message: MidiMessage;
  readonly at: Ms;
}

const LOOK_EVERY_MS = 1000;

/**
 * One MIDI input that heals. Several listeners may share it (hits, clock, controllers). Messages carry
 * the driver's own times, mapped onto the server's axis by DriverClock.
 */
export class MidiInputPort extends MidiPort<InputDriver, InputMidi> {
  readonly #time: TimeSource;
  readonly #messages: Signal<TimedMessage>;
  readonly #connections: Signal<Connection>;
  #cancelLook: () => void = () => {};

  constructor(choice: PortChoice, find: FindInputs, time: TimeSource, report: Reporter) {
    super("input", choice, find, report);
    this.#time = time;
    const onListenerError = (error: unknown): void => {
      const text = `A listener of the MIDI input "${this.wanted}" failed: ${reasonOf(error)}.`;
      report({ room: "midi", level: "error", text });
    };
    this.#messages = new Signal(onListenerError);
    this.#connections = new Signal(onListenerError);
    this.#keepLooking();
  }

  /** Told of every message, in order, in the driver's callback. Returns the unsubscriber. */
  onMessage(listener: (timed: TimedMessage) => void): () => void {
    return this.#messages.on(listener);
  }

  /** Told whenever `connection` changes. Returns the unsubscriber. */
  onConnection(listener: (connection: Connection) => void): () => void {
    return this.#connections.on(listener);
  }

  override dispose(): void {
    this.#cancelLook();
    super.dispose();
  }

  protected override make(midi: InputMidi): InputDriver {
    return midi.newInput();
  }

  protected override prepare(driver: InputDriver): void {
    const clock = new DriverClock();
    let at = this.#time.now();
    const parser = new MidiParser((message) => this.#messages.emit({ message, at }));
    driver.on("message", (deltaSeconds, bytes) => {
      if (this.driver !== driver) return;
      at = clock.stamp(ms(deltaSeconds * 1000), this.#time.now());
      parser.push(bytes);
    });
    // RtMidi drops clocks unless told otherwise.
    driver.ignoreTypes(true, false, true);
  }

  protected override changed(connection: Connection): void {
    this.#connections.emit(connection);
  }

  #keepLooking(): void {
    this.look();
    this.#cancelLook = this.#time.wake(ms(this.#time.now() + LOOK_EVERY_MS), () => this.#keepLooking());
  }
}
