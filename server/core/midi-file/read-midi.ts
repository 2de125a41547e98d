import { isMetre, type Metre } from "../../../shared/time/metre.ts";
import { readChunks } from "./chunks.ts";
import { type PassedOver, PassedOverList } from "./passed-over.ts";

/** A note-on of a file. */
export interface MidiHit {
  /** From the start of the file. */
  readonly tick: number;
  /** 0 to 127. */
  readonly pitch: number;
  /** 1 to 127. */
  readonly velocity: number;
  /** 1 to 16. */
  readonly channel: number;
  /** Index of the track. */
  readonly track: number;
}

/** What a Standard MIDI File says of the music in it, in ticks: nothing is rounded. */
export interface MidiSong {
  /** Ticks a quarter note; not whole where the file counts film frames. */
  readonly ticksPerBeat: number;
  /** In time order; of one tick in the order of the tracks. */
  readonly hits: readonly MidiHit[];
  /** As the file names them, in time order, one a tick. Before the first it is at 120 bpm. */
  readonly tempi: readonly { readonly tick: number; readonly bpm: number }[];
  /** As the file names them, in time order, one a tick. Before the first it is in 4/4. */
  readonly metres: readonly { readonly tick: number; readonly metre: Metre }[];
  /** Track names by index; empty where a track has none. */
  readonly trackNames: readonly string[];
  /** How many notes have a pitch that MIDI does not know: they are not among the hits. */
  readonly broken: number;
  /** How many hits have a velocity in the file that MIDI does not know: they are as loud as it knows. */
  readonly clamped: number;
  /** What could not be used of it; empty for a file that is as it should be. */
  readonly passedOver: readonly PassedOver[];
}

/** Beats a minute where a file says nothing (Standard MIDI Files 1.0). */
export const DEFAULT_BPM = 120;

/**
 * Reads a Standard MIDI File of any format: everybody who wants to know what is in one asks here. A hit
 * is a note-on; its note-off, if it has one, only ends it. What can be read is read, and what cannot
 * is told in `passedOver`. Throws an Error, a clause that says why, when the bytes are no such file.
 *
 * Of format 2 the tracks are patterns, read one after the other. A file that counts film frames is read
 * at its first tempo, or at 120 bpm.
 */
export const readMidi = (bytes: Uint8Array): MidiSong => {
  const passedOver = new PassedOverList();
  const { format, division, tracks } = readChunks(bytes, passedOver);
  if ((division & 0xff) === 0 && (division === 0 || division > MOST_TICKS))
    throw new Error("it does not say how many ticks a beat has");

  const hits: MidiHit[] = [];
  const tempi: { tick: number; bpm: number }[] = [];
  const metres: { tick: number; metre: Metre }[] = [];
  const trackNames: string[] = [];
  let broken = 0;
  let clamped = 0;
  let start = 0;
  tracks.forEach(({ events, ticks }, track) => {
    let name = "";
    for (const event of events) {
      const tick = start + event.tick;
      if (event.kind === "note") {
        const { pitch, velocity, channel } = event;
        if (velocity > 127 && pitch <= 127) clamped++;
        if (pitch > 127) broken++;
        else hits.push({ tick, pitch, velocity: Math.min(velocity, 127), channel, track });
      } else if (event.kind === "tempo") {
        const bpm = 60e6 / (event.microseconds ?? 0);
        if (bpm <= FASTEST_BPM) tempi.push({ tick, bpm });
        else passedOver.add("tempi of no use", event.microseconds === null ? "cut short" : `${event.microseconds} µs`);
      } else if (event.kind === "metre") {
        const [numerator, denominator] = event.fraction ?? [0, 0];
        const metre = { numerator, denominator };
        if (isMetre(metre)) metres.push({ tick, metre });
        else passedOver.add("metres of no use", event.fraction === null ? "cut short" : `${numerator}/${denominator}`);
      } else name ||= event.text;
    }
    trackNames.push(name);
    if (format === 2) start += ticks;
  });
  if (broken > 0) passedOver.add("notes with a pitch above 127", `${broken} of ${broken + hits.length}`);
  if (clamped > 0) passedOver.add("velocities above 127, taken as 127", `${clamped} of ${hits.length}`);

  const tempoMap = inOrder(tempi);
  let ticksPerBeat = division;
  if (division > MOST_TICKS) {
    const bpm = tempoMap[0]?.bpm ?? DEFAULT_BPM;
    ticksPerBeat = (framesASecond(division) * (division & 0xff) * 60) / bpm;
    tempoMap.splice(0, tempoMap.length, { tick: 0, bpm });
    passedOver.add("film frames in place of beats", `read at ${Math.round(bpm * 100) / 100} bpm`);
  }
  const played = hits.filter(({ tick }) => tick <= LONGEST_BEATS * ticksPerBeat);
  if (played.length < hits.length) passedOver.add("notes later than any music", String(hits.length - played.length));
  played.sort((a, b) => a.tick - b.tick || a.track - b.track);
  return {
    ticksPerBeat,
    hits: played,
    tempi: tempoMap,
    metres: inOrder(metres),
    trackNames,
    broken,
    clamped,
    passedOver: passedOver.all(),
  };
};

/** Above it a division counts film frames: their negative number a second, then the ticks of each. */
const MOST_TICKS = 0x7fff;

/** 29 stands for the 29.97 frames a second of NTSC. */
const framesASecond = (division: number): number => {
  const frames = 256 - (division >> 8);
  return frames === 29 ? 30 / 1.001 : frames;
};

/** Nobody plays a beat in less than this: such a tempo is damaged, or a trick of a program. */
const FASTEST_BPM = 1000;

/** Nobody plays for a day and a night: a file that says so has a time in it that is damaged. */
const LONGEST_BEATS = 200_000;

/** In time order; of several at one tick the last one counts. */
const inOrder = <T extends { readonly tick: number }>(changes: readonly T[]): T[] =>
  [...new Map(changes.map((change) => [change.tick, change])).values()].sort((a, b) => a.tick - b.tick);
