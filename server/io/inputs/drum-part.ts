import { basename, extname } from "node:path";
import { beatsPerBar, COMMON_TIME, isMetre, type Metre } from "../../../shared/time/metre.ts";
import { type Beats, type Bpm, beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import { MidiFileError, type NoteSequence, readNoteSequence } from "../midi/note-sequence.ts";
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
  /** Its first time signature, 4/4 if that is none of ours. */
  readonly metre: Metre;
  /** Its first tempo. */
  readonly tempo: Bpm;
  /** Whole bars of `metre` that hold all of its hits. */
  readonly length: Beats;
  /** The same by its own tempo map. */
  readonly duration: Ms;
}

/**
 * The drums of a Standard MIDI File: what is on channel 10, else the track that looks most like
 * drums. Throws MidiFileError, one sentence with the file's name, when there are none.
 */
export const readDrumPart = async (path: string): Promise<DrumPart> => {
  const sequence = await readNoteSequence(path);
  const tempi = new TempoMap(
    sequence.tempos.map(({ time, qpm }) => ({ at: ms((time ?? 0) * 1000), tempo: bpm(qpm ?? 120) })),
  );
  const hits = drumsOf(sequence)
    .map(({ startTime, pitch, velocity }): PartHit => {
      const at = ms((startTime ?? 0) * 1000);
      return { beat: tempi.toBeats(at), at, pitch: pitch ?? 0, velocity: velocity ?? 0 };
    })
    .sort((a, b) => a.at - b.at);
  const last = hits.at(-1);
  if (last === undefined)
    throw new MidiFileError(
      `"${basename(path)}" has no drums: nothing on channel 10 and no track that looks like drums; move them to channel 10.`,
    );
  const metre = metreOf(sequence);
  const bar = beatsPerBar(metre);
  const length = beats((Math.floor(last.beat / bar + EARLY_BARS) + 1) * bar);
  const name = basename(path, extname(path));
  return { name, hits, metre, tempo: tempi.tempo, length, duration: tempi.toMs(length) };
};

/** Times pass through seconds: a hit this little before a bar line is on it. */
const EARLY_BARS = 1e-6;

type SequenceNote = NoteSequence["notes"][number];

const metreOf = ({ timeSignatures }: NoteSequence): Metre => {
  const metre = { numerator: timeSignatures[0]?.numerator ?? 0, denominator: timeSignatures[0]?.denominator ?? 0 };
  return isMetre(metre) ? metre : COMMON_TIME;
};

const drumsOf = ({ notes }: NoteSequence): readonly SequenceNote[] => {
  const marked = notes.filter(({ isDrum }) => isDrum);
  if (marked.length > 0) return marked;
  const tracks = new Map<unknown, SequenceNote[]>();
  for (const note of notes) {
    const track = tracks.get(note.instrument);
    if (track === undefined) tracks.set(note.instrument, [note]);
    else track.push(note);
  }
  let best: readonly SequenceNote[] = [];
  for (const track of tracks.values()) if (likeness(track) > Math.max(likeness(best), ENOUGH)) best = track;
  return best;
};

/** How much a track on another channel looks like drums: the share of its notes on a kit's pitches, if it has a beat. */
const likeness = (track: readonly SequenceNote[]): number => {
  const share = (isOne: (pitch: number) => boolean): number =>
    track.filter(({ pitch }) => isOne(pitch ?? 0)).length / Math.max(1, track.length);
  return share((pitch) => KICK_AND_SNARE.includes(pitch)) < BEAT ? 0 : share(isKit);
};

const KICK_AND_SNARE: readonly number[] = [35, 36, 38, 40];
/** General MIDI's kit without hand percussion, and the pad's hi-hat edges. */
const isKit = (pitch: number): boolean => (pitch >= 35 && pitch <= 59) || pitch === 22 || pitch === 26;
const BEAT = 0.15;
const ENOUGH = 0.8;
