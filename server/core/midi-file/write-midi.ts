import type { Metre } from "../../../shared/time/metre.ts";

/** What a track is made of; `tick` is counted from the beginning of the file. */
export type WrittenEvent =
  | {
      readonly kind: "note";
      readonly tick: number;
      /** Until its note-off, at least 1. */
      readonly ticks: number;
      /** 0 to 127. */
      readonly pitch: number;
      /** 1 to 127. */
      readonly velocity: number;
      /** 1 to 16. */
      readonly channel: number;
    }
  /** 4 to 60,000,000 quarter notes a minute; the file counts in whole microseconds of a quarter note. */
  | { readonly kind: "tempo"; readonly tick: number; readonly bpm: number }
  | { readonly kind: "metre"; readonly tick: number; readonly metre: Metre }
  | { readonly kind: "marker"; readonly tick: number; readonly text: string };

export interface WrittenTrack {
  readonly name: string;
  /** In any order. */
  readonly events: readonly WrittenEvent[];
}

/**
 * Writes a Standard MIDI File of format 1; texts in UTF-8, as most programs read them. `ticksPerBeat`: 1 to 32767. A
 * track is at least `ticks` long. A note that is struck again ends there, so that every note-off is that of its note.
 */
export const writeMidi = (ticksPerBeat: number, tracks: readonly WrittenTrack[], ticks = 0): Uint8Array => {
  const chunks = tracks.map((track) => chunk("MTrk", trackBytes(track, ticks)));
  const header = chunk("MThd", [0, 1, ...u16(tracks.length), ...u16(ticksPerBeat)]);
  return Buffer.concat([header, ...chunks]);
};

const NEVER = Number.POSITIVE_INFINITY;

/** A message at a tick; of one tick the lower rank comes first. */
interface Message {
  readonly tick: number;
  readonly rank: number;
  readonly bytes: readonly number[];
}

const trackBytes = ({ name, events }: WrittenTrack, least: number): number[] => {
  const messages: Message[] = [{ tick: 0, rank: 0, bytes: text(TRACK_NAME, name) }];
  const notes = events.filter((event) => event.kind === "note").sort((a, b) => a.tick - b.tick);
  /** When a drum was struck next, and when after that: several at once end together. */
  const next = new Map<number, { readonly tick: number; readonly after: number }>();
  for (const { tick, ticks, pitch, velocity, channel } of notes.reverse()) {
    const key = channel * 128 + pitch;
    const struck = next.get(key) ?? { tick: NEVER, after: NEVER };
    const after = struck.tick === tick ? struck.after : struck.tick;
    next.set(key, { tick, after });
    const end = Math.min(tick + ticks, after);
    messages.push({ tick: end, rank: 2, bytes: [NOTE_OFF + channel - 1, pitch, 64] });
    messages.push({ tick, rank: 3, bytes: [NOTE_ON + channel - 1, pitch, velocity] });
  }
  // As they stood, of one tick too.
  messages.reverse();
  for (const event of events)
    if (event.kind !== "note") messages.push({ tick: event.tick, rank: 1, bytes: meta(event) });
  messages.sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  const bytes: number[] = [];
  let last = 0;
  for (const { tick, bytes: message } of messages) {
    bytes.push(...variable(tick - last), ...message);
    last = tick;
  }
  bytes.push(...variable(Math.max(least - last, 0)), META, END_OF_TRACK, 0);
  return bytes;
};

const meta = (event: Exclude<WrittenEvent, { kind: "note" }>): number[] => {
  if (event.kind === "marker") return text(MARKER, event.text);
  if (event.kind === "metre") {
    const { numerator, denominator } = event.metre;
    // A click of 24 MIDI clocks is a quarter note, which has 8 thirty-seconds.
    return [META, TIME_SIGNATURE, 4, numerator, Math.log2(denominator), 96 / denominator, 8];
  }
  const microseconds = Math.min(Math.max(Math.round(60e6 / event.bpm), 1), 0xff_ff_ff);
  return [META, SET_TEMPO, 3, microseconds >> 16, ...u16(microseconds & 0xff_ff)];
};

const text = (type: number, words: string): number[] => {
  const bytes = Buffer.from(words, "utf8");
  return [META, type, ...variable(bytes.length), ...bytes];
};

const chunk = (tag: string, bytes: readonly number[]): Uint8Array =>
  Uint8Array.from([
    ...Buffer.from(tag, "latin1"),
    ...u16(bytes.length >>> 16),
    ...u16(bytes.length & 0xff_ff),
    ...bytes,
  ]);

const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];

/** The most that a delta may be, in four bytes. */
const LONGEST = 0x0f_ff_ff_ff;

const variable = (value: number): number[] => {
  let rest = Math.min(value, LONGEST);
  const bytes = [rest & 127];
  for (rest >>= 7; rest > 0; rest >>= 7) bytes.unshift((rest & 127) | 128);
  return bytes;
};

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const META = 0xff;
const TRACK_NAME = 0x03;
const MARKER = 0x06;
const END_OF_TRACK = 0x2f;
const SET_TEMPO = 0x51;
const TIME_SIGNATURE = 0x58;
