import { describe, expect, it } from "vitest";
import { MidiClockFollower } from "../../../../server/music/clock/midi/midi-clock-follower.ts";
import { Random } from "../../../../shared/chance/random.ts";
import { beats, ms } from "../../../../shared/time/units.ts";
import { followTicks } from "../../../helpers/follow-ticks.ts";
import { gaussian, grid, type Lateness, type Tick, tickStream } from "../../../helpers/tick-stream.ts";

const FOUR_BEATS = 4 * 24;

/** Ticks that are sent when they are meant, but for jitter, and handed over at the end of the block in which that is. */
const inBlocks = (block: number, phase = 0, jitter = 0): Lateness => {
  const early = gaussian(jitter);
  return (random, truth) => {
    const sent = truth + early(random, truth);
    return Math.ceil((sent - phase) / block) * block + phase - truth;
  };
};

describe("a MIDI clock that comes in blocks", () => {
  it.each([5, 5.8, 8, 10.67, 11.61, 15, 20, 21.33, 30])(
    "of %d ms: from 60 to 240 bpm the tempo is within 0.5 %% after four beats, the phase within half a block, and no lock is wrong",
    (block) => {
      for (const tempo of [60, 70, 80, 97, 101, 120, 128, 140, 174, 200, 240])
        for (const phase of [0.7, block * 0.31, block * 0.77]) {
          const seen = followTicks(tickStream({ tempo, beats: 12, late: inBlocks(block, phase), seed: 1 }));
          for (const row of seen.filter(({ index }) => index >= FOUR_BEATS)) {
            const where = `${tempo} bpm, tick ${row.index}, ${row.bpm}`;
            expect(Math.abs(row.bpm / tempo - 1), where).toBeLessThan(0.005);
            expect(Math.abs(row.phase), where).toBeLessThan(block / 2);
          }
          expect(seen.at(-1)?.state, `${tempo} bpm`).toBe("locked");
        }
    },
  );

  it("is counted from the Start that came with its first tick, lost ticks among it", () => {
    for (const block of [10.67, 21.33]) {
      const follower = new MidiClockFollower();
      follower.start(ms(999));
      const ticks = tickStream({ tempo: 128, beats: 32, late: inBlocks(block, 2), seed: 1, lost: [300, 520] });
      const seen = followTicks(ticks, follower);
      for (const { index, phase } of seen.filter((row) => row.index >= FOUR_BEATS + 24))
        expect(Math.abs(phase), `${block} ms, tick ${index}`).toBeLessThan(block);
    }
  });

  it("is followed to another tempo", () => {
    const tempo = (beat: number): number => (beat < 16 ? 120 : 150);
    const seen = followTicks(tickStream({ tempo, beats: 32, late: inBlocks(15, 4), seed: 1 }));
    for (const { bpm, state } of seen.filter(({ index }) => index >= 20 * 24)) {
      expect(Math.abs(bpm / 150 - 1)).toBeLessThan(0.005);
      expect(state).toBe("locked");
    }
  });

  it("is known to be one when it comes back after a stop", () => {
    const follower = new MidiClockFollower();
    const ticks = tickStream({ tempo: 120, beats: 12, late: inBlocks(21.33, 2), seed: 1 });
    followTicks(ticks, follower);
    follower.stop();
    follower.advance(ms((ticks.at(-1)?.at ?? 0) + 3000));
    const again = tickStream({ tempo: 120, beats: 8, late: inBlocks(21.33, 2), seed: 1, from: 20_000 });
    follower.continue(ms(19_999));
    for (const { at } of again) {
      follower.tick(at);
      expect(Math.abs((follower.tempo ?? 0) / 120 - 1)).toBeLessThan(0.005);
    }
    expect(follower.state).toBe("locked");
  });

  it("1,000 clocks of all kinds: what is locked agrees with the count, by a block at the most", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const { ticks, follower, lateBy, lost, told } = variant(seed);
      for (const [i, { at }] of ticks.entries()) {
        if (i === 60) follower.start(at);
        if (i === 130) follower.stop();
        if (i === 150) follower.continue(at);
        follower.tick(at);
        const since = ticks[i - FOUR_BEATS];
        // Two ticks in every block are taken for a clock and its echo, and that is told.
        if (follower.state !== "locked" || since === undefined || follower.quality.doubleClock) continue;
        // The count of four beats: nothing is known of a clock but when its ticks came. Of one lost among many in a block, nobody knows.
        const lostNow = lost.filter((index) => index > since.index && index <= (ticks[i]?.index ?? 0)).length;
        const period = 2500 / (follower.tempo ?? 0);
        const off = Math.abs((FOUR_BEATS + lostNow) * period - (at - since.at));
        expect(off, `${told}, tick ${i}: ${follower.tempo}`).toBeLessThan(lateBy + lostNow * period);
      }
      expect(follower.tempo, told).not.toBeNull();
    }
  });
});

