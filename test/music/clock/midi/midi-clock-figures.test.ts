import { describe, expect, it } from "vitest";
import { followTicks, type Seen, spreadOf } from "../../../helpers/follow-ticks.ts";
import {
  exponential,
  gaussian,
  grid,
  type Lateness,
  type Stream,
  stalls,
  tickStream,
} from "../../../helpers/tick-stream.ts";

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

const runs = (stream: Omit<Stream, "seed">): Seen[][] =>
  SEEDS.map((seed) => followTicks(tickStream({ ...stream, seed })));

/** Root mean square over the seeds of the standard deviations, and the largest maximum. Mean removed per seed. */
const settled = (late: Lateness, tempo = 120): { phaseSd: number; phaseMax: number; bpmSd: number } => {
  const rows = runs({ tempo, beats: 120, late }).map((seen) => {
    const after = seen.filter(({ index }) => index >= 48);
    return { phase: spreadOf(after.map(({ phase }) => phase)), bpm: spreadOf(after.map(({ bpm }) => bpm)) };
  });
  const rms = (values: number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  return {
    phaseSd: rms(rows.map(({ phase }) => phase.sd)),
    phaseMax: Math.max(...rows.map(({ phase }) => phase.max)),
    bpmSd: rms(rows.map(({ bpm }) => bpm.sd)),
  };
};

/** The tick after which a run stays within limits, counted from tick `from`, in beats. */
const settlesAfter = (seen: readonly Seen[], from: number, good: (row: Seen) => boolean): number => {
  let last = from;
  for (const row of seen) if (row.index >= from && !good(row)) last = row.index + 1;
  return (last - from) / 24;
};

describe("the MIDI clock follower, in figures", () => {
  it("noise of sd 1 ms: phase sd <= 0.35 ms, max <= 1.5 ms, bpm sd <= 0.10", () => {
    const { phaseSd, phaseMax, bpmSd } = settled(gaussian(1));
    expect(phaseSd).toBeLessThanOrEqual(0.35);
    expect(phaseMax).toBeLessThanOrEqual(1.5);
    expect(bpmSd).toBeLessThanOrEqual(0.1);
  });

  it("a port with a 1 ms grid: phase sd <= 0.15 ms", () => {
    expect(settled(grid(1)).phaseSd).toBeLessThanOrEqual(0.15);
  });

  it.each([60, 120, 174, 240])(
    "stalls of 2 to 15 ms on 3 %% of ticks at %d bpm: phase sd <= 0.3 ms, max <= 3 ms",
    (tempo) => {
      const { phaseSd, phaseMax } = settled(stalls(), tempo);
      expect(phaseSd).toBeLessThanOrEqual(0.3);
      expect(phaseMax).toBeLessThanOrEqual(3);
    },
  );

  it("locks within 1 beat of the first tick, phase within 4 ms", () => {
    for (const late of [gaussian(0.5), gaussian(1), grid(1), stalls()])
      for (const seen of runs({ tempo: 120, beats: 20, late })) {
        expect(seen.find(({ state }) => state === "locked")?.index).toBeLessThanOrEqual(24);
        expect(settlesAfter(seen, 0, ({ phase }) => Math.abs(phase) < 4)).toBeLessThanOrEqual(1);
      }
  });

  it("a step of +5 %: peak <= 3.5 ms, settled within half a beat", () => {
    for (const seen of runs({ tempo: (beat) => (beat < 20 ? 120 : 126), beats: 40, late: gaussian(0.5) })) {
      const after = seen.filter(({ index }) => index >= 480);
      expect(Math.max(...after.map(({ phase }) => Math.abs(phase)))).toBeLessThanOrEqual(3.5);
      const good = ({ phase, bpm }: Seen): boolean => Math.abs(phase) < 3 && Math.abs(bpm - 126) < 0.8;
      expect(settlesAfter(seen, 480, good)).toBeLessThanOrEqual(0.5);
    }
  });

  it("a ramp from 100 to 140 bpm in 16 beats: phase within 5 ms, tempo within 3 bpm", () => {
    const tempo = (beat: number): number => 100 + 40 * Math.min(1, Math.max(0, (beat - 12) / 16));
    for (const seen of runs({ tempo, beats: 40, late: gaussian(0.5) }))
      for (const { index, phase, bpm } of seen.filter((row) => row.index >= 48)) {
        expect(Math.abs(phase)).toBeLessThanOrEqual(5);
        expect(Math.abs(bpm - tempo(index / 24))).toBeLessThanOrEqual(3);
      }
  });

  it.each([
    ["one lost tick", { lost: [480] }],
    ["two lost ticks", { lost: [480, 481] }],
    ["three lost ticks", { lost: [480, 481, 482] }],
    ["a doubled tick", { doubled: [480] }],
    ["a tick doubled 8 ms later", { doubled: [480], echo: 8 }],
  ])("%s: no slip, tempo within 0.2 bpm of what it would have been", (_, mishap) => {
    for (const seed of SEEDS) {
      const stream = { tempo: 120, beats: 40, late: gaussian(0.5), seed };
      const unharmed = new Map(followTicks(tickStream(stream)).map((row) => [row.index, row]));
      for (const row of followTicks(tickStream({ ...stream, ...mishap })).filter(({ index }) => index > 24)) {
        expect(Math.abs(row.phase)).toBeLessThan(2);
        expect(Math.abs(row.bpm - (unharmed.get(row.index)?.bpm ?? 0))).toBeLessThanOrEqual(0.2);
      }
    }
  });

  it("30 minutes of a clock that is 0.01 % fast, with stalls: not one tick slips", () => {
    const seen = followTicks(tickStream({ tempo: 120.012, beats: 3600, late: stalls(), seed: 1 }));
    for (const { index, phase } of seen) if (index > 24) expect(Math.abs(phase)).toBeLessThan(3.5);
    expect(seen.at(-1)?.index).toBe(3600 * 24 - 1);
  });

  it("is as exact when ticks only ever come late", () => {
    expect(settled(exponential(1)).phaseSd).toBeLessThanOrEqual(0.35);
  });
});
