import type { Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { beatsPerBar, COMMON_TIME, isSameMetre, type Metre, startOfBar } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import { DEFAULT_BPM, type MidiSong } from "../../core/midi-file/read-midi.ts";
import { dated, type TakeRecord } from "../log/record.ts";

/** A hit of a song that is a drum. */
export interface SongHit {
  readonly tick: number;
  readonly drum: Drum;
  /** 1 to 127. */
  readonly velocity: number;
}

/** A take's log, and when it is over. */
export interface SongRecords {
  readonly records: readonly TakeRecord[];
  readonly to: Ms;
}

/** Of a hit that nobody holds, as of one that is played live. */
const LIVE_DURATION = beats(0.25);

/** How long a take goes on behind its last hit. */
const RINGING_MS = 2000;

/**
 * A song as the log of a take in which the live voice `voice` plays `hits`, in time order, from moment 0 on: the
 * transport follows its tempi and metres, and counts bars on where the metre changes, as the house's does.
 */
export const songRecords = (
  song: Pick<MidiSong, "ticksPerBeat" | "tempi" | "metres">,
  hits: readonly SongHit[],
  voice: VoiceName,
  source: string,
): SongRecords => {
  const beatOf = (tick: number): number => tick / song.ticksPerBeat;
  const changes = changesOf(song);
  const records: TakeRecord[] = [];
  let timeline = new Timeline(bpm(DEFAULT_BPM), beats(0), ms(0));
  let metre: Metre = COMMON_TIME;
  /** The transport's beats are the song's and this. */
  let shift = 0;
  let id = 0;
  const momentOf = (tick: number): Ms => timeline.toMs(beats(beatOf(tick) + shift));
  const turn = ({ tick, tempo, metre: next }: Change): void => {
    const at = momentOf(tick);
    const before = beats(beatOf(tick) + shift);
    const isOther = next !== undefined && !isSameMetre(next, metre);
    if (isOther) {
      // A bar that is not over ends here.
      const bar = Math.ceil(before / beatsPerBar(metre) - NEAR);
      metre = next;
      shift += startOfBar(bar, metre) - before;
    }
    timeline = new Timeline(tempo === undefined ? timeline.tempo : bpm(tempo), beats(beatOf(tick) + shift), at);
    records.push(transport(at, timeline, metre, tick === 0 || isOther));
  };
  for (let hit = 0, change = 0; hit < hits.length || change < changes.length; ) {
    const next = changes[change];
    const struck = hits[hit];
    if (struck === undefined || (next !== undefined && next.tick <= struck.tick)) {
      // Behind the last hit nothing matters.
      if (struck === undefined) break;
      turn(next!);
      change++;
      continue;
    }
    const { drum, velocity, tick } = struck;
    const at = momentOf(tick);
    const beat = beats(beatOf(tick) + shift);
    const note = {
      id: ++id,
      voice,
      drum,
      velocity,
      beat,
      duration: LIVE_DURATION,
      surprise: null,
      live: true,
      at,
    } as const;
    records.push(
      { kind: "hit", at: dated(at), source, hit: { drum, velocity, at } },
      { kind: "live", at: dated(at), note },
    );
    hit++;
  }
  const last = hits.at(-1);
  return { records, to: dated(ms((last === undefined ? 0 : momentOf(last.tick)) + RINGING_MS)) };
};

/** Less than this of a bar is rounding. */
const NEAR = 1e-6;

interface Change {
  readonly tick: number;
  readonly tempo?: number;
  readonly metre?: Metre;
}

/** Tempi and metres in time order, with what holds from the beginning at tick 0. */
const changesOf = ({ tempi, metres }: Pick<MidiSong, "tempi" | "metres">): readonly Change[] => {
  const changes = new Map<number, Change>([[0, { tick: 0, tempo: DEFAULT_BPM, metre: COMMON_TIME }]]);
  for (const { tick, bpm: tempo } of tempi) changes.set(tick, { ...changes.get(tick), tick, tempo });
  for (const { tick, metre } of metres) changes.set(tick, { ...changes.get(tick), tick, metre });
  return [...changes.values()].sort((a, b) => a.tick - b.tick);
};

const transport = (at: Ms, timeline: Timeline, { numerator, denominator }: Metre, jumped: boolean): TakeRecord => {
  const { tempo, originBeats, originMs } = timeline;
  const rest = beats(0);
  return {
    kind: "transport",
    at: dated(at),
    playing: true,
    rest,
    tempo,
    originBeats,
    originMs,
    metre: { numerator, denominator },
    jumped,
  };
};