/** A clock of its own kind: tempo, blocks or none, their phase, jitter, lost ticks. */
const variant = (seed: number) => {
  const random = new Random(seed, "clocks");
  const tempo = 60 + 180 * random.next();
  const drawn = 5 + 25 * random.next();
  // Blocks that fit into the period but for a little look for some beats like a clock of just that period, now and then out of step.
  const fit = 2500 / tempo / drawn;
  const block = random.next() > 0.7 ? 1 : fit > 0.9 && Math.abs(fit - Math.round(fit)) < 0.04 ? 0.93 * drawn : drawn;
  const jitter = random.next() < 0.5 ? 0 : 0.05 * block * random.next();
  const lost = random.next() < 0.3 ? [200 + Math.floor(100 * random.next())] : [];
  const late = block === 1 ? gaussian(1) : inBlocks(block, block * random.next(), jitter);
  const ticks = tickStream({ tempo, beats: 14, late, seed, lost });
  const told = `seed ${seed}: ${tempo.toFixed(2)} bpm, blocks of ${block.toFixed(2)}, jitter ${jitter.toFixed(2)}`;
  return { ticks, follower: new MidiClockFollower(), lateBy: block + 6 * jitter + (block === 1 ? 8 : 1), lost, told };
};

describe("two masters on one port", () => {
  const both = (one: number, other: number, jitter: readonly [number, number], seed: number): Tick[] =>
    [
      ...tickStream({ tempo: one, beats: one / 3, late: gaussian(jitter[0]), seed }),
      ...tickStream({ tempo: other, beats: other / 3, late: gaussian(jitter[1]), seed: seed + 100, from: 1004 }),
    ].toSorted((a, b) => a.at - b.at);

  it.each([
    [120, 97],
    [97, 120],
    [100, 150],
    [174, 60],
    [128, 80],
    [118, 120],
  ])("at %d and %d bpm are told, the steadier is followed, and no lock is claimed", (steady, other) => {
    for (let seed = 1; seed <= 6; seed++) {
      const follower = new MidiClockFollower();
      for (const [i, { at }] of both(steady, other, [0.1, 0.8], seed).entries()) {
        follower.tick(at);
        expect(follower.state, `tick ${i}`).not.toBe("locked");
        if (i > 300) expect(Math.abs((follower.tempo ?? 0) / steady - 1), `tick ${i}`).toBeLessThan(0.01);
      }
      expect(follower.quality.doubleClock).toBe(true);
      const [one = 0, two = 0] = follower.quality.tempi ?? [];
      expect(Math.abs(one / steady - 1)).toBeLessThan(0.02);
      expect(Math.abs(two / other - 1)).toBeLessThan(0.03);
    }
  });

  it("are one again, and locked, when the other is switched off", () => {
    const follower = new MidiClockFollower();
    const ticks = both(120, 97, [0.1, 0.8], 1);
    for (const { at } of ticks) follower.tick(at);
    const next = (ticks.at(-1)?.at ?? 0) + 20;
    for (const { at } of tickStream({ tempo: 120, beats: 12, late: grid(1), seed: 1, from: next })) follower.tick(at);
    expect(follower.state).toBe("locked");
    expect(follower.tempo).toBeCloseTo(120, 0);
    expect(follower.quality.doubleClock).toBe(false);
  });

  it("gives a line that is one clock's", () => {
    const follower = new MidiClockFollower();
    const ticks = both(120, 97, [0.1, 0.8], 1);
    for (const { at } of ticks) follower.tick(at);
    const at = ticks.at(-1)?.at ?? ms(0);
    const line = follower.timelineAt(at);
    expect((line?.toBeats(ms(at + 500)) ?? 0) - (line?.toBeats(at) ?? 0)).toBeCloseTo(1, 1);
    expect(line?.toMs(beats(1))).toBeGreaterThan(0);
  });
});
