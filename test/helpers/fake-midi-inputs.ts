import type { FindInputs, InputDriver } from "../../server/io/midi/input-port.ts";

interface Opened {
  readonly port: string;
  readonly link: string;
  readonly listeners: ((delta: number, bytes: number[]) => void)[];
}

/** A machine's MIDI inputs behind the driver's own face: ports come and go, bytes are fed by hand. */
export class FakeMidiInputs {
  ports: string[];
  virtualPorts = true;
  /** Why there is no MIDI at all; null where there is. */
  missing: string | null = null;
  /** What opening a port throws; null for nothing. */
  refuses: string | null = null;
  /** Drivers made and not destroyed. */
  alive = 0;
  #open: Opened[] = [];
  #links = 0;

  constructor(...ports: readonly string[]) {
    this.ports = [...ports];
  }

  readonly find: FindInputs = () =>
    this.missing === null
      ? {
          available: true,
          midi: {
            virtualPorts: this.virtualPorts,
            newInput: () => this.#newInput(),
            links: (listed) => this.#open.flatMap(({ port, link }) => (port === listed ? [link] : [])),
          },
        }
      : { available: false, reason: this.missing };

  get open(): readonly string[] {
    return this.#open.map(({ port }) => port);
  }

  /** The driver hands over a message: `deltaSeconds` since the one before. */
  feed(port: string, bytes: number[], deltaSeconds = 0): void {
    for (const entry of this.#open) {
      if (entry.port === port) for (const listener of entry.listeners) listener(deltaSeconds, bytes);
    }
  }

  /** Every port goes away and is back at once, under its old name: nobody who had it open is connected any more. */
  glitch(): void {
    this.#open = [];
  }

  #newInput(): InputDriver {
    const listeners: ((delta: number, bytes: number[]) => void)[] = [];
    let entry: Opened | null = null;
    let timing = false;
    const open = (port: string): void => {
      if (this.refuses !== null) throw new Error(this.refuses);
      if (!timing) throw new Error("clocks would be dropped");
      entry = { port, link: `${128 + this.#links++}:0`, listeners };
      this.#open.push(entry);
    };
    this.alive += 1;
    return {
      getPortCount: () => this.ports.length,
      getPortName: (index) => this.ports[index]!,
      openPort: (index) => open(this.ports[index]!),
      openVirtualPort: open,
      ignoreTypes: (_sysex, ignoresTiming) => {
        timing = !ignoresTiming;
      },
      on: (_event, listener) => listeners.push(listener),
      destroy: () => {
        this.alive -= 1;
        this.#open = this.#open.filter((known) => known !== entry);
      },
    };
  }
}
