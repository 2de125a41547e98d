import type { Drum } from "../../../shared/music/drums.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { PITCH_TABLES, type Pitches, PitchMap } from "../../core/music/pitch-table.ts";
import { coloursOf } from "../../core/show/voice-entry.ts";
import type { RecordOf, TakeRecord } from "../log/record.ts";
import type { TakeHeader } from "../take-header.ts";
import { SongTime } from "./song-time.ts";
import { FOREVER, type ShownCue, SoundedNotes } from "./sounded-notes.ts";
import type { MusicMarker, MusicNote, TakeMusic } from "./take-music.ts";

/** What is planned for a take's beginning was planned before it, by so much at most: a bar ahead, slowly. */
export const PLANNED_AHEAD_MS = 30_000;

/** A take to be read, by its records in order. */
export interface TakeSource {
  readonly name: string;
  readonly header: TakeHeader;
  /** As `Take.records`. */
  records(from?: Ms, to?: Ms): AsyncIterable<TakeRecord>;
}

/** The part of a take between two moments on the server's axis. */
export interface Part {
  readonly from: Ms;
  readonly to: Ms;
}

/**
 * Reads a take, or the part of it that is given, as music. A take that was cut off ends with its last record. `also` is
 * told of every record on the way, those of the time before it too.
 */
export const readMusic = async (
  take: TakeSource,
  part?: Part,
  also: (record: TakeRecord) => void = () => {},
): Promise<TakeMusic> => {
  const { show } = take.header;
  const from = part?.from ?? take.header.from;
  const until = part?.to ?? take.header.to;
  const marks: RecordOf<"mark">[] = [];
  const sounded = new SoundedNotes();
  let last = from;
  for await (const record of take.records(ms(from - PLANNED_AHEAD_MS), until ?? undefined)) {
    also(record);
    sounded.take(record);
    last = ms(Math.max(last, record.at));
    if (record.kind === "mark") marks.push(record);
  }
  const to = until ?? last;
  sounded.settle(until === null ? FOREVER : ms(to));
  const time = new SongTime(sounded.changes, from, ms(Math.max(to, from + 1)));
  const isInside = ({ at }: { readonly at: Ms }): boolean => at >= from && at <= to;
  const placed = (at: Ms) => ({ seconds: time.secondsAt(at), beat: time.tempi.toBeat(time.secondsAt(at)) });
  const notes = sounded.notes.filter(isInside).map(({ at, note }): MusicNote => {
    const { voice, drum, velocity, duration, surprise, live } = note;
    const beat = live ? placed(at).beat : time.beatOf(note.beat, at);
    return { voice, drum, velocity, seconds: time.secondsAt(at), beat, duration, surprise, live };
  });
  const colours = coloursOf(show.voices);
  return {
    name: take.name,
    voices: show.voices.map(({ name, kind, sounds }) => ({
      name,
      live: kind === "live",
      sounds,
      colour: colours[name]!,
    })),
    pitches: pitchesOf(show.pitches),
    notes: notes.sort((a, b) => a.seconds - b.seconds),
    markers: [
      ...marks.filter(isInside).map(({ at, words }): MusicMarker => ({ kind: "mark", text: words, ...placed(at) })),
      ...cueMarkers(sounded.cues, from, to).map(({ at, ...marker }) => ({ ...marker, ...placed(at) })),
    ].sort((a, b) => a.seconds - b.seconds),
    time,
  };
};

/** The pitch that each drum is written as: the first that a show's table reads as it. */
const pitchesOf = ({ table, overrides }: Pitches): Readonly<Record<Drum, number>> => {
  const map = new PitchMap(PITCH_TABLES[table], overrides);
  const pitchOf = (drum: Drum): number =>
    PITCH_TABLES[table][drum].find((pitch) => map.drumOf(pitch) === drum) ??
    [...Array(128).keys()].find((pitch) => map.drumOf(pitch) === drum) ??
    PITCH_TABLES["note-seq"][drum][0]!;
  return Object.fromEntries(DRUMS.map((drum) => [drum, pitchOf(drum)])) as Record<Drum, number>;
};

/** What was on at the beginning, and whatever came after it. */
const cueMarkers = (
  cues: readonly ShownCue[],
  from: Ms,
  to: Ms,
): (Pick<MusicMarker, "kind" | "text"> & { at: Ms })[] => {
  const ordered = cues.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at || a.cue.id - b.cue.id);
  const first = Math.max(
    ordered.findLastIndex(({ at }) => at <= from),
    0,
  );
  return ordered.slice(first).map(({ at, cue }, i) => {
    const before = ordered[first + i - 1]?.cue;
    const isScene = i === 0 || before?.scene !== cue.scene || before.seed !== cue.seed;
    const looks = `${cue.palette}, ${Math.round(cue.intensity * 100)} %`;
    return {
      at: ms(Math.max(at, from)),
      kind: isScene ? "scene" : "cue",
      text: isScene ? `${cue.scene} (${looks})` : looks,
    };
  });
};
