import { clamp } from "../../../../shared/math/numbers.ts";
import { drumIndex } from "../../../../shared/music/drums.ts";
import { beatsPerBar, COMMON_TIME, isSameMetre, type Metre, stepsPerBar } from "../../../../shared/time/metre.ts";
import { STEPS_PER_BEAT } from "../../../../shared/time/units.ts";
import { DEFAULT_BPM, type MidiHit, type MidiSong } from "../../../core/midi-file/read-midi.ts";
import type { PitchMap } from "../../../core/music/pitch-table.ts";
import { OFFSET_UNITS, type Piece, tilesFor } from "./piece.ts";

/** A tempo that moves by more than this from the piece's first bar starts another piece. */
const TEMPO_TOLERANCE = 0.1;

/** More silent bars in a row than this are a pause between two pieces, not music. */
const LONGEST_REST_BARS = 2;

/** Where the hits of a song went; every hit is counted exactly once. */
interface Cut {
  readonly pieces: readonly Piece[];
  readonly used: number;
  /** Second hits of one drum in one step, which its pattern cannot say: the louder is its hit, they are ornaments. */
  readonly merged: number;
  /** Hits on pitches that are no drum. */
  readonly unknown: number;
  /** How often each pitch, drum or not, was struck on each 16th of a bar. */
  readonly struck: Readonly<Record<string, number[]>>;
  /** Silent bars cut away: before, behind and between pieces. */
  readonly silentBars: number;
}

/** 16ths that are told apart in `Cut.struck`: a bar of 4/4; longer ones begin anew. */
export const STRUCK_STEPS = stepsPerBar(COMMON_TIME);

interface MidiBar {
  readonly tick: number;
  readonly metre: Metre;
  readonly bpm: number;
  /** By `step * 16 + drum`: the loudest hit there. */
  readonly hits: Map<number, StepHit>;
  /** The others, by the same key. */
  readonly ornaments: [key: number, hit: StepHit][];
}

interface StepHit {
  readonly velocity: number;
  /** In thousandths of a step. */
  readonly offset: number;
}

/**
 * Quantises hits to the nearest 16th (halves go up, as note_seq does) and cuts the song into pieces:
 * at changes of metre, at bar lines where the tempo has changed, and at long rests. Time is counted
 * in ticks, so a hit's offset is a fraction of a step whatever the tempo map does.
 */
export const cutPieces = (song: MidiSong, hits: readonly MidiHit[], pitches: PitchMap, tileLoops: boolean): Cut => {
  const step = song.ticksPerBeat / STEPS_PER_BEAT;
  const bars = barsOf(song, Math.floor((hits.at(-1)?.tick ?? 0) + step / 2) + 1);
  let merged = 0;
  let unknown = 0;
  let index = 0;
  const struck: Record<string, number[]> = {};
  for (const hit of hits) {
    while (index + 1 < bars.length && hit.tick >= bars[index + 1]!.tick - step / 2) index++;
    const bar = bars[index]!;
    const position = (hit.tick - bar.tick) / step;
    const nearest = Math.min(Math.floor(position + 0.5), stepsPerBar(bar.metre) - 1);
    const drum = pitches.drumOf(hit.pitch);
    struck[hit.pitch] ??= new Array(STRUCK_STEPS).fill(0);
    struck[hit.pitch]![nearest % STRUCK_STEPS]!++;
    if (drum === undefined) {
      unknown++;
      continue;
    }
    const offset = clamp(position - nearest, -0.5, 0.5);
    const key = nearest * 16 + drumIndex(drum);
    const here = { velocity: hit.velocity, offset: Math.round(offset * OFFSET_UNITS) };
    const other = bar.hits.get(key);
    const isLoudest = other === undefined || here.velocity > other.velocity;
    if (isLoudest) bar.hits.set(key, here);
    if (other === undefined) continue;
    merged++;
    bar.ornaments.push([key, isLoudest ? other : here]);
  }
  const runs = runsOf(bars);
  return {
    pieces: runs.map((run) => pieceOf(run, tileLoops)),
    used: hits.length - merged - unknown,
    merged,
    unknown,
    struck,
    silentBars: bars.length - runs.reduce((sum, run) => sum + run.length, 0),
  };
};

/** Every bar of the song that starts before tick `end`. A metre that changes inside a bar cuts it short. */
const barsOf = (song: MidiSong, end: number): MidiBar[] => {
  const tempi = fromTheStart(song.tempi, { tick: 0, bpm: DEFAULT_BPM });
  const metres = fromTheStart(song.metres, { tick: 0, metre: COMMON_TIME });
  const bars: MidiBar[] = [];
  metres.forEach(({ tick: from, metre }, index) => {
    const until = Math.min(metres[index + 1]?.tick ?? Number.POSITIVE_INFINITY, end);
    const length = beatsPerBar(metre) * song.ticksPerBeat;
    for (let tick = from; tick < until; tick += length) {
      const { bpm } = tempi.findLast((tempo) => tempo.tick <= tick)!;
      bars.push({ tick, metre, bpm, hits: new Map(), ornaments: [] });
    }
  });
  return bars;
};

/** With what rules at tick 0 in front: a file that names its tempo or metre a little late means it from the start. */
const fromTheStart = <T extends { readonly tick: number }>(changes: readonly T[], otherwise: T): readonly T[] =>
  changes[0]?.tick === 0 ? changes : [{ ...(changes[0] ?? otherwise), tick: 0 }, ...changes];

/** Bars that belong together: one metre, near one tempo, and no long rest in between. */
const runsOf = (bars: readonly MidiBar[]): MidiBar[][] => {
  const runs: MidiBar[][] = [];
  let run: MidiBar[] = [];
  let rest: MidiBar[] = [];
  for (const bar of bars) {
    if (bar.hits.size === 0) {
      rest.push(bar);
      continue;
    }
    // A short rest is music when it lies inside a piece, or before the first.
    const pause = rest.length <= LONGEST_REST_BARS ? rest : [];
    const goesOn = run.length > 0 && pause === rest && pause.concat(bar).every((next) => isLike(next, run[0]!));
    if (goesOn) run.push(...pause, bar);
    else {
      run = runs.length === 0 ? [...pause.filter((lead) => isLike(lead, bar)), bar] : [bar];
      runs.push(run);
    }
    rest = [];
  }
  return runs;
};

const isLike = (bar: MidiBar, first: MidiBar): boolean =>
  isSameMetre(bar.metre, first.metre) && Math.abs(bar.bpm / first.bpm - 1) <= TEMPO_TOLERANCE;

const pieceOf = (run: readonly MidiBar[], tileLoops: boolean): Piece => {
  const { metre, bpm } = run[0]!;
  const perBar = stepsPerBar(metre);
  const written = (of: (bar: MidiBar) => Iterable<[number, StepHit]>): number[] =>
    run.flatMap((bar, index) =>
      [...of(bar)]
        .sort(([a, one], [b, other]) => a - b || one.offset - other.offset)
        .flatMap(([key, { velocity, offset }]) => [index * perBar + (key >> 4), key & 15, velocity, offset]),
    );
  const ornaments = written((bar) => bar.ornaments);
  return {
    metre,
    bpm: Math.round(bpm * 100) / 100,
    steps: run.length * perBar,
    tiled: tileLoops ? tilesFor(run.length) : 1,
    hits: written((bar) => bar.hits),
    ...(ornaments.length > 0 && { ornaments }),
  };
};
