import type { Ms } from "../../../shared/time/units.ts";
import type { Lane } from "./lane.ts";

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL = 0xb0;
const ALL_NOTES_OFF = 123;
const PITCHES = 128;

/** A note of a channel (1 to 16) as a lane's key. */
export const midiKey = (channel: number, pitch: number): number => (channel - 1) * PITCHES + pitch;

/** What the lane sends through: a MIDI port, or a monitor. */
export interface BytePort {
  readonly open: boolean;
  send(bytes: Buffer): void;
  look(): void;
  dispose(): void;
}

/** A MIDI port as a lane: keys are notes, values velocities. */
export class MidiLane implements Lane {
  readonly busy = false;
  readonly #port: BytePort;
  readonly #channels: readonly number[];
  readonly #note = Buffer.alloc(3);

  /** `channels`, 1 to 16, are those that are told to be silent after a panic. */
  constructor(port: BytePort, channels: readonly number[]) {
    this.#port = port;
    this.#channels = channels;
  }

  get open(): boolean {
    return this.#port.open;
  }

  on(key: number, value: number): void {
    this.#send(NOTE_ON, key, value);
  }

  off(key: number): void {
    this.#send(NOTE_OFF, key, 0);
  }

  silence(): void {
    for (const channel of this.#channels) this.#port.send(Buffer.of(CONTROL | (channel - 1), ALL_NOTES_OFF, 0));
  }

  look(_now: Ms): void {
    this.#port.look();
  }

  async dispose(): Promise<void> {
    this.#port.dispose();
  }

  #send(status: number, key: number, velocity: number): void {
    this.#note[0] = status | (key >> 7);
    this.#note[1] = key & (PITCHES - 1);
    this.#note[2] = velocity;
    this.#port.send(this.#note);
  }
}
