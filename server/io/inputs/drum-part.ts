import { basename, extname } from "node:path";
import { beatsPerBar, COMMON_TIME, type Metre } from "../../../shared/time/metre.ts";
import { type Beats, type Bpm, beats, bpm, type Ms } from "../../../shared/time/units.ts";
import { type PassedOver, passedOverClause } from "../../core/midi-file/passed-over.ts";
import { DEFAULT_BPM, type MidiHit, type MidiSong } from "../../core/midi-file/read-midi.ts";
import { loadSong, MidiFileError } from "./load-song.ts";
import { TempoMap } from "./tempo-map.ts";

/** One hit of a part that was written down: MIDI pitch and velocity as in the file. */
interface PartHit {
  /** From the part's beginning. */
  readonly beat: Beats;
  /** From the part's beginning, by its own tempo map. */
  readonly at: Ms;
  readonly pitch: number;
  /** 1 to 127. */
  readonly velocity: number;
}

/** A drum part read from a file. */
export interface DrumPart {
  /** The file's name without folder and ending. */
  readonly name: string;
  /** In time order; at least one. */
  readonly hits: readonly PartHit[];
  /** Its first time signature, 4/4 if it has none. */
  readonly metre: Metre;
  /** The tempo it begins with. */
  readonly tempo: Bpm;
  /** Whole bars of `metre` that hold all of its hits. */
  readonly length: Beats;
  /** The same by its own tempo map. */
  readonly duration: Ms;
  /** What of the file could not be used. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * The drums of a Standard MIDI File: what is on channel 10, else the track that looks most like
 * drums. Throws MidiFileError, one sentence with the file's name, when there are none.
 */
export const readDrumPart = async (path: string): Promise<DrumPart> => {
  const song = await loadSong(path);
  const beatOf = (tick: number): Beats => beats(tick / song.ticksPerBeat);
  const tempi = new TempoMap(
    bpm(DEFAULT_BPM),
    song.tempi.map((change) => ({ beat: beatOf(change.tick), tempo: bpm(change.bpm) })),
  );
  const hits = drumsOf(song).map(({ tick, pitch, velocity }): PartHit => {
    const beat = beatOf(tick);
    return { beat, at: tempi.toMs(beat), pitch, velocity };
  });
  const last = hits.at(-1);
  if (last === undefined) throw new MidiFileError(withoutDrums(basename(path), song));
  const metre = song.metres[0]?.metre ?? COMMON_TIME;
  const bar = beatsPerBar(metre);
  const length = beats((Math.floor(last.beat / bar) + 1) * bar);
  const name = basename(path, extname(path));
  const { passedOver } = song;
  return { name, hits, metre, tempo: tempi.tempo, length, duration: tempi.toMs(length), passedOver };
};

const withoutDrums = (name: string, { hits, passedOver }: MidiSong): string => {
  const lost = passedOver.length > 0 ? ` (${passedOverClause(passedOver)})` : "";
  return hits.length > 0
    ? `"${name}" has no drums: nothing on channel 10 and no track that looks like drums${lost}; move them to channel 10.`
    : `"${name}" has no notes that can be played${lost}; export the drums as ".mid" again.`;
};

const drumsOf = ({ hits }: MidiSong): readonly MidiHit[] => {
  const marked = hits.filter(({ channel }) => channel === DRUM_CHANNEL);
  if (marked.length > 0) return marked;
  const parts = new Map<string, MidiHit[]>();
  for (const hit of hits) {
    const key = `${hit.track} ${hit.channel}`;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [hit]);
    else part.push(hit);
  }
  let best: readonly MidiHit[] = [];
  for (const part of parts.values()) if (likeness(part) > Math.max(likeness(best), ENOUGH)) best = part;
  return best;
};

/** How much a track on another channel looks like drums: the share of its notes on a kit's pitches, if it has a beat. */
const likeness = (part: readonly MidiHit[]): number => {
  const share = (isOne: (pitch: number) => boolean): number =>
    part.filter(({ pitch }) => isOne(pitch)).length / Math.max(1, part.length);
  return share((pitch) => KICK_AND_SNARE.includes(pitch)) < BEAT ? 0 : share(isKit);
};

/** General MIDI's drum channel. */
const DRUM_CHANNEL = 10;
const KICK_AND_SNARE: readonly number[] = [35, 36, 38, 40];
/** General MIDI's kit without hand percussion, and the pad's hi-hat edges. */
const isKit = (pitch: number): boolean => (pitch >= 35 && pitch <= 59) || pitch === 22 || pitch === 26;
const BEAT = 0.15;
const ENOUGH = 0.8;
