import type { FindOutputs, OutputDriver } from "../../server/io/midi/output-port.ts";

/** A machine's MIDI outputs behind the driver's own face: ports come and go, and what reaches them is kept. */
export class FakeMidiOutputs {
  ports: string[];
  virtualPorts = true;
  /** Why there is no MIDI at all; null where there is. */
  missing: string | null = null;
  /** What opening a port or sending throws; null for nothing. */
  refuses: string | null = null;
  /** Drivers made and not destroyed. */
  alive = 0;
  /** `port: bytes`, in the order they came. */
  readonly heard: string[] = [];
  #open: { readonly port: string; readonly link: string }[] = [];
  #links = 0;

  constructor(...ports: readonly string[]) {
    this.ports = [...ports];
  }

  readonly find: FindOutputs = () =>
    this.missing === null
      ? {
          available: true,
          midi: {
            virtualPorts: this.virtualPorts,
            newOutput: () => this.#newOutput(),
            links: (listed) => this.#open.flatMap(({ port, link }) => (port === listed ? [link] : [])),
          },
        }
      : { available: false, reason: this.missing };

  get open(): readonly string[] {
    return this.#open.map(({ port }) => port);
  }

  /** Every port goes away and is back at once, under its old name: nobody who had it open is connected any more. */
  glitch(): void {
    this.#open = [];
  }

  #newOutput(): OutputDriver {
    let entry: { readonly port: string; readonly link: string } | null = null;
    const open = (port: string): void => {
      this.#refuse();
      entry = { port, link: `${128 + this.#links++}:0` };
      this.#open.push(entry);
    };
    this.alive++;
    return {
      getPortCount: () => this.ports.length,
      getPortName: (index) => this.ports[index]!,
      openPort: (index) => open(this.ports[index]!),
      openVirtualPort: open,
      sendMessage: (bytes) => {
        this.#refuse();
        if (entry !== null && this.#open.includes(entry)) this.heard.push(`${entry.port}: ${[...bytes].join(" ")}`);
      },
      destroy: () => {
        this.alive--;
        this.#open = this.#open.filter((known) => known !== entry);
      },
    };
  }

  #refuse(): void {
    if (this.refuses !== null) throw new Error(this.refuses);
  }
}
