import { type MidiData, parseMidi } from "midi-file";
import { reasonOf } from "../../../../shared/events/report.ts";
import { COMMON_TIME, isMetre, type Metre } from "../../../../shared/time/metre.ts";

/** A note-on of a file. */
export interface MidiHit {
  /** From the start of the file. */
  readonly tick: number;
  readonly pitch: number;
  /** 1 to 127. */
  readonly velocity: number;
  /** 1 to 16. */
  readonly channel: number;
  /** Index of the track. */
  readonly track: number;
}

/** What training wants to know of a Standard MIDI File, in ticks: nothing is rounded yet. */
export interface MidiSong {
  readonly ticksPerBeat: number;
  readonly hits: readonly MidiHit[];
  /** In time order, the first at tick 0 (120 bpm when the file says nothing). */
  readonly tempi: readonly { readonly tick: number; readonly bpm: number }[];
  /** In time order, the first at tick 0 (4/4 when the file says nothing). */
  readonly metres: readonly { readonly tick: number; readonly metre: Metre }[];
  /** Track names by index; empty where a track has none. */
  readonly trackNames: readonly string[];
}

/** Nobody plays for a day and a night: a file that says so has a time in it that is damaged. */
const LONGEST_BEATS = 200_000;

/**
 * Reads a Standard MIDI File of any format. `midi-file` is the parser below @tonejs/midi, which is
 * the parser below @magenta/music; it is used directly because what lies above it loses what is
 * wanted here: @tonejs/midi drops hits that have no note-off, @magenta/music keeps seconds in place
 * of ticks, forgets the channel and rounds velocities down.
 *
 * Throws an Error with the reason when the bytes are no such file.
 */
export const readMidi = (bytes: Uint8Array): MidiSong => {
  let data: MidiData;
  try {
    checkWhole(bytes);
    data = parseMidi(bytes);
  } catch (error) {
    throw new Error(`not a whole Standard MIDI File (${reasonOf(error)})`);
  }
  const { ticksPerBeat } = data.header;
  if (!ticksPerBeat) throw new Error("its time is in SMPTE frames, not in beats");

  const hits: MidiHit[] = [];
  const tempi: MidiSong["tempi"][number][] = [];
  const metres: MidiSong["metres"][number][] = [];
  const trackNames: string[] = [];
  // The tracks of format 2 are patterns of their own, played one after the other.
  let start = 0;
  data.tracks.forEach((events, track) => {
    let tick = start;
    let name = "";
    for (const event of events) {
      tick += event.deltaTime;
      if (event.type === "noteOn" && event.velocity > 0)
        hits.push({ tick, pitch: event.noteNumber, velocity: event.velocity, channel: event.channel + 1, track });
      else if (event.type === "setTempo" && event.microsecondsPerBeat > 0)
        tempi.push({ tick, bpm: 60e6 / event.microsecondsPerBeat });
      else if (event.type === "timeSignature") {
        const metre = { numerator: event.numerator, denominator: event.denominator };
        if (!isMetre(metre)) throw new Error(`its metre ${metre.numerator}/${metre.denominator} has no whole 16ths`);
        metres.push({ tick, metre });
      } else if (event.type === "trackName" || event.type === "instrumentName") name ||= event.text;
    }
    trackNames.push(name);
    if (data.header.format === 2) start = tick;
  });

  hits.sort((a, b) => a.tick - b.tick || a.track - b.track);
  const length = Math.round((hits.at(-1)?.tick ?? 0) / ticksPerBeat);
  if (length > LONGEST_BEATS) throw new Error(`its last note is ${length} beats from the start: its times are damaged`);
  return {
    ticksPerBeat,
    hits,
    tempi: fromTheStart(tempi, { tick: 0, bpm: 120 }),
    metres: fromTheStart(metres, { tick: 0, metre: COMMON_TIME }),
    trackNames,
  };
};

/** Throws when a chunk goes beyond the end or tracks are missing: the parser would take what there is without a word. */
const checkWhole = (bytes: Uint8Array): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0) !== HEADER_CHUNK) throw new Error("it does not begin as one");
  let tracks = 0;
  let at = 0;
  while (at + 8 <= bytes.length) {
    if (view.getUint32(at) === TRACK_CHUNK) tracks++;
    at += 8 + view.getUint32(at + 4);
  }
  if (at > bytes.length || tracks < view.getUint16(10)) throw new Error("it is cut off");
};

/** "MThd", its length, and three numbers of 16 bits. */
const HEADER_CHUNK = 0x4d546864;
const HEADER_BYTES = 14;
/** "MTrk" */
const TRACK_CHUNK = 0x4d54726b;

/** In time order, with what rules at tick 0 in front; of several changes at one tick the last one counts. */
const fromTheStart = <T extends { readonly tick: number }>(changes: readonly T[], otherwise: T): T[] => {
  const byTick = new Map(changes.map((change) => [change.tick, change]));
  const sorted = [...byTick.values()].sort((a, b) => a.tick - b.tick);
  // A file that names its tempo a little late means it from the start.
  return sorted[0]?.tick === 0 ? sorted : [{ ...(sorted[0] ?? otherwise), tick: 0 }, ...sorted];
};
