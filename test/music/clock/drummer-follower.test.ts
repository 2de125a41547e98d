import { describe, expect, it } from "vitest";
import { DrummerFollower } from "../../../server/music/clock/drummer-follower.ts";
import { Random } from "../../../shared/chance/random.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

interface Played {
  readonly at: number;
  readonly velocity: number;
}

interface Drummer {
  /** Tempo at a beat. */
  readonly tempo: (beat: number) => number;
  readonly count: number;
  /** Standard deviation of a hit, ms. */
  readonly spread?: number;
  /** How late the second eighth is, in beats: 0 straight, 0.167 triplets. */
  readonly swing?: number;
  readonly silent?: (beat: number) => boolean;
}

/** Kick, backbeat, hats in eighths, ghost notes and a fill every eighth bar, by a human being. */
const playing = ({ tempo, count, spread = 9, swing = 0, silent = () => false }: Drummer, seed: number) => {
  const random = new Random(seed);
  const hits: Played[] = [];
  const downbeats: number[] = [];
  let at = 0;
  for (let beat = 0; beat < count; beat++) {
    const length = 60_000 / tempo(beat);
    downbeats.push(at);
    const add = (within: number, velocity: number): void => {
      hits.push({ at: at + within * length + random.gaussian() * spread, velocity });
    };
    if (!silent(beat)) {
      add(0, 70 + random.integer(20));
      add(0.5 + swing, 50 + random.integer(20));
      if (beat % 4 === 0 || (beat % 4 === 2 && random.next() < 0.5)) add(0, 110);
      if (beat % 4 === 1 || beat % 4 === 3) add(0, 115);
      for (const ghost of [0.25, 0.5, 0.75]) if (random.next() < 0.25) add(ghost, 15 + random.integer(25));
      if (beat % 32 === 31) for (const step of [0.25, 0.5, 0.75]) add(step, 100);
    }
    at += length;
  }
  return { hits: hits.sort((a, b) => a.at - b.at), downbeats };
};

/** Plays to a follower that begins at `tempo`, and looks at it on every beat and every 10 ms. */
const follow = async (drummer: Drummer, tempo: number, seed: number, range = 0.2) => {
  const time = new VirtualTime(10_000);
  const follower = new DrummerFollower(time, new Timeline(bpm(tempo), beats(0), time.now()), range, (error) => {
    throw error;
  });
  const { hits, downbeats } = playing(drummer, seed);
  const looks: { beat: number; off: number; tempo: number; confidence: number }[] = [];
  let before = Number.NEGATIVE_INFINITY;
  let longest = 0;
  let next = 0;
  for (const [beat, at] of downbeats.entries()) {
    while (time.now() < 10_000 + at) {
      const until = Math.min(
        10_000 + at,
        time.now() + 10,
        10_000 + Math.max(0, hits[next]?.at ?? Number.POSITIVE_INFINITY),
      );
      await time.advanceTo(Math.max(until, time.now()));
      while (next < hits.length && 10_000 + hits[next]!.at <= time.now()) {
        follower.hit(time.now(), hits[next]!.velocity);
        next++;
      }
      const position = follower.timeline.toBeats(time.now());
      if (position < before) throw new Error(`went back from ${before} to ${position}`);
      longest = Math.max(longest, position - before === Number.POSITIVE_INFINITY ? 0 : position - before);
      before = position;
    }
    const position = follower.timeline.toBeats(time.now());
    looks.push({
      beat,
      off: ((position - beat) * 60_000) / drummer.tempo(beat),
      tempo: follower.timeline.tempo,
      confidence: follower.confidence,
    });
  }
  return { follower, looks, longest, time };
};

const p95 = (values: readonly number[]): number =>
  values.map(Math.abs).sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

describe("following the drummer", () => {
  it("stays with a drift from 100 to 110 in 64 beats, straight or swung, and is sure of it", async () => {
    for (const swing of [0, 0.1, 0.167]) {
      for (const seed of SEEDS) {
        const tempo = (beat: number): number => 100 + Math.min(10, Math.max(0, (beat - 16) * (10 / 64)));
        const { looks, longest } = await follow({ tempo, count: 112, swing }, 100, seed);
        const settled = looks.slice(8);
        expect(p95(settled.map(({ off }) => off))).toBeLessThan(20);
        expect(p95(settled.map((look) => look.tempo - tempo(look.beat)))).toBeLessThan(3.5);
        expect(Math.min(...looks.slice(12).map(({ confidence }) => confidence))).toBeGreaterThan(0.5);
        // 10 ms at 115 bpm: it never leaps.
        expect(longest).toBeLessThan((10 / 60_000) * 115);
      }
    }
  });

  it("finds a tempo that is a few bpm off from the first bars on", async () => {
    for (const seed of SEEDS) {
      const { looks } = await follow({ tempo: () => 104, count: 48 }, 100, seed);
      expect(p95(looks.slice(16).map((look) => look.tempo - 104))).toBeLessThan(3);
      expect(p95(looks.slice(16).map(({ off }) => off))).toBeLessThan(20);
    }
  });

  it("holds the tempo through a gap, less and less sure, and is there when the drummer comes back", async () => {
    for (const seed of SEEDS) {
      const { looks } = await follow(
        { tempo: () => 120, count: 64, silent: (beat) => beat >= 32 && beat < 44 },
        120,
        seed,
      );
      expect(looks[43]!.confidence).toBe(0);
      expect(Math.abs(looks[43]!.tempo - 120)).toBeLessThan(1.5);
      expect(p95(looks.slice(54).map(({ off }) => off))).toBeLessThan(20);
      expect(looks.at(-1)!.confidence).toBeGreaterThan(0.5);
    }
  });

  it("is not led astray by somebody who plays no time at all, and says that it is not sure", async () => {
    for (const seed of SEEDS) {
      const time = new VirtualTime(0);
      const follower = new DrummerFollower(time, new Timeline(bpm(120), beats(0), ms(0)), 0.2, () => {});
      const random = new Random(seed);
      let surest = 0;
      while (time.now() < 60_000) {
        await time.advance(-Math.log(1 - random.next()) * 250);
        follower.hit(time.now(), 60 + random.integer(60));
        surest += follower.confidence >= 0.5 ? 1 : 0;
      }
      expect(Math.abs(follower.timeline.tempo - 120)).toBeLessThan(12);
      expect(surest).toBeLessThan(40);
    }
  });

  it("leaves its range never, and the tempo by hand is a new middle of it", async () => {
    const tempo = (beat: number): number => 100 + beat * 0.3;
    const { looks, follower, time } = await follow({ tempo, count: 120 }, 100, 1, 0.08);
    expect(Math.max(...looks.map((look) => look.tempo))).toBeLessThan(108 * 1.021);
    follower.setTempo(bpm(150));
    expect(follower.timeline.tempo).toBe(150);
    expect(follower.confidence).toBe(0);
    const before = follower.timeline.toBeats(time.now());
    await time.advance(400);
    expect(follower.timeline.toBeats(time.now()) - before).toBeCloseTo(1, 9);
  });

  it("does nothing until it has heard four beats", async () => {
    const { looks } = await follow({ tempo: () => 110, count: 4 }, 100, 3);
    expect(looks.every((look) => look.tempo === 100)).toBe(true);
  });
});
