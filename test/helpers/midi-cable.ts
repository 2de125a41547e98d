import type { FindInputs } from "../../server/io/midi/input-port.ts";
import type { FindOutputs } from "../../server/io/midi/output-port.ts";
import { ms } from "../../shared/time/units.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** A MIDI cable from an output "Out" to an input "In" of one machine: each message takes `delay()` milliseconds, or is lost for null. */
export class MidiCable {
  readonly #time: VirtualTime;
  readonly #delay: () => number | null;
  #last: number | null = null;
  #listener: ((deltaSeconds: number, bytes: number[]) => void) | null = null;

  constructor(time: VirtualTime, delay: () => number | null) {
    this.#time = time;
    this.#delay = delay;
  }

  readonly findOutputs: FindOutputs = () => ({
    available: true,
    midi: {
      virtualPorts: true,
      links: () => null,
      newOutput: () => ({
        getPortCount: () => 1,
        getPortName: () => "Out",
        openPort: () => {},
        openVirtualPort: () => {},
        destroy: () => {},
        sendMessage: (message) => {
          const delay = this.#delay();
          if (delay !== null) this.#time.wake(ms(this.#time.now() + delay), () => this.#deliver([...message]));
        },
      }),
    },
  });

  readonly findInputs: FindInputs = () => ({
    available: true,
    midi: {
      virtualPorts: true,
      links: () => null,
      newInput: () => ({
        getPortCount: () => 1,
        getPortName: () => "In",
        openPort: () => {},
        openVirtualPort: () => {},
        ignoreTypes: () => {},
        destroy: () => {},
        on: (_event, listener) => {
          this.#listener = listener;
        },
      }),
    },
  });

  #deliver(bytes: number[]): void {
    const delta = this.#last === null ? 0 : this.#time.now() - this.#last;
    this.#last = this.#time.now();
    this.#listener?.(delta / 1000, bytes);
  }
}
