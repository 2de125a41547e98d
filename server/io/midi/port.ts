import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { matchPort } from "./port-names.ts";
import { type Input, listedPorts, type MidiSupport, type RtMidi } from "./rtmidi.ts";

export type PortChoice =
  /** A port that is there or will be: its name or a part of it. */
  | { readonly named: string }
  /** A port of our own, for others to connect to. */
  | { readonly virtual: string };

/** As much of RtMidi's inputs and outputs as is used of both. */
export type PortDriver = Pick<Input, "getPortCount" | "getPortName" | "openPort" | "openVirtualPort" | "destroy">;

const NO_VIRTUAL_PORTS =
  "This system has no virtual MIDI ports; make a loopback port (loopMIDI, for example) and give its name.";

/**
 * One MIDI port that heals: it waits for its port, takes it, notices when it is gone and takes it
 * again when it is back. It has no timer of its own: whoever has it calls `look` about once a second,
 * since RtMidi tells of no plugging or unplugging, and `isPortOpen` stays true.
 */
export abstract class MidiPort<D extends PortDriver, M extends Pick<RtMidi, "virtualPorts" | "links">> {
  /** The name that was asked for. */
  readonly wanted: string;
  readonly #direction: "input" | "output";
  readonly #choice: PortChoice;
  readonly #find: () => MidiSupport<M>;
  readonly #report: Reporter;
  #connection: Connection;
  /** Lists the ports, and is the port once it is open. */
  protected driver: D | null = null;
  /** The listed name of the open port; null while waiting. */
  protected openName: string | null = null;
  /** The connection that opening made, where the system tells of connections. */
  #link: string | null = null;

  /** `find` is `findRtMidi`, or a stand-in for it. */
  constructor(direction: "input" | "output", choice: PortChoice, find: () => MidiSupport<M>, report: Reporter) {
    this.#direction = direction;
    this.#choice = choice;
    this.#find = find;
    this.#report = report;
    this.wanted = "named" in choice ? choice.named : choice.virtual;
    this.#connection = this.#connectionOf("waiting", "");
  }

  /** How the port is; `name` is the listed name while it is open, otherwise the wanted one. */
  get connection(): Connection {
    return this.#connection;
  }

  /** Opens the port if it is there, notices if it is gone. @realtime no: it asks the driver. */
  look(): void {
    try {
      this.#check();
    } catch (error) {
      const what = `The MIDI ${this.#direction} "${this.wanted}"`;
      this.lose(`${what} cannot be used (${reasonOf(error)}); it is tried again.`);
    }
  }

  /** Closes the port. Calling it twice is harmless. */
  dispose(): void {
    this.#release();
  }

  /** A driver that is not yet open. */
  protected abstract make(midi: M): D;
  /** Readies a driver that is about to be opened. */
  protected prepare(_driver: D): void {}
  /** `connection` is another. */
  protected abstract changed(connection: Connection): void;

  protected lose(text: string): void {
    this.#release();
    this.#become("failed", text);
  }

  #check(): void {
    const support = this.#find();
    if (!support.available) {
      this.lose(support.reason);
      return;
    }
    const { midi } = support;
    if ("virtual" in this.#choice) {
      if (this.openName !== null) return;
      if (midi.virtualPorts) this.#take(midi, null, this.#choice.virtual);
      else this.#become("failed", NO_VIRTUAL_PORTS);
      return;
    }
    this.driver ??= this.make(midi);
    const listed = listedPorts(this.driver);
    if (this.openName !== null) {
      if (listed.includes(this.openName) && this.#isLinked(midi, this.openName)) return;
      const gone = `The MIDI ${this.#direction} "${this.openName}" is gone; it is taken again as soon as it is back.`;
      this.#release();
      this.#become("waiting", gone);
    }
    const match = matchPort(this.#choice.named, listed, this.#direction);
    if (match.found) this.#take(midi, match.index, match.name);
    else this.#become("waiting", match.reason);
  }

  /** `index` null makes a port of our own. */
  #take(midi: M, index: number | null, name: string): void {
    this.driver ??= this.make(midi);
    this.prepare(this.driver);
    const before = midi.links(name) ?? [];
    if (index === null) this.driver.openVirtualPort(name);
    else this.driver.openPort(index);
    this.openName = name;
    this.#link = midi.links(name)?.find((link) => !before.includes(link)) ?? null;
    this.#become("open", "");
  }

  /** A device that was away for a moment is listed as if nothing had been, but is connected with nobody. */
  #isLinked(midi: M, name: string): boolean {
    return this.#link === null || (midi.links(name)?.includes(this.#link) ?? true);
  }

  #release(): void {
    this.openName = null;
    this.#link = null;
    const { driver } = this;
    this.driver = null;
    try {
      driver?.destroy();
    } catch {
      // The device is gone already.
    }
  }

  #become(state: Connection["state"], detail: string): void {
    const before = this.#connection;
    const now = this.#connectionOf(state, detail);
    if (before.state === state && before.detail === detail && before.name === now.name) return;
    this.#connection = now;
    const isOpen = state === "open";
    // While it waits, the detail follows what is plugged in: once is enough.
    if (isOpen || before.state !== state || before.detail === "")
      this.#report({
        room: "midi",
        level: isOpen ? "info" : "warning",
        text: isOpen ? `MIDI ${this.#direction} "${now.name}" is open.` : detail,
        about: `MIDI ${this.#direction} ${this.wanted}`,
      });
    this.changed(now);
  }

  #connectionOf(state: Connection["state"], detail: string): Connection {
    const kind = this.#direction === "input" ? "midi-in" : "midi-out";
    return { kind, name: this.openName ?? this.wanted, state, detail };
  }
}
