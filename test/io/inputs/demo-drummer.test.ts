import { describe, expect, it } from "vitest";
import { DemoDrummer } from "../../../server/io/inputs/demo-drummer.ts";
import { DemoScore } from "../../../server/io/inputs/demo-score.ts";
import { readGrooves } from "../../../server/io/inputs/grooves.ts";
import type { Stretch } from "../../../server/io/inputs/score-player.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { beatsPerBar, COMMON_TIME, type Metre } from "../../../shared/time/metre.ts";
import { bpm } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const grooves = await readGrooves();
const SEVEN: Metre = { numerator: 7, denominator: 8 };

const fail = (report: unknown): never => {
  throw new Error(JSON.stringify(report));
};

const stretches = (count: number, metre: Metre, tempo: number, seed = 1): Stretch[] => {
  const score = new DemoScore(grooves, () => bpm(tempo), seed);
  return Array.from({ length: count }, (_, i) => score.next(metre, i === 0));
};

/** What a phrase is, less what the hands strayed. */
const written = ({ hits, length }: Stretch): string => `${length}: ${hits.length}`;

const minutesOf = async (seed: number, tempo: number, minutes: number): Promise<Hit[]> => {
  const time = new VirtualTime();
  const transport = new Transport(time, bpm(tempo), COMMON_TIME, fail);
  transport.start();
  const hits: Hit[] = [];
  new DemoDrummer(grooves, transport, seed, time, fail).onHit((hit) => hits.push(hit));
  await time.advanceTo(minutes * 60_000);
  return hits;
};

describe("DemoScore", () => {
  it("plays the same from the same seed, and something else from another", () => {
    expect(stretches(20, COMMON_TIME, 120, 5)).toEqual(stretches(20, COMMON_TIME, 120, 5));
    expect(stretches(20, COMMON_TIME, 120, 5)).not.toEqual(stretches(20, COMMON_TIME, 120, 6));
  });

  it("never plays a phrase twice alike", () => {
    const phrases = stretches(200, COMMON_TIME, 120).filter(({ hits }) => hits.length > 0);
    expect(new Set(phrases.map((phrase) => JSON.stringify(phrase))).size).toBe(phrases.length);
  });

  it("changes its groove at phrase ends and knows them all", () => {
    const phrases = stretches(400, COMMON_TIME, 120).filter(({ hits }) => hits.length > 0);
    const fourFour = grooves.filter(({ metre }) => metre.numerator === 4);
    expect(new Set(phrases.map(written)).size).toBe(new Set(fourFour.map(({ hits }) => hits.length)).size);
  });

  it("leaves room now and then, never twice in a row and never at an entry", () => {
    for (let seed = 0; seed < 30; seed++) expect(stretches(1, COMMON_TIME, 120, seed)[0]!.hits).not.toEqual([]);
    const all = stretches(400, COMMON_TIME, 120);
    const rests = all.filter(({ hits }) => hits.length === 0);
    expect(rests.length / all.length).toBeGreaterThan(0.1);
    expect(rests.length / all.length).toBeLessThan(0.3);
    all.forEach(({ hits }, i) => {
      if (hits.length === 0) expect(all[i + 1]?.hits).not.toEqual([]);
    });
    for (const { length } of rests) expect([4, 8, 16]).toContain(length);
  });

  it("prefers grooves written near the tempo", () => {
    const fast = stretches(300, COMMON_TIME, 172).map(written);
    const slow = stretches(300, COMMON_TIME, 86).map(written);
    const like = (name: string): string => {
      const groove = grooves.find((one) => one.name === name)!;
      return `${groove.length}: ${groove.hits.length}`;
    };
    const count = (phrases: readonly string[], name: string): number =>
      phrases.filter((phrase) => phrase === like(name)).length;
    expect(count(fast, "drum-and-bass")).toBeGreaterThan(3 * count(fast, "hip-hop"));
    expect(count(slow, "hip-hop")).toBeGreaterThan(3 * count(slow, "drum-and-bass"));
  });

  it("plays in 7/8 and 3/4 what was written in them", () => {
    for (const metre of [SEVEN, { numerator: 3, denominator: 4 }]) {
      const groove = grooves.find((one) => one.metre.numerator === metre.numerator)!;
      const phrase = stretches(1, metre, 120)[0]!;
      expect(written(phrase)).toBe(`${groove.length}: ${groove.hits.length}`);
    }
  });

  it.each([
    { numerator: 5, denominator: 4 },
    { numerator: 2, denominator: 4 },
    { numerator: 11, denominator: 8 },
    { numerator: 6, denominator: 8 },
    { numerator: 1, denominator: 16 },
  ] satisfies Metre[])("keeps a beat in any metre: $numerator/$denominator", (metre) => {
    const bar = beatsPerBar(metre);
    for (const { hits, length } of stretches(40, metre, 120)) {
      expect((length / bar) % 1).toBe(0);
      hits.forEach(({ beat }, i) => {
        expect(beat).toBeGreaterThanOrEqual(hits[i - 1]?.beat ?? 0);
        expect(beat).toBeLessThan(length);
      });
      if (hits.length === 0) continue;
      const onBars = new Set(hits.filter(({ beat }) => Math.abs(beat / bar - Math.round(beat / bar)) * bar < 0.1));
      expect(onBars.size).toBeGreaterThanOrEqual(length / bar / 2);
    }
  });
});

describe("DemoDrummer", () => {
  it("plays a humanised quarter of an hour: no drum machine's velocities, nothing far off the beat", async () => {
    const hits = await minutesOf(3, 120, 15);
    expect(hits.length).toBeGreaterThan(15 * 60 * 2);
    expect(new Set(hits.map(({ velocity }) => velocity)).size).toBeGreaterThan(60);
    const snares = hits.filter(({ drum, velocity }) => drum === "snare" && velocity > 95);
    const off = snares.map(({ at }) => at / 125 - Math.round(at / 125)).map((steps) => Math.abs(steps) * 125);
    expect(off.reduce((sum, ms) => sum + ms, 0) / off.length).toBeLessThan(20);
  });

  it("plays the same take from the same seed", async () => {
    expect(await minutesOf(9, 174, 2)).toEqual(await minutesOf(9, 174, 2));
  });

  it("falls silent at once when it leaves, and comes back on a bar line", async () => {
    const time = new VirtualTime();
    const transport = new Transport(time, bpm(120), COMMON_TIME, fail);
    transport.start();
    const drummer = new DemoDrummer(grooves, transport, 1, time, fail);
    const hits: Hit[] = [];
    drummer.onHit((hit) => hits.push(hit));
    await time.advanceTo(1000);
    drummer.leave();
    const before = hits.length;
    expect(before).toBeGreaterThan(0);
    await time.advanceTo(10_700);
    expect(hits).toHaveLength(before);
    drummer.enter();
    await time.advanceTo(13_000);
    expect(hits[before]!.at).toBeGreaterThanOrEqual(12_000);
    expect(hits[before]!.at).toBeLessThan(12_020);
  });
});
