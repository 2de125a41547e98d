import { DRUMS, drumIndex } from "../../../shared/music/drums.ts";
import type { TakeSummary } from "../../../shared/protocol/take-summary.ts";
import { beats, type Ms, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import type { RecordOf, TakeRecord } from "../log/record.ts";
import { countedAt, type MusicMarker, notesOf, type TakeMusic } from "./take-music.ts";

/** A shape that an older reader would get wrong raises it. */
const SUMMARY_VERSION = 1;

/** However long a take is, a summary has no more slices, answers and markers than these, so it stays below 1 MB. */
const MOST_SLICES = 720;
const MOST_ANSWERS = 1000;
const MOST_MARKERS = 1000;
/** Of a strip; and no part of it is shorter than this. */
const MOST_PARTS = 2000;
const SHORTEST_PART = 0.05;

/** Gathers what of a log goes into a summary, beside the music; told of every record in order. */
export class SummaryNotes {
  readonly gauges: RecordOf<"gauge">[] = [];
  readonly answers: RecordOf<"answered">[] = [];
  /** When notes were dropped, and how many. */
  readonly late: { readonly at: Ms; readonly dropped: number }[] = [];
  #dropped: number | null = null;

  take(record: TakeRecord): void {
    if (record.kind === "gauge" && record.surprise !== null) this.gauges.push(record);
    else if (record.kind === "answered") this.answers.push(record);
    else if (record.kind === "late") {
      // The first says how many there had been before.
      const more = record.dropped - (this.#dropped ?? record.dropped);
      if (more > 0) this.late.push({ at: record.at, dropped: more });
      this.#dropped = record.dropped;
    }
  }
}

/** Sums up a take that was read as music; `began` is the time of day at its beginning. Pure. */
export const summaryOf = (music: TakeMusic, notes: SummaryNotes, began: string): TakeSummary => {
  const { time, voices } = music;
  const inside = time.bars.filter(({ beat }) => beat < time.beats);
  const each = Math.max(1, Math.ceil(inside.length / MOST_SLICES));
  const starts = inside.filter((_, i) => i % each === 0).map(({ beat }) => beat);
  const ends = [...starts.slice(1), time.beats];
  const seconds = starts.map((beat) => time.tempi.toSeconds(beat));
  const until = [...seconds.slice(1), time.seconds];
  const sliceAt = (moment: number): number =>
    Math.max(
      0,
      seconds.findLastIndex((start) => start <= moment),
    );
  const empty = (): number[] => new Array(starts.length).fill(0);
  const tallied = (all: readonly { readonly at: Ms; readonly count: number }[]): number[] => {
    const sums = empty();
    for (const { at, count } of all) if (isIn(music, at)) sums[sliceAt(time.secondsAt(at))]! += count;
    return sums;
  };
  const parts = Math.max(1, Math.min(MOST_PARTS, Math.ceil(time.seconds / SHORTEST_PART)));
  const partAt = (moment: number): number =>
    Math.max(0, Math.min(parts - 1, Math.floor((moment / time.seconds) * parts)));
  return {
    version: SUMMARY_VERSION,
    name: music.name,
    began,
    seconds: rounded(time.seconds),
    bars: inside.length,
    slices: {
      bars: each,
      seconds: seconds.map(rounded),
      bar: starts.map((_, i) => 1 + i * each),
      tempo: starts.map((start, i) => rounded((60 * (ends[i]! - start)) / (until[i]! - seconds[i]!))),
      late: tallied(notes.late.map(({ at, dropped }) => ({ at, count: dropped }))),
    },
    voices: voices.map((voice) => {
      const played = notesOf(music, voice.name);
      const counts = empty();
      const loud = empty();
      const struck: Set<number>[] = starts.map(() => new Set());
      const offsets = empty();
      const drums: number[] = new Array(DRUMS.length).fill(0);
      const strip: number[] = new Array(parts).fill(0);
      for (const note of played) {
        const slice = sliceAt(note.seconds);
        const step = Math.round(note.beat * STEPS_PER_BEAT);
        counts[slice]!++;
        loud[slice]! += note.velocity;
        struck[slice]!.add(step);
        offsets[slice]! += note.seconds - time.tempi.toSeconds(beats(step / STEPS_PER_BEAT));
        drums[drumIndex(note.drum)]!++;
        strip[partAt(note.seconds)]! |= 1 << drumIndex(note.drum);
      }
      const gauges = notes.gauges.filter((gauge) => gauge.voice === voice.name && isIn(music, gauge.at));
      const heard = tallied(gauges.map(({ at, surprise }) => ({ at, count: surprise ?? 0 })));
      const steps = tallied(gauges.map(({ at }) => ({ at, count: 1 })));
      const mean = (sums: readonly number[], of: readonly number[]) =>
        sums.map((sum, i) => (of[i] === 0 ? null : rounded(sum / of[i]!)));
      return {
        ...voice,
        drums,
        strip,
        notes: counts,
        density: struck.map(({ size }, i) => rounded(size / Math.max(1, (ends[i]! - starts[i]!) * STEPS_PER_BEAT))),
        loudness: mean(loud, counts),
        surprise: mean(heard, steps),
        offset: voice.live
          ? mean(
              offsets.map((sum) => sum * 1000),
              counts,
            )
          : counts.map(() => null),
      };
    }),
    answers: every(
      notes.answers.filter(({ at }) => isIn(music, at)),
      MOST_ANSWERS,
    ).map((answer) => ({
      seconds: rounded(time.secondsAt(answer.at)),
      voice: answer.voice,
      callSurprise: answer.callSurprise,
      callSurpriseWithMemory: answer.callSurpriseWithMemory ?? null,
      responseSurprise: answer.responseSurprise,
      responseSurpriseWithMemory: answer.responseSurpriseWithMemory ?? null,
    })),
    markers: fewer(music.markers).map(({ beat, ...marker }) => ({
      ...marker,
      seconds: rounded(marker.seconds),
      bar: countedAt(music, beat).bar,
    })),
  };
};

const isIn = ({ time }: TakeMusic, at: Ms): boolean => {
  const moment = time.secondsAt(at);
  return moment >= 0 && moment <= time.seconds;
};

/** Of a list that is too long, every second, third or so. */
const every = <T>(list: readonly T[], most: number): readonly T[] => {
  const by = Math.ceil(list.length / most);
  return by <= 1 ? list : list.filter((_, i) => i % by === 0);
};

const fewer = (markers: readonly MusicMarker[]): readonly MusicMarker[] => {
  const kinds = ["mark", "scene", "cue"] as const;
  for (const last of [3, 2]) {
    const kept = markers.filter(({ kind }) => kinds.indexOf(kind) < last);
    if (kept.length <= MOST_MARKERS) return kept;
  }
  return every(
    markers.filter(({ kind }) => kind === "mark"),
    MOST_MARKERS,
  );
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
