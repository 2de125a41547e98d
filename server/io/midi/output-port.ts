import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { MidiPort, type PortChoice, type PortDriver } from "./port.ts";
import type { MidiSupport, Output, RtMidi } from "./rtmidi.ts";

/** As much of RtMidi's output as is used here. */
export type OutputDriver = PortDriver & Pick<Output, "sendMessage">;

type OutputMidi = Pick<RtMidi, "virtualPorts" | "links"> & { newOutput(): OutputDriver };

/** `findRtMidi`, or a stand-in for it. */
export type FindOutputs = () => MidiSupport<OutputMidi>;

interface OutputPortListener {
  /** The port is open, for the first time or again. */
  opened(): void;
  /** `connection` has changed. */
  connection(connection: Connection): void;
}

/** One MIDI output that heals. */
export class MidiOutputPort extends MidiPort<OutputDriver, OutputMidi> {
  readonly #listener: OutputPortListener;

  constructor(choice: PortChoice, find: FindOutputs, listener: OutputPortListener, report: Reporter) {
    super("output", choice, find, report);
    this.#listener = listener;
  }

  get open(): boolean {
    return this.openName !== null;
  }

  /** Sends the bytes of one message; nothing happens while the port is not open. @realtime yes */
  send(bytes: Buffer): void {
    if (this.openName === null) return;
    try {
      this.driver?.sendMessage(bytes);
    } catch (error) {
      this.lose(`The MIDI output "${this.openName}" fails (${reasonOf(error)}); it is tried again.`);
    }
  }

  protected override make(midi: OutputMidi): OutputDriver {
    return midi.newOutput();
  }

  protected override changed(connection: Connection): void {
    this.#listener.connection(connection);
    if (connection.state === "open") this.#listener.opened();
  }
}
