import type { BytePort } from "./midi-lane.ts";

/**
 * A MIDI output that sends nothing and tells what it would have sent: to see a show's notes without
 * a device, and to measure when they leave.
 */
export class MonitorPort implements BytePort {
  readonly open = true;
  readonly #tell: (bytes: readonly number[]) => void;

  constructor(tell: (bytes: readonly number[]) => void) {
    this.#tell = tell;
  }

  send(bytes: Buffer): void {
    this.#tell([...bytes]);
  }

  look(): void {}

  dispose(): void {}
}
