import { describe, expect, it } from "vitest";
import { patternOf } from "../../../server/core/music/pattern.ts";
import { Lanes, oneByOne, overAndOver, type Sequence } from "../../../server/tools/training/lanes.ts";
import { emptyWindow, NO_LABEL } from "../../../server/tools/training/network/window.ts";
import { DEFAULT_RECIPE } from "../../../server/tools/training/recipe.ts";
import { stepsInEpoch, varying } from "../../../server/tools/training/sequences.ts";
import { Random } from "../../../shared/chance/random.ts";

const PERIOD = 64;

/** Sequences of which every step is told from every other. */
const sequences = (...lengths: number[]): Sequence[] => {
  let next = 0;
  return lengths.map((length) => ({ symbols: Uint16Array.from({ length }, () => next++), origin: 0 }));
};

describe("lanes", () => {
  it("hear every step but the last of each sequence, and predict every step once", () => {
    const all = sequences(16, 48, 32, 16, 16);
    const lanes = new Lanes(2, PERIOD, oneByOne(all));
    const window = emptyWindow(2, 10);
    const heard: number[] = [];
    const predicted: number[] = [];
    const follows: [number, number][] = [];
    while (lanes.fill(window, (row) => heard.push(window.inputs[row]!)) > 0)
      window.labels.forEach((label, row) => {
        if (label !== NO_LABEL) follows.push([window.inputs[row]!, label]);
        predicted.push(...[label, window.firsts[row]!].filter((each) => each !== NO_LABEL));
      });
    expect(predicted.sort((a, b) => a - b)).toEqual([...Array(128).keys()]);
    expect(heard.length).toBe(128 - all.length);
    expect(follows.every(([input, label]) => label === input + 1)).toBe(true);
  });

  it("start from a state of zero just where a sequence starts, and tell its steps to the counter", () => {
    const [one, other] = sequences(16, 16) as [Sequence, Sequence];
    const lanes = new Lanes(1, PERIOD, oneByOne([one, { ...other, origin: 48 }]));
    const window = emptyWindow(1, 40);
    const rows: [number, number][] = [];
    expect(lanes.fill(window, (_, sequence, step) => rows.push([sequence, step]))).toBe(30);
    expect([...window.starts].flatMap((start, row) => (start && row < 30 ? [row] : []))).toEqual([0, 15]);
    expect([...window.positions.subarray(0, 30)]).toEqual([
      ...Array(15).keys(),
      ...Array.from({ length: 15 }, (_, i) => 48 + i),
    ]);
    expect(rows[15]).toEqual([1, 0]);
    // One that begins inside its piece has no first step to predict.
    expect([...window.firsts].filter((first) => first !== NO_LABEL)).toEqual([0]);
  });

  it("go through all sequences before any comes again", () => {
    const next = overAndOver(sequences(16, 16, 16, 16), new Random(1), (sequence) => sequence);
    const round = (): number[] => Array.from({ length: 4 }, () => next()!.symbols[0]!);
    const first = round();
    expect([...first].sort((a, b) => a - b)).toEqual([0, 16, 32, 48]);
    expect(new Set([0, 1, 2, 3, 4].map(() => round().join())).size).toBeGreaterThan(1);
  });
});

describe("reading a piece", () => {
  const long: Sequence = { symbols: Uint16Array.from({ length: 16 * 40 }, (_, step) => step % 512), origin: 0 };

  it("takes a stretch of a long one, from a bar line", () => {
    const recipe = { ...DEFAULT_RECIPE, capBars: 8, exchange: 0 };
    const read = varying(recipe, new Random(1));
    const origins = Array.from({ length: 200 }, () => {
      const { symbols, origin } = read(long);
      expect(symbols.length).toBe(128);
      expect(symbols[0]).toBe(long.symbols[origin]);
      return origin;
    });
    expect(origins.every((origin) => origin % 16 === 0)).toBe(true);
    expect([Math.min(...origins), Math.max(...origins)]).toEqual([0, 32 * 16]);
    expect(stepsInEpoch([long], recipe)).toBe(128);
  });

  it("exchanges two like drums now and then, and leaves the others", () => {
    const read = varying({ ...DEFAULT_RECIPE, exchange: 1 }, new Random(2));
    const beat: Sequence = {
      symbols: Uint16Array.of(
        patternOf("kick", "closed_hat"),
        patternOf("snare", "low_tom", "mid_tom"),
        patternOf("ride"),
      ),
      origin: 0,
    };
    const seen = new Set(Array.from({ length: 100 }, () => read(beat).symbols.join()));
    expect(seen).toEqual(
      new Set([
        [patternOf("kick", "ride"), patternOf("snare", "low_tom", "mid_tom"), patternOf("closed_hat")].join(),
        [patternOf("kick", "closed_hat"), patternOf("snare", "low_tom", "mid_tom"), patternOf("ride")].join(),
        [patternOf("kick", "closed_hat"), patternOf("snare", "low_tom", "high_tom"), patternOf("ride")].join(),
        [patternOf("kick", "closed_hat"), patternOf("snare", "high_tom", "mid_tom"), patternOf("ride")].join(),
      ]),
    );
  });
});
