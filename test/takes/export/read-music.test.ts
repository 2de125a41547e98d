import { describe, expect, it } from "vitest";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { ms } from "../../../shared/time/units.ts";
import { seededTake } from "../../helpers/seeded-take.ts";

/** A 16th at the slowest tempo of the takes. */
const LONG_STEP_MS = 375;

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** To a tenth of a millisecond: the planner moves nothing by less than a hundredth. */
const TOLD_MS = 0.1;

type Sounded = readonly [at: number, voice: string, drum: string, velocity: number];

const key = ([, ...rest]: Sounded): string => rest.join(" ");

/** The same notes, each at its moment. */
const expectSame = (notes: readonly Sounded[], expected: readonly Sounded[]): void => {
  const sorted = (all: readonly Sounded[]): Sounded[] =>
    [...all].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a[0] - b[0]));
  const [found, wanted] = [sorted(notes), sorted(expected)];
  expect(found.map(key)).toEqual(wanted.map(key));
  const off = found.map(([at], i) => Math.abs(at - wanted[i]![0]));
  expect(Math.max(...off)).toBeLessThan(TOLD_MS);
};

describe.each(SEEDS)("a take as music, seed %i", async (seed) => {
  const take = await seededTake(seed);
  const { from, to } = take.header;
  const music = await readMusic(take);

  it("has the notes that the outputs were sent, at their moments, and no others", () => {
    // What was due at the very moment of a jump may have been sent or not: here time stands while both happen.
    const breaks = take.all.flatMap((record) => (record.kind === "transport" ? [record.at] : []));
    const isClear = (at: number): boolean => !breaks.some((moment) => Math.abs(moment - at) < 0.01);
    const sounded = take.sent.flatMap((event) =>
      event.kind === "note" && event.at >= from && event.at <= to! && isClear(event.at)
        ? [[event.at - from, event.note] as const]
        : [],
    );
    expectSame(
      music.notes
        .filter(({ seconds }) => isClear(from + seconds * 1000))
        .map((note) => [note.seconds * 1000, note.voice, note.drum, note.velocity]),
      sounded.map(([at, note]) => [at, note.voice, note.drum, note.velocity]),
    );
    expect(music.notes.length).toBeGreaterThan(50);
  });

  it("has every note where its seconds are, to a millisecond", () => {
    for (const { beat, seconds } of music.notes)
      expect(Math.abs(music.time.tempi.toSeconds(beat) - seconds)).toBeLessThan(0.001);
  });

  it("has beats that never run back, and bars without gaps", () => {
    const { bars, tempi } = music.time;
    for (const { bpm } of tempi.changes) expect(bpm).toBeGreaterThan(0);
    for (const [i, bar] of bars.slice(1).entries()) {
      const { beat, metre } = bars[i]!;
      expect(bar.beat).toBeCloseTo(beat + (metre.numerator * 4) / metre.denominator, 9);
    }
  });

  it("has the bar lines of the music as its bar lines", () => {
    const lines = take.sent.flatMap((event) =>
      event.kind === "beat" && event.at > from && event.at < to! ? [event] : [],
    );
    // A line that is left by a jump before its first 16th is over is that of the jump.
    const jumps = take.all.flatMap((record) => (record.kind === "transport" && record.jumped ? [record.at] : []));
    const goesOn = ({ at }: { readonly at: number }): boolean =>
      !jumps.some((jump) => Math.abs(jump - at) < LONG_STEP_MS);
    const isBarLine = lines
      .filter(({ bar }, i) => bar !== lines[i - 1]?.bar)
      .slice(1)
      .filter(goesOn);
    const starts = music.time.bars.map(({ beat }) => music.time.tempi.toSeconds(beat) * 1000);
    for (const { at } of isBarLine)
      expect(Math.min(...starts.map((start) => Math.abs(start - (at - from))))).toBeLessThan(1);
    expect(isBarLine.length).toBeGreaterThan(5);
  });

  it("is a part of it where a part is asked for", async () => {
    const part = { from: ms(from + 5000), to: ms(from + 12_000) };
    const short = await readMusic(take, part);
    const expected = music.notes.filter(({ seconds }) => seconds >= 5 && seconds <= 12);
    expectSame(
      short.notes.map((note) => [note.seconds * 1000 + 5000, note.voice, note.drum, note.velocity]),
      expected.map((note) => [note.seconds * 1000, note.voice, note.drum, note.velocity]),
    );
  });
});
