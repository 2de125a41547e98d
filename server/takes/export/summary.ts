import { DRUMS, drumIndex } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { beats, type Ms, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import type { RecordOf, TakeRecord } from "../log/record.ts";
import { countedAt, type MusicMarker, notesOf, type TakeMusic } from "./take-music.ts";

/** A shape that an older reader would get wrong raises it. */
const SUMMARY_VERSION = 1;

/** However long a take is, a summary has no more slices, answers and markers than these, so it stays below 1 MB. */
const MOST_SLICES = 720;
const MOST_ANSWERS = 1000;
const MOST_MARKERS = 1000;

/** One voice over a take. Lists have a number for each slice; null where there is nothing to tell. */
export interface VoiceSummary {
  readonly name: VoiceName;
  readonly live: boolean;
  readonly sounds: boolean;
  readonly colour: string;
  /** How often it played each drum, in the order of DRUMS. */
  readonly drums: readonly number[];
  /** Notes. */
  readonly notes: readonly number[];
  /** The share of 16ths with a note, 0 to 1. */
  readonly density: readonly number[];
  /** Mean velocity, 1 to 127. */
  readonly loudness: readonly (number | null)[];
  /** −ln p of what it heard or played under its network, in nats a step; null for live voices. */
  readonly surprise: readonly (number | null)[];
  /** Of a live voice: how much later than the nearest 16th it played, in milliseconds, on the whole. */
  readonly offset: readonly (number | null)[];
}

/** A call that was answered, and the answer, in nats a step; with memory where that was recorded. */
export interface AnswerSummary {
  readonly seconds: number;
  readonly voice: VoiceName;
  readonly callSurprise: number | null;
  readonly callSurpriseWithMemory: number | null;
  readonly responseSurprise: number | null;
  readonly responseSurpriseWithMemory: number | null;
}

/** What happened in a take, at a glance: what a page draws its plots of as it is. Seconds count from its beginning. */
export interface TakeSummary {
  readonly version: number;
  readonly name: string;
  /** The time of day of its beginning. */
  readonly began: string;
  readonly seconds: number;
  readonly bars: number;
  /** Slices of whole bars, all of as many: where each begins, in seconds and by its first bar, from 1. */
  readonly slices: {
    readonly bars: number;
    readonly seconds: readonly number[];
    readonly bar: readonly number[];
    /** Mean tempo, in quarter notes a minute. */
    readonly tempo: readonly number[];
    /** Notes that were dropped since they came too late. */
    readonly late: readonly number[];
  };
  readonly voices: readonly VoiceSummary[];
  readonly answers: readonly AnswerSummary[];
  /** Where there are too many to list, cues are left out first, then scenes. */
  readonly markers: readonly (Omit<MusicMarker, "beat"> & { readonly bar: number })[];
}

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
      for (const note of played) {
        const slice = sliceAt(note.seconds);
        const step = Math.round(note.beat * STEPS_PER_BEAT);
        counts[slice]!++;
        loud[slice]! += note.velocity;
        struck[slice]!.add(step);
        offsets[slice]! += note.seconds - time.tempi.toSeconds(beats(step / STEPS_PER_BEAT));
        drums[drumIndex(note.drum)]!++;
      }
      const gauges = notes.gauges.filter((gauge) => gauge.voice === voice.name && isIn(music, gauge.at));
      const heard = tallied(gauges.map(({ at, surprise }) => ({ at, count: surprise ?? 0 })));
      const steps = tallied(gauges.map(({ at }) => ({ at, count: 1 })));
      const mean = (sums: readonly number[], of: readonly number[]) =>
        sums.map((sum, i) => (of[i] === 0 ? null : rounded(sum / of[i]!)));
      return {
        ...voice,
        drums,
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
