/** What a track says that music is made of. `tick` is counted from the track's beginning, or from where it was told to begin. */
export type TrackEvent =
  /** A note-on with a velocity above 0; data bytes as they stand, 0 to 255. Channel 1 to 16. */
  | {
      readonly kind: "note";
      readonly tick: number;
      readonly channel: number;
      readonly pitch: number;
      readonly velocity: number;
    }
  /** Microseconds a quarter note; null where there are too few bytes to say. */
  | { readonly kind: "tempo"; readonly tick: number; readonly microseconds: number | null }
  /** Null where there are too few bytes to say. */
  | { readonly kind: "metre"; readonly tick: number; readonly fraction: readonly [number, number] | null }
  | { readonly kind: "name"; readonly tick: number; readonly text: string };

/** As much of a track as could be read. */
export interface Track {
  readonly events: readonly TrackEvent[];
  /** The byte behind its last whole event. */
  readonly end: number;
  /** Its length: the tick of its last whole event. */
  readonly ticks: number;
  /** How it ended: by its own word, at the limit, inside an event, or at a time that is none. */
  readonly ending: "end of track" | "limit" | "cut off" | "damaged";
  /** Bytes that are no events, and were skipped. */
  readonly strays: number;
}

/**
 * Reads the events of a track (Standard MIDI Files 1.0) from byte `from` up to its "end of track", but
 * not beyond `limit`. Never throws. It is milder than the standard: running status goes on behind
 * metas and system exclusives, a meta may be longer than its kind, a data byte may have its high bit set
 * (the event is handed on, to be judged), and messages that belong on a cable only are skipped.
 */
export const readTrack = (bytes: Uint8Array, from: number, limit: number, startTick = 0): Track => {
  const events: TrackEvent[] = [];
  const held = bytes.subarray(0, limit);
  let tick = startTick;
  let at = from;
  let end = from;
  let ticks = startTick;
  let running = 0;
  let strays = 0;
  /** Beyond the limit all is 0, and `at` tells. */
  const byte = (): number => held[at++] ?? 0;
  const variable = (): number => {
    let value = 0;
    for (let count = 0; count < LONGEST_VARIABLE; count++) {
      const next = byte();
      value = value * 128 + (next & 127);
      if (next < 128) return value;
    }
    return Number.POSITIVE_INFINITY;
  };
  const ended = (ending: Track["ending"]): Track => ({ events, end, ticks, ending, strays });

  while (at < limit) {
    tick += variable();
    if (tick === Number.POSITIVE_INFINITY) return ended("damaged");
    let status = byte();
    for (; status < FIRST_STATUS && running === 0 && at < limit; strays++) status = byte();
    if (status < FIRST_STATUS) {
      at--;
      status = running;
    }
    if (status === META) {
      const type = byte();
      const length = variable();
      const data = at;
      at += length;
      if (type === END_OF_TRACK) {
        end = Math.min(at, limit);
        ticks = tick;
        return ended("end of track");
      }
      const event = at <= limit ? metaEvent(tick, type, bytes.subarray(data, at)) : undefined;
      if (event) events.push(event);
    } else if (status === SYSTEM_EXCLUSIVE || status === ESCAPE) {
      const length = variable();
      at += length;
    } else if (status > SYSTEM_EXCLUSIVE) {
      strays++;
      at += CABLE_DATA.get(status) ?? 0;
    } else {
      running = status;
      const pitch = byte();
      const velocity = ONE_DATA_BYTE.has(status & 0xf0) ? 0 : byte();
      if ((status & 0xf0) === NOTE_ON && velocity > 0 && at <= limit)
        events.push({ kind: "note", tick, channel: (status & 15) + 1, pitch, velocity });
    }
    if (at > limit) return ended("cut off");
    end = at;
    ticks = tick;
  }
  return ended("limit");
};

const metaEvent = (tick: number, type: number, data: Uint8Array): TrackEvent | undefined => {
  const [first, second, third] = data;
  switch (type) {
    case SET_TEMPO: {
      const whole = first !== undefined && second !== undefined && third !== undefined;
      return { kind: "tempo", tick, microseconds: whole ? (first << 16) | (second << 8) | third : null };
    }
    case TIME_SIGNATURE:
      return {
        kind: "metre",
        tick,
        fraction: first === undefined || second === undefined ? null : [first, 2 ** second],
      };
    case TRACK_NAME:
    case INSTRUMENT_NAME:
      return { kind: "name", tick, text: String.fromCharCode(...data.subarray(0, LONGEST_NAME)) };
    default:
      return undefined;
  }
};

const FIRST_STATUS = 0x80;
const NOTE_ON = 0x90;
/** Program change and channel pressure. */
const ONE_DATA_BYTE: ReadonlySet<number> = new Set([0xc0, 0xd0]);
const SYSTEM_EXCLUSIVE = 0xf0;
const ESCAPE = 0xf7;
const META = 0xff;
/** Data bytes of time code, song position and song select; the other messages of a cable have none. */
const CABLE_DATA: ReadonlyMap<number, number> = new Map([
  [0xf1, 1],
  [0xf2, 2],
  [0xf3, 1],
]);

const TRACK_NAME = 0x03;
const INSTRUMENT_NAME = 0x04;
const END_OF_TRACK = 0x2f;
const SET_TEMPO = 0x51;
const TIME_SIGNATURE = 0x58;

/** A number of variable length has at most this many bytes. */
const LONGEST_VARIABLE = 4;
const LONGEST_NAME = 200;
