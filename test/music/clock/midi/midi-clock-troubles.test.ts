import { describe, expect, it } from "vitest";
import { MidiClockFollower } from "../../../../server/music/clock/midi/midi-clock-follower.ts";
import { ms } from "../../../../shared/time/units.ts";
import { followTicks } from "../../../helpers/follow-ticks.ts";
import { exponential, gaussian, grid, stalls, type Tick, tickStream } from "../../../helpers/tick-stream.ts";

const PERIOD = 60_000 / 120 / 24;

/** Even ticks at 120 bpm; gives back the time of the one after the last. */
const even = (follower: MidiClockFollower, from: number, count: number): number => {
  for (let i = 0; i < count; i++) follower.tick(ms(from + i * PERIOD));
  return from + count * PERIOD;
};

const beatAt = (follower: MidiClockFollower, at: number): number =>
  follower.timelineAt(ms(at))?.toBeats(ms(at)) ?? Number.NaN;

/** What users of other programs report about MIDI clock, one by one. */
describe("the MIDI clock follower, where others give trouble:", () => {
  it("the tempo that is read does not wobble", () => {
    for (const late of [gaussian(1), grid(1), stalls()]) {
      const shown = followTicks(tickStream({ tempo: 120, beats: 64, late, seed: 3 })).filter(({ index }) => index > 96);
      expect(new Set(shown.map((row) => row.shown))).toEqual(new Set([120]));
    }
  });

  it("what is synced to the tempo does not chase each tick: the rate bends by 2 % at most, and most ticks leave it alone", () => {
    const follower = new MidiClockFollower();
    const tempi: number[] = [];
    for (const { at, index } of tickStream({ tempo: 120, beats: 40, late: gaussian(1), seed: 5 })) {
      follower.tick(at);
      if (index > 48) tempi.push(follower.timelineAt(at)?.tempo ?? 0);
    }
    for (const tempo of tempi) expect(Math.abs(tempo - 120)).toBeLessThan(120 * 0.022);
    const changes = tempi.slice(1).map((tempo, i) => Math.abs(tempo - (tempi[i] ?? tempo)));
    changes.sort((a, b) => a - b);
    expect(changes[changes.length >> 1]).toBeLessThan(0.2);
  });

  it("the first clock after Start is the downbeat, however soon after Start it comes", () => {
    for (const gap of [0.3, 1, 5, 18]) {
      const follower = new MidiClockFollower();
      const next = even(follower, 1000, 100);
      follower.start(ms(next - gap));
      expect(follower.tick(ms(next))).toEqual({ do: "start" });
      expect(beatAt(follower, next)).toBeCloseTo(0, 2);
      expect(follower.knowsDownbeat).toBe(true);
    }
  });

  it("the first clock after Start is the downbeat when the master begins its ticks anew, out of step", () => {
    const follower = new MidiClockFollower();
    const next = even(follower, 1000, 100) - 8;
    follower.start(ms(next - 1));
    follower.tick(ms(next));
    const later = even(follower, next + PERIOD, 47);
    expect(beatAt(follower, later)).toBeCloseTo(2, 1);
    expect(Math.abs(beatAt(follower, later) - 2) * 500).toBeLessThan(1);
  });

  it("the first clock after Start is the downbeat when it is the first clock ever: it is told as soon as there is a tempo", () => {
    const follower = new MidiClockFollower();
    follower.start(ms(999));
    const told: number[] = [];
    for (let i = 0; i < 24; i++) if (follower.tick(ms(1000 + i * PERIOD))?.do === "start") told.push(i);
    expect(told).toEqual([5]);
    expect(beatAt(follower, 1000 + 24 * PERIOD)).toBeCloseTo(1, 2);
  });

  it("a Continue right after every Start changes nothing", () => {
    const follower = new MidiClockFollower();
    const next = even(follower, 1000, 100);
    follower.start(ms(next - 10));
    follower.continue(ms(next - 4));
    expect(follower.tick(ms(next))).toEqual({ do: "start" });
    follower.continue(ms(next + 6));
    const later = even(follower, next + PERIOD, 23);
    expect(beatAt(follower, later)).toBeCloseTo(1, 2);
  });

  it("Continue without Song Position goes on after the last tick before Stop", () => {
    const follower = new MidiClockFollower();
    let next = even(follower, 1000, 50);
    follower.start(ms(next - 2));
    next = even(follower, next, 36);
    expect(follower.stop()).toEqual({ do: "stop" });
    next = even(follower, next, 31);
    follower.continue(ms(next - 2));
    expect(follower.tick(ms(next))).toEqual({ do: "continue" });
    expect(beatAt(follower, next)).toBeCloseTo(1.5, 2);
  });

  it("a master that sends Start and Stop but never Continue or Song Position is followed", () => {
    const follower = new MidiClockFollower();
    let next = even(follower, 1000, 50);
    for (let take = 0; take < 3; take++) {
      follower.start(ms(next - 1));
      expect(follower.tick(ms(next))).toEqual({ do: "start" });
      next = even(follower, next + PERIOD, 47);
      expect(beatAt(follower, next)).toBeCloseTo(2, 2);
      expect(follower.stop()).toEqual({ do: "stop" });
    }
  });

  it("a workstation that moves its cursor sends Stop, Song Position and Continue: the song goes on there", () => {
    const follower = new MidiClockFollower();
    let next = even(follower, 1000, 50);
    follower.start(ms(next - 1));
    next = even(follower, next, 100);
    follower.stop();
    follower.songPosition(64);
    follower.continue(ms(next - 1));
    expect(follower.tick(ms(next))).toEqual({ do: "continue" });
    expect(beatAt(follower, next)).toBeCloseTo(16, 2);
  });

  it("Song Position while the song runs is ignored, a storm of it too", () => {
    const follower = new MidiClockFollower();
    let next = even(follower, 1000, 50);
    follower.start(ms(next - 1));
    for (let i = 0; i < 24; i++) {
      for (let storm = 0; storm < 500; storm++) follower.songPosition((storm * 37) % 16384);
      next = even(follower, next, 1);
    }
    expect(beatAt(follower, next)).toBeCloseTo(1, 2);
  });

  it("an echo of the clock on the same port is recognised and does not double the tempo, in a lock and from cold", () => {
    for (const echo of [0.4, 2, 7]) {
      const all = Array.from({ length: 40 * 24 }, (_, i) => i);
      const stream = { tempo: 100, beats: 40, late: gaussian(0.1), seed: 2, echo };
      const cold = new MidiClockFollower();
      const seen = followTicks(tickStream({ ...stream, doubled: all }), cold);
      expect(seen.at(-1)?.shown).toBeCloseTo(100, 0);
      expect(cold.quality.doubleClock).toBe(true);
      const locked = new MidiClockFollower();
      followTicks(tickStream({ ...stream, doubled: all.slice(240) }), locked);
      expect(locked.quality).toMatchObject({ tempo: 100, doubleClock: true });
    }
  });

  it("a clock that ticks while the song is stopped sets the tempo and moves nothing", () => {
    const follower = new MidiClockFollower();
    const next = even(follower, 1000, 100);
    expect(follower.state).toBe("locked");
    expect(follower.song).toBe("idle");
    expect(follower.knowsDownbeat).toBe(false);
    expect(follower.stop()).toBeNull();
    expect(follower.timelineAt(ms(next))?.tempo).toBeCloseTo(120, 3);
  });

  it("a clock that ticks only while the song runs is not lost when the song ends, and its tempo is known when it begins again", () => {
    const follower = new MidiClockFollower();
    follower.start(ms(999));
    const end = even(follower, 1000, 96);
    follower.stop();
    follower.advance(ms(end + 5000));
    expect(follower.state).toBe("idle");
    expect(follower.timelineAt(ms(end + 5000))?.tempo).toBeCloseTo(120, 3);
    follower.start(ms(end + 8123));
    expect(follower.tick(ms(end + 8124))).toEqual({ do: "start" });
    expect(beatAt(follower, end + 8124 + 250)).toBeCloseTo(0.5, 2);
  });

  it("slow clocks and fast ones are followed from 20 to 300 bpm", () => {
    for (const tempo of [20.5, 30, 60, 89, 174, 300]) {
      const seen = followTicks(tickStream({ tempo, beats: 16, late: exponential(0.3), seed: 4 }));
      expect(seen.at(-1)?.state, `${tempo} bpm`).toBe("locked");
      expect(Math.abs((seen.at(-1)?.bpm ?? 0) - tempo)).toBeLessThan(tempo * 0.003);
    }
  });

  it("a clock that was running before, with a heap of late ticks at the beginning, is found within a beat", () => {
    const follower = new MidiClockFollower();
    for (let i = 0; i < 20; i++) follower.tick(ms(1000 + i * 0.2));
    const seen = followTicks(tickStream({ tempo: 128, beats: 8, late: gaussian(0.5), seed: 6, from: 1010 }), follower);
    expect(follower.song).toBe("idle");
    for (const row of seen.filter(({ index }) => index > 40)) expect(Math.abs(row.bpm - 128)).toBeLessThan(1);
  });

  it("no beat happens twice, none is left out, whatever the corrections", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const wild = tickStream({
        tempo: (beat) => 120 + 25 * Math.sin(beat * (0.1 + 0.005 * seed)),
        beats: 60,
        late: (random, truth) => gaussian(1)(random, truth) + stalls()(random, truth),
        seed,
        lost: [200, 333, 334, 700],
        doubled: [250, 600, 601],
      });
      const heard = beatsHeard(wild);
      expect(heard, `seed ${seed}`).toEqual(heard.map((_, i) => i + 2));
      expect(heard.length).toBeGreaterThanOrEqual(57);
    }
  });

  it("lateness does not grow: after 30 minutes the beat is where the master's is", () => {
    const seen = followTicks(tickStream({ tempo: 119.988, beats: 3600, late: exponential(0.5), seed: 8 }));
    expect(Math.abs(seen.at(-1)?.phase ?? 99)).toBeLessThan(1.5);
  });

  it("a master that hangs for up to 300 ms and then sends what it owes in one burst loses no tick", () => {
    for (const tempo of [60, 120, 174])
      for (const hang of [40, 100, 200, 300])
        for (let seed = 1; seed <= 6; seed++) {
          const ticks = tickStream({ tempo, beats: 24, late: gaussian(0.5), seed });
          const from = (ticks[300]?.truth ?? 0) + seed * 3;
          let before = 0;
          const held = ticks.map((tick) => {
            before = Math.max(before + 0.3, tick.at > from && tick.at < from + hang ? from + hang : tick.at);
            return { ...tick, at: ms(before) };
          });
          const seen = followTicks(held);
          expect(Math.abs(seen.at(-1)?.phase ?? 99), `${tempo} bpm, ${hang} ms, seed ${seed}`).toBeLessThan(3);
        }
  });

  it("the tempo is shown after a beat, not after eight", () => {
    const seen = followTicks(tickStream({ tempo: 97.3, beats: 2, late: gaussian(0.3), seed: 9 }));
    expect(seen.find(({ shown }) => shown !== null)?.index).toBeLessThanOrEqual(24);
    expect(seen.at(-1)?.shown).toBeCloseTo(97.3, 0);
  });

  it("a lost clock holds its tempo, says so, and is taken up in step when it is back", () => {
    const follower = new MidiClockFollower();
    const next = even(follower, 1000, 24 * 8);
    follower.advance(ms(next + 400));
    expect(follower.state).toBe("locked");
    expect(follower.advance(ms(next + 600))).toBe(true);
    expect(follower.state).toBe("lost");
    expect(follower.timelineAt(ms(next + 3000))?.tempo).toBeCloseTo(120, 3);
    const back = next + 150 * PERIOD;
    const before = beatAt(follower, back);
    const later = even(follower, back, 48);
    expect(follower.state).toBe("locked");
    expect(beatAt(follower, later)).toBeCloseTo(before + 2, 2);
  });

  it("clocks at 5 and at 2000 bpm are named, and neither locks nor harms", () => {
    for (const [tempo, gap] of [
      [5, 500],
      [2000, 1.25],
    ] as const) {
      const follower = new MidiClockFollower();
      for (let i = 0; i < 200; i++) follower.tick(ms(1000 + i * gap));
      expect(follower.state).toBe("locking");
      expect(follower.quality.outOfRange).toBeCloseTo(tempo, -1);
      expect(follower.timelineAt(ms(1e6))).toBeNull();
    }
  });

  it("a master that slows to 5 bpm leaves the tempo where it last made sense", () => {
    const follower = new MidiClockFollower();
    let at = even(follower, 1000, 200);
    for (let i = 0; i < 40; i++) {
      follower.tick(ms(at));
      at += 500;
      follower.advance(ms(at - 1));
    }
    expect(follower.state).not.toBe("locked");
    expect(follower.timelineAt(ms(at))?.tempo).toBeGreaterThan(20);
  });
});

/** Whole beats from 2 on as somebody counts them who looks at the newest timeline every 4 ms. */
const beatsHeard = (ticks: readonly Tick[]): number[] => {
  const follower = new MidiClockFollower();
  const heard: number[] = [];
  let next = 2;
  let before = Number.NEGATIVE_INFINITY;
  ticks.forEach(({ at }, i) => {
    follower.tick(at);
    const until = ticks[i + 1]?.at ?? at;
    for (let now: number = at; now < until; now += 4) {
      const beat = beatAt(follower, now);
      // Before the first lock it may jump.
      if (!(beat > 1.5)) continue;
      expect(beat).toBeGreaterThanOrEqual(before - 1e-9);
      before = beat;
      while (beat >= next) heard.push(next++);
    }
  });
  return heard;
};
