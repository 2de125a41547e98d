import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { matchPort } from "./port-names.ts";
import { listedPorts, type Output, type RtMidi } from "./rtmidi.ts";

/** As much of RtMidi's output as is used here. */
export type OutputDriver = Pick<
  Output,
  "getPortCount" | "getPortName" | "openPort" | "openVirtualPort" | "sendMessage" | "destroy"
>;

type OutputMidi = Pick<RtMidi, "virtualPorts" | "links"> & { newOutput(): OutputDriver };

/** `findRtMidi`, or a stand-in for it. */
export type FindOutputs = () =>
  | { readonly available: true; readonly midi: OutputMidi }
  | { readonly available: false; readonly reason: string };

export type OutputPortChoice =
  /** A port that is there or will be: its name or a part of it. */
  | { readonly named: string }
  /** A port of our own, for others to connect to. */
  | { readonly virtual: string };

interface OutputPortListener {
  /** The port is open, for the first time or again. */
  opened(): void;
  /** `connection` has changed. */
  connection(connection: Connection): void;
}

/**
 * One MIDI output that heals: it waits for its port, takes it, notices when it is gone and takes it
 * again when it is back. It has no timer of its own: whoever has it calls `look` about once a second.
 */
export class MidiOutputPort {
  readonly #choice: OutputPortChoice;
  readonly #find: FindOutputs;
  readonly #listener: OutputPortListener;
  readonly #report: Reporter;
  #connection: Connection;
  /** Lists the ports, and is the port once it is open. */
  #output: OutputDriver | null = null;
  /** The listed name of the open port; null while waiting. */
  #open: string | null = null;
  /** The connection that opening made, where the system tells of connections. */
  #link: string | null = null;

  constructor(choice: OutputPortChoice, find: FindOutputs, listener: OutputPortListener, report: Reporter) {
    this.#choice = choice;
    this.#find = find;
    this.#listener = listener;
    this.#report = report;
    this.#connection = { kind: "midi-out", name: this.#wanted, state: "waiting", detail: "" };
  }

  get open(): boolean {
    return this.#open !== null;
  }

  /** Sends the bytes of one message; nothing happens while the port is not open. @realtime yes */
  send(bytes: Buffer): void {
    if (this.#open === null) return;
    try {
      this.#output?.sendMessage(bytes);
    } catch (error) {
      this.#lose(`The MIDI output "${this.#open}" fails (${reasonOf(error)}); it is tried again.`);
    }
  }

  /** Opens the port if it is there, notices if it is gone. @realtime no: it asks the driver. */
  look(): void {
    try {
      this.#check();
    } catch (error) {
      this.#lose(`The MIDI output "${this.#wanted}" cannot be used (${reasonOf(error)}); it is tried again.`);
    }
  }

  /** Closes the port. Calling it twice is harmless. */
  dispose(): void {
    this.#open = null;
    this.#link = null;
    const output = this.#output;
    this.#output = null;
    try {
      output?.destroy();
    } catch {
      // The device is gone already.
    }
  }

  get #wanted(): string {
    return "named" in this.#choice ? this.#choice.named : this.#choice.virtual;
  }

  #check(): void {
    const support = this.#find();
    if (!support.available) {
      this.dispose();
      this.#become("failed", support.reason);
      return;
    }
    const { midi } = support;
    if ("virtual" in this.#choice) {
      if (this.#open !== null) return;
      if (midi.virtualPorts) this.#take(midi, midi.newOutput(), null, this.#choice.virtual);
      else this.#become("failed", NO_VIRTUAL_PORTS);
      return;
    }
    this.#output ??= midi.newOutput();
    const listed = listedPorts(this.#output);
    if (this.#open !== null) {
      if (listed.includes(this.#open) && this.#isLinked(midi, this.#open)) return;
      const gone = `The MIDI output "${this.#open}" is gone; it is taken again as soon as it is back.`;
      this.dispose();
      this.#become("waiting", gone);
    }
    const match = matchPort(this.#choice.named, listed, "output");
    if (match.found) this.#take(midi, this.#output ?? midi.newOutput(), match.index, match.name);
    else this.#become("waiting", match.reason);
  }

  /** `index` null makes a port of our own. */
  #take(midi: OutputMidi, output: OutputDriver, index: number | null, name: string): void {
    this.#output = output;
    const before = midi.links(name) ?? [];
    if (index === null) output.openVirtualPort(name);
    else output.openPort(index);
    this.#open = name;
    this.#link = midi.links(name)?.find((link) => !before.includes(link)) ?? null;
    this.#become("open", "");
    this.#listener.opened();
  }

  /** A device that was away for a moment is listed as if nothing had been, but hears nobody. */
  #isLinked(midi: OutputMidi, name: string): boolean {
    return this.#link === null || (midi.links(name)?.includes(this.#link) ?? true);
  }

  #lose(text: string): void {
    this.dispose();
    this.#become("failed", text);
  }

  #become(state: Connection["state"], detail: string): void {
    const name = this.#open ?? this.#wanted;
    const before = this.#connection;
    if (before.state === state && before.detail === detail && before.name === name) return;
    this.#connection = { kind: "midi-out", name, state, detail };
    if (state === "open") this.#report({ room: "midi", level: "info", text: `MIDI output "${name}" is open.` });
    // While it waits, the detail follows what is plugged in: once is enough.
    else if (before.state !== state || before.detail === "")
      this.#report({ room: "midi", level: "warning", text: detail });
    this.#listener.connection(this.#connection);
  }
}

const NO_VIRTUAL_PORTS =
  "This system has no virtual MIDI ports; make a loopback port (loopMIDI, for example) and give its name.";
