import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { DriverClock } from "./driver-clock.ts";
import { type MidiMessage, MidiParser } from "./message.ts";
import { matchPort } from "./port-names.ts";
import { type Input, listedPorts, type RtMidi } from "./rtmidi.ts";

/** As much of RtMidi's input as is used here. */
export type InputDriver = Pick<
  Input,
  "getPortCount" | "getPortName" | "openPort" | "openVirtualPort" | "ignoreTypes" | "destroy"
> & { on(event: "message", listener: (deltaSeconds: number, bytes: number[]) => void): unknown };

type InputMidi = Pick<RtMidi, "virtualPorts" | "links"> & { newInput(): InputDriver };

/** `findRtMidi`, or a stand-in for it. */
export type FindInputs = () =>
  | { readonly available: true; readonly midi: InputMidi }
  | { readonly available: false; readonly reason: string };

export type InputPortChoice =
  /** A port that is there or will be: its name or a part of it. */
  | { readonly named: string }
  /** A port of our own, for others to connect to. */
  | { readonly virtual: string };

/** A message and when it came in, on the server's axis. */
export interface TimedMessage {
  readonly message: MidiMessage;
  readonly at: Ms;
}

/** How often the ports are looked at: RtMidi tells of no plugging or unplugging, and `isPortOpen` stays true. */
const LOOK_EVERY = ms(1000);

/**
 * One MIDI input that heals: it waits for its port, takes it, notices when it is gone and takes it
 * again when it is back. Several listeners may share it (hits, clock, controllers). Messages carry
 * the driver's own times, mapped onto the server's axis by DriverClock.
 */
export class MidiInputPort {
  readonly #choice: InputPortChoice;
  readonly #find: FindInputs;
  readonly #time: TimeSource;
  readonly #report: Reporter;
  readonly #messages: Signal<TimedMessage>;
  readonly #connections: Signal<Connection>;
  #connection: Connection;
  /** Lists the ports, and is the port once it is open. */
  #input: InputDriver | null = null;
  /** The listed name of the open port; null while waiting. */
  #open: string | null = null;
  /** The connection that opening made, where the system tells of connections. */
  #link: string | null = null;
  #cancelLook: () => void = () => {};

  constructor(choice: InputPortChoice, find: FindInputs, time: TimeSource, report: Reporter) {
    this.#choice = choice;
    this.#find = find;
    this.#time = time;
    this.#report = report;
    const onListenerError = (error: unknown): void =>
      this.#tell("error", `A listener of the MIDI input "${this.wanted}" failed: ${reasonOf(error)}.`);
    this.#messages = new Signal(onListenerError);
    this.#connections = new Signal(onListenerError);
    this.#connection = { kind: "midi-in", name: this.wanted, state: "waiting", detail: "" };
    this.#look();
  }

  /** The name that was asked for. */
  get wanted(): string {
    return "named" in this.#choice ? this.#choice.named : this.#choice.virtual;
  }

  /** How the port is; `name` is the listed name while it is open, otherwise the wanted one. */
  get connection(): Connection {
    return this.#connection;
  }

  /** Told of every message, in order, in the driver's callback. Returns the unsubscriber. */
  onMessage(listener: (timed: TimedMessage) => void): () => void {
    return this.#messages.on(listener);
  }

  /** Told whenever `connection` changes. Returns the unsubscriber. */
  onConnection(listener: (connection: Connection) => void): () => void {
    return this.#connections.on(listener);
  }

  /** Closes the port. Calling it twice is harmless. */
  dispose(): void {
    this.#cancelLook();
    this.#release();
  }

  #look(): void {
    try {
      this.#check();
    } catch (error) {
      this.#release();
      this.#become("failed", `The MIDI input "${this.wanted}" cannot be used (${reasonOf(error)}); it is tried again.`);
    }
    this.#cancelLook = this.#time.wake(ms(this.#time.now() + LOOK_EVERY), () => this.#look());
  }

  #check(): void {
    const support = this.#find();
    if (!support.available) {
      this.#release();
      this.#become("failed", support.reason);
      return;
    }
    const { midi } = support;
    if ("virtual" in this.#choice) {
      if (this.#open !== null) return;
      if (midi.virtualPorts) this.#take(midi, midi.newInput(), null, this.#choice.virtual);
      else this.#become("failed", NO_VIRTUAL_PORTS);
      return;
    }
    this.#input ??= midi.newInput();
    const listed = listedPorts(this.#input);
    if (this.#open !== null) {
      if (listed.includes(this.#open) && this.#isLinked(midi, this.#open)) return;
      const gone = `The MIDI input "${this.#open}" is gone; it is taken again as soon as it is back.`;
      this.#release();
      this.#become("waiting", gone);
    }
    const match = matchPort(this.#choice.named, listed, "input");
    if (match.found) this.#take(midi, this.#input ?? midi.newInput(), match.index, match.name);
    else this.#become("waiting", match.reason);
  }

  /** `index` null makes a port of our own. */
  #take(midi: InputMidi, input: InputDriver, index: number | null, name: string): void {
    this.#input = input;
    const clock = new DriverClock();
    let at = this.#time.now();
    const parser = new MidiParser((message) => this.#messages.emit({ message, at }));
    input.on("message", (deltaSeconds, bytes) => {
      if (this.#input !== input) return;
      at = clock.stamp(ms(deltaSeconds * 1000), this.#time.now());
      parser.push(bytes);
    });
    // RtMidi drops clocks unless told otherwise.
    input.ignoreTypes(true, false, true);
    const before = midi.links(name) ?? [];
    if (index === null) input.openVirtualPort(name);
    else input.openPort(index);
    this.#open = name;
    this.#link = midi.links(name)?.find((link) => !before.includes(link)) ?? null;
    this.#become("open", "");
  }

  /** A device that was away for a moment is listed as if nothing had been, but sends to nobody. */
  #isLinked(midi: InputMidi, name: string): boolean {
    return this.#link === null || (midi.links(name)?.includes(this.#link) ?? true);
  }

  #release(): void {
    this.#open = null;
    this.#link = null;
    const input = this.#input;
    this.#input = null;
    try {
      input?.destroy();
    } catch {
      // The device is gone already.
    }
  }

  #become(state: Connection["state"], detail: string): void {
    const name = this.#open ?? this.wanted;
    const before = this.#connection;
    if (before.state === state && before.detail === detail && before.name === name) return;
    this.#connection = { kind: "midi-in", name, state, detail };
    if (state === "open") this.#tell("info", `MIDI input "${name}" is open.`);
    // While it waits, the detail follows what is plugged in: once is enough.
    else if (before.state !== state || before.detail === "") this.#tell("warning", detail);
    this.#connections.emit(this.#connection);
  }

  #tell(level: "info" | "warning" | "error", text: string): void {
    this.#report({ room: "midi", level, text });
  }
}

const NO_VIRTUAL_PORTS =
  "This system has no virtual MIDI ports; make a loopback port (loopMIDI, for example) and give its name.";
