import type { PassedOverList } from "./passed-over.ts";
import { readTrack, type Track } from "./track.ts";

/** What a Standard MIDI File is made of. */
export interface Chunks {
  /** 0 and 1: the tracks sound together; 2: one after the other. */
  readonly format: number;
  /** Ticks a quarter note; above 0x7fff film frames, see the standard. */
  readonly division: number;
  readonly tracks: readonly Track[];
}

/**
 * Finds the header and the tracks of a Standard MIDI File, as far as they are there: within RIFF, behind
 * and before bytes of others, between chunks of other kinds, and where the file says wrong lengths of
 * its tracks. A length is believed when it leads to another chunk or to the end of the file; otherwise
 * the track's own "end of track" counts. Throws an Error, a clause that says why, when there is no hope.
 */
export const readChunks = (file: Uint8Array, passedOver: PassedOverList): Chunks => {
  const bytes = withinRiff(file);
  const begin = find(bytes, "MThd", 0);
  if (bytes.length === 0) throw new Error("it is empty");
  if (begin === undefined) throw new Error('it is no Standard MIDI File: there is no "MThd" in it');
  if (begin > 0) passedOver.add("bytes outside of its chunks", `${begin} before the beginning`);
  const numbers = begin + 8;
  if (bytes.length < numbers + 6) throw new Error("it is cut off in its header");
  const [format, told, division] = [0, 2, 4].map((at) => bigEndian(bytes, numbers + at, 2)) as [number, number, number];

  const tracks: Track[] = [];
  const behindHeader = numbers + bigEndian(bytes, begin + 4, 4);
  let at = leadsOn(bytes, behindHeader) ? behindHeader : numbers + 6;
  while (at < bytes.length) {
    if (tagAt(bytes, at) === "MTrk") {
      const { track, next } = trackAt(bytes, at, tracks.length + 1, passedOver);
      tracks.push(track);
      at = next;
    } else if (leadsOn(bytes, at)) {
      for (; at < bytes.length && tagAt(bytes, at) !== "MTrk"; at += 8 + bigEndian(bytes, at + 4, 4))
        passedOver.add("chunks that are no tracks", `"${tagAt(bytes, at)}"`);
    } else {
      const next = find(bytes, "MTrk", at) ?? bytes.length;
      const where = next < bytes.length ? `before track ${tracks.length + 1}` : "behind the end";
      passedOver.add("bytes outside of its chunks", `${next - at} ${where}`);
      at = next;
    }
  }
  if (tracks.length === 0) throw new Error("it has no tracks");
  if (tracks.length !== told) passedOver.add("a wrong number of tracks", `${told} where there are ${tracks.length}`);
  if (format > 2) passedOver.add("a format that is none", String(format));
  return { format, division, tracks };
};

/** The track whose chunk begins at `at`, and where the next chunk begins. */
const trackAt = (
  bytes: Uint8Array,
  at: number,
  number: number,
  passedOver: PassedOverList,
): { readonly track: Track; readonly next: number } => {
  const from = at + 8;
  const told = from + bigEndian(bytes, at + 4, 4);
  const name = `track ${number}`;
  const judged = (track: Track, next: number) => {
    if (track.ending === "cut off" || (track.ending === "limit" && told > bytes.length))
      passedOver.add("the rest of tracks that are cut off", name);
    else if (next !== told) passedOver.add("wrong track lengths", name);
    if (track.ending === "damaged") passedOver.add("the rest of tracks that are damaged", name);
    if (track.strays > 0) passedOver.add("bytes in tracks that are no events", name);
    return { track, next };
  };
  if (leadsOn(bytes, told)) {
    const track = readTrack(bytes, from, told);
    if (track.ending !== "end of track" || track.end === told) return judged(track, told);
    // A length that is too long may lead to a chunk as well, to the one after the next.
    if (tagAt(bytes, track.end) === "MTrk") return judged(track, track.end);
    // Some programs write an end into the middle.
    const rest = readTrack(bytes, track.end, told, track.ticks);
    if (rest.ending === "end of track" && rest.end === told)
      return judged({ ...rest, events: [...track.events, ...rest.events] }, told);
    passedOver.add("bytes outside of its chunks", `${told - track.end} behind the end of ${name}`);
    return judged(track, told);
  }
  const limit = find(bytes, "MTrk", from) ?? bytes.length;
  const track = readTrack(bytes, from, limit);
  if (track.ending === "end of track") return judged(track, track.end);
  if (track.ending === "limit" || told >= limit) return judged(track, limit);
  return judged(readTrack(bytes, from, told), told);
};

/** Whether a chunk begins at `at` that leads, perhaps over others, to a track or exactly to the end. */
const leadsOn = (bytes: Uint8Array, at: number): boolean => {
  let next = at;
  while (next < bytes.length) {
    const tag = tagAt(bytes, next);
    if (tag === "MTrk") return true;
    if (!IS_TAG.test(tag) || next + 8 > bytes.length) return false;
    next += 8 + bigEndian(bytes, next + 4, 4);
  }
  return next === bytes.length;
};

/** The MIDI file within a RIFF file of kind RMID (RP-029), or all of the bytes when they are something else. */
const withinRiff = (bytes: Uint8Array): Uint8Array => {
  if (tagAt(bytes, 0) !== "RIFF" || tagAt(bytes, 8) !== "RMID") return bytes;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at + 4, 4).getUint32(0, true);
    const next = at + 8 + length + (length % 2);
    if (tagAt(bytes, at) === "data") {
      const isRight = next >= bytes.length || IS_TAG.test(tagAt(bytes, next));
      return bytes.subarray(at + 8, isRight ? at + 8 + length : undefined);
    }
    at = next;
  }
  return bytes;
};

const IS_TAG = /^[ -~]{4}$/;

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** Bytes behind the end count as 0. */
const bigEndian = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let i = 0; i < count; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
};

const find = (bytes: Uint8Array, tag: string, from: number): number | undefined => {
  const first = tag.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (tagAt(bytes, at) === tag) return at;
  return undefined;
};
