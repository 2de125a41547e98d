import { clamp01 } from "../../../../shared/math/numbers.ts";
import { TICKS_PER_BEAT } from "../../../music/clock/midi/tick.ts";
import type { Follower } from "./follower.ts";
import { gaussian, grid, type Lateness, type Stream, stalls, type Tick, tickStream } from "./tick-stream.ts";

/** What one trial found out about a follower: the columns of the table. */
interface Finding {
  readonly column: string;
  readonly unit: string;
  /** Larger is worse; Infinity: never. */
  readonly value: number;
  /** What our own follower must not exceed; null where there is no aim. */
  readonly aim: number | null;
}

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

interface Row {
  readonly index: number;
  /** When the follower has this tick, minus when it was meant. */
  readonly phase: number;
  readonly bpm: number;
}

const follow = (follower: Follower, ticks: readonly Tick[]): Row[] =>
  ticks.map(({ index, truth, at }) => {
    follower.tick(at);
    return { index, phase: follower.timeOf(index) - truth, bpm: follower.bpm };
  });

const runs = (make: () => Follower, stream: Omit<Stream, "seed">): Row[][] =>
  SEEDS.map((seed) => follow(make(), tickStream({ ...stream, seed })));

const spread = (values: readonly number[]): { readonly sd: number; readonly max: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { sd, max: Math.max(...values.map((value) => Math.abs(value - mean))) };
};

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

const most = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((worst, row) => Math.max(worst, Number.isNaN(of(row)) ? Number.POSITIVE_INFINITY : Math.abs(of(row))), 0);

/** 120 bpm throughout, after 32 beats of settling: even the slowest loop has locked by then, if it ever does. */
const steady = (make: () => Follower, late: Lateness): { sd: number; max: number; bpmSd: number } => {
  const rows = runs(make, { tempo: 120, beats: 152, late }).map((run) => run.slice(32 * TICKS_PER_BEAT));
  const phases = rows.map((run) => spread(run.map(({ phase }) => phase)));
  return {
    sd: rms(phases.map(({ sd }) => sd)),
    max: Math.max(...phases.map(({ max }) => max)),
    bpmSd: rms(rows.map((run) => spread(run.map(({ bpm }) => bpm)).sd)),
  };
};

/** Beats from tick `from` until a run stays good; the worst seed. Infinity if it is not good in its last beat. */
const settles = (rows: readonly Row[][], from: number, good: (row: Row) => boolean): number =>
  Math.max(
    ...rows.map((run) => {
      const bad = run.findLast((row) => row.index >= from && !good(row));
      if (bad === undefined) return 0;
      const last = run.at(-1)?.index ?? 0;
      return bad.index > last - TICKS_PER_BEAT ? Number.POSITIVE_INFINITY : (bad.index + 1 - from) / TICKS_PER_BEAT;
    }),
  );

const STEP_AT = 40;
const rampTempo = (beat: number): number => 100 + 40 * clamp01((beat - STEP_AT) / 16);
const after = (rows: readonly Row[][], beat: number): Row[] =>
  rows.flatMap((run) => run.filter(({ index }) => index >= beat * TICKS_PER_BEAT));

/** Periods in which drivers and wireless links hand over what has come, ms, and tempi that come through them, bpm. */
const BLOCKS = [5, 10.67, 15, 21.33, 30];
const THROUGH_BLOCKS = [60, 80, 97, 120, 128, 174, 240];

/** How far a follower is off after four beats of a clock that comes in blocks: its tempo, and its phase in blocks; the worst tempo. */
const inBlocks = (make: () => Follower, block: number): { tempo: number; phase: number } => {
  const rows = THROUGH_BLOCKS.flatMap((tempo, i) => {
    const ticks = tickStream({ tempo, beats: 12, late: grid(block), from: 1000 + 3.3 * i, seed: 1 });
    const settled = follow(make(), ticks).filter(({ index }) => index >= 4 * TICKS_PER_BEAT);
    return settled.map((row) => ({ ...row, bpm: row.bpm / tempo - 1, phase: row.phase / block }));
  });
  return { tempo: 100 * most(rows, ({ bpm }) => bpm), phase: most(rows, ({ phase }) => phase) };
};

/** Everything the table of followers asks, over 12 seeds. Mean lateness is taken out where the clock is steady. */
export const tryOut = (make: () => Follower): Finding[] => {
  const noise = steady(make, gaussian(1));
  const usb = steady(make, grid(1));
  const stalled = steady(make, stalls());
  const step = runs(make, { tempo: (beat) => (beat < STEP_AT ? 120 : 126), beats: 72, late: gaussian(0.5) });
  const ramp = runs(make, { tempo: rampTempo, beats: 72, late: gaussian(0.5) });
  const cold = runs(make, { tempo: 120, beats: 40, late: gaussian(0.5) });
  const mishap = (lost: readonly number[], doubled: readonly number[]): { slip: number; bpm: number } => {
    const rows = runs(make, { tempo: 120, beats: 72, late: gaussian(0.5), lost, doubled });
    return {
      slip: Math.max(...rows.map((run) => Math.round(Math.abs(run.at(-1)?.phase ?? 0) / (2500 / 120)))),
      bpm: most(after(rows, STEP_AT), ({ bpm }) => bpm - 120),
    };
  };
  const at = STEP_AT * TICKS_PER_BEAT;
  const lost = mishap([at, at + 1], []);
  const doubled = mishap([], [at]);
  const blocks = BLOCKS.flatMap((block): Finding[] => {
    const { tempo, phase } = inBlocks(make, block);
    return [
      { column: `blocks of ${block} ms: tempo`, unit: "%", value: tempo, aim: 0.5 },
      { column: `blocks of ${block} ms: phase`, unit: "blocks", value: phase, aim: 0.5 },
    ];
  });
  return [
    { column: "noise 1 ms: phase sd", unit: "ms", value: noise.sd, aim: 0.35 },
    { column: "bpm sd", unit: "bpm", value: noise.bpmSd, aim: 0.1 },
    { column: "USB grid: phase sd", unit: "ms", value: usb.sd, aim: 0.15 },
    { column: "stalls: phase sd", unit: "ms", value: stalled.sd, aim: 0.3 },
    { column: "stalls: max", unit: "ms", value: stalled.max, aim: 3 },
    { column: "+5 %: peak", unit: "ms", value: most(after(step, STEP_AT), ({ phase }) => phase), aim: 3.5 },
    {
      column: "+5 %: settled",
      unit: "beats",
      value: settles(step, at, ({ phase, bpm }) => Math.abs(phase) < 3 && Math.abs(bpm - 126) < 0.8),
      aim: 0.5,
    },
    { column: "ramp: phase", unit: "ms", value: most(after(ramp, STEP_AT), ({ phase }) => phase), aim: 5 },
    {
      column: "ramp: tempo",
      unit: "bpm",
      value: most(after(ramp, STEP_AT), ({ bpm, index }) => bpm - rampTempo(index / TICKS_PER_BEAT)),
      aim: 3,
    },
    { column: "2 lost: slip", unit: "ticks", value: lost.slip, aim: 0 },
    { column: "2 lost: tempo", unit: "bpm", value: lost.bpm, aim: null },
    { column: "1 doubled: slip", unit: "ticks", value: doubled.slip, aim: 0 },
    { column: "1 doubled: tempo", unit: "bpm", value: doubled.bpm, aim: null },
    {
      column: "cold: phase < 4 ms",
      unit: "beats",
      value: settles(cold, 0, ({ phase }) => Math.abs(phase) < 4),
      aim: 1,
    },
    ...blocks,
  ];
};
