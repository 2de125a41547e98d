/** What the house understands of MIDI. Channels are 1 to 16, as people count them. */
export type MidiMessage =
  /** `velocity` 1 to 127: a note-on of velocity 0 is told as note-off. */
  | { readonly type: "note-on"; readonly channel: number; readonly pitch: number; readonly velocity: number }
  | { readonly type: "note-off"; readonly channel: number; readonly pitch: number }
  | { readonly type: "control"; readonly channel: number; readonly controller: number; readonly value: number }
  | { readonly type: "program"; readonly channel: number; readonly program: number }
  /** Song position in 16ths (six clocks each), 0 to 16383. */
  | { readonly type: "song-position"; readonly sixteenths: number }
  /** Real-time messages: 24 clocks a quarter note, and the transport's three orders. */
  | { readonly type: "clock" }
  | { readonly type: "start" }
  | { readonly type: "continue" }
  | { readonly type: "stop" };

/** From status 0xf8 on; null for those that say nothing to us. */
const REAL_TIME: readonly (MidiMessage | null)[] = [
  { type: "clock" },
  null,
  { type: "start" },
  { type: "continue" },
  { type: "stop" },
];

/** How many data bytes a channel message has: statuses 0x80 to 0xe0. */
const CHANNEL_DATA: readonly (1 | 2)[] = [2, 2, 2, 2, 1, 1, 2];

/**
 * Reads a stream of MIDI bytes, cut into pieces anywhere, and emits its messages (MIDI 1.0 detailed
 * specification, 4.2: running status, real-time bytes inside other messages, note-on of velocity 0).
 * System exclusive, aftertouch, pitch bend and everything undefined is read over. No input throws:
 * data bytes without a status and values that are not bytes are skipped.
 *
 * @realtime yes
 * @example new MidiParser((message) => console.log(message)).push([0x99, 38, 100])
 */
export class MidiParser {
  readonly #emit: (message: MidiMessage) => void;
  /** The status that data bytes belong to; 0 for none. */
  #status = 0;
  /** The first data byte of a message that has two, once it is there; otherwise -1. */
  #first = -1;

  constructor(emit: (message: MidiMessage) => void) {
    this.#emit = emit;
  }

  push(bytes: ArrayLike<number>): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (!(Number.isInteger(byte) && byte >= 0 && byte <= 0xff)) continue;
      if (byte >= 0xf8) this.#realTime(byte);
      else if (byte >= 0x80) this.#begin(byte);
      else this.#data(byte);
    }
  }

  #realTime(byte: number): void {
    const message = REAL_TIME[byte - 0xf8];
    if (message != null) this.#emit(message);
  }

  #begin(status: number): void {
    this.#status = status;
    this.#first = -1;
  }

  #data(byte: number): void {
    const length = dataLength(this.#status);
    if (length === 0) return;
    if (length === 2 && this.#first < 0) {
      this.#first = byte;
      return;
    }
    const message = messageOf(this.#status, length === 2 ? this.#first : byte, byte);
    this.#first = -1;
    // Running status is for channel messages only.
    if (this.#status >= 0xf0) this.#status = 0;
    if (message !== null) this.#emit(message);
  }
}

/** How many data bytes make a message; 0 where data bytes are read over: no status, system exclusive, undefined. */
const dataLength = (status: number): 0 | 1 | 2 => (status === 0xf2 ? 2 : (CHANNEL_DATA[(status >> 4) - 8] ?? 0));

/** `second` is the last data byte: the same as `first` for messages that have one. */
const messageOf = (status: number, first: number, second: number): MidiMessage | null => {
  const channel = (status & 0x0f) + 1;
  switch (status & 0xf0) {
    case 0x80:
      return { type: "note-off", channel, pitch: first };
    case 0x90:
      return second === 0
        ? { type: "note-off", channel, pitch: first }
        : { type: "note-on", channel, pitch: first, velocity: second };
    case 0xb0:
      return { type: "control", channel, controller: first, value: second };
    case 0xc0:
      return { type: "program", channel, program: first };
    case 0xf0:
      return { type: "song-position", sixteenths: first + 128 * second };
    default:
      return null;
  }
};
