import { describe, expect, it } from "vitest";
import { ClockOut } from "../../../server/io/output/clock-out.ts";
import { Random } from "../../../shared/chance/random.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";

const NAMES: Readonly<Record<number, string>> = { 248: "clock", 250: "start", 251: "continue", 252: "stop" };

interface Sent {
  readonly at: number;
  readonly what: string;
}

/** A clock, and a sleeper that wakes for it with the delays it is given. */
const rig = (pause = 2000) => {
  let now = 0;
  const sent: Sent[] = [];
  const clock = new ClockOut((bytes) => {
    const what = NAMES[bytes[0]!] ?? `position ${bytes[1]! + 128 * bytes[2]!}`;
    sent.push({ at: now, what });
  }, ms(pause));
  const runTo = (until: number, delay: () => number = () => 0) => {
    while (clock.due <= until) {
      now = Math.min(until, Math.max(now, clock.due) + delay());
      clock.act(ms(now));
    }
    now = until;
  };
  return {
    clock,
    sent,
    runTo,
    play: (timeline: Timeline, at: number) => clock.set({ playing: true, timeline, at: ms(at) }),
    stand: (timeline: Timeline, at: number) => clock.set({ playing: false, timeline, at: ms(at) }),
    orders: () => sent.filter(({ what }) => what !== "clock"),
    /** Clocks since the last start or continue. */
    clocks: () => {
      const begin = sent.findLastIndex(({ what }) => what === "start" || what === "continue");
      return sent.slice(begin + 1).filter(({ what }) => what === "clock");
    },
  };
};
const line = (tempo: number, beat = 0, at = 0) => new Timeline(bpm(tempo), beats(beat), ms(at));

describe("MIDI clock out", () => {
  it("sends nothing before it knows a timeline", () => {
    const { clock, sent, runTo } = rig();
    runTo(10_000);
    expect(clock.due).toBe(Number.POSITIVE_INFINITY);
    expect(sent).toEqual([]);
  });

  it("sends Start, then the first clock 1 to 2 ms later, on beat 0", () => {
    const { play, runTo, sent } = rig();
    play(line(120, 0, 100), 50);
    runTo(100);
    const start = sent.findIndex(({ what }) => what === "start");
    expect(sent[start]!.at).toBeCloseTo(98.5, 9);
    expect(sent[start + 1]).toEqual({ at: 100, what: "clock" });
  });

  it("gives the first clock its distance from Start when it starts at once", () => {
    const { play, runTo, sent } = rig();
    play(line(120, 0, 100), 100);
    runTo(102);
    expect(sent).toEqual([
      { at: 100, what: "start" },
      { at: 101, what: "clock" },
    ]);
  });

  it("has not drifted after ten minutes at an odd tempo: tick n is at t0 + n T", () => {
    const { play, runTo, clocks } = rig();
    const tempo = 173.3;
    play(line(tempo, 0, 5), 5);
    runTo(600_005);
    const period = 60_000 / tempo / 24;
    const all = clocks();
    expect(all).toHaveLength(Math.floor(600_000 / period) + 1);
    all.slice(1).forEach(({ at }, i) => {
      expect(Math.abs(at - (5 + (i + 1) * period))).toBeLessThan(1e-6);
    });
  });

  it("catches up with every tick after a sleep, none twice and none left out", () => {
    const { play, runTo, clocks } = rig();
    const random = new Random(4);
    play(line(120), 0);
    runTo(60_000, () => (random.next() < 0.02 ? random.next() * 60 : 0));
    runTo(60_500);
    const all = clocks();
    expect(all).toHaveLength(60_500 / (500 / 24) + 1);
    expect(all.at(-1)!.at).toBeCloseTo(60_500, 6);
    const gaps = all.slice(1).map(({ at }, i) => at - all[i]!.at);
    expect(Math.min(...gaps)).toBeGreaterThan(500 / 24 / 2 - 1e-6);
  });

  it("follows changes of tempo without losing or doubling a tick", () => {
    const { play, runTo, clocks } = rig();
    const random = new Random(7);
    let timeline = line(120);
    play(timeline, 0);
    for (let now = 100; now <= 30_000; now += 100) {
      runTo(now);
      // Bends, and small corrections both ways, as a followed clock makes them.
      const bent = timeline.withTempo(bpm(80 + 100 * random.next()), ms(now));
      timeline = bent.shifted(ms(4 * random.next() - 2));
      play(timeline, now);
    }
    runTo(30_500);
    const due = Math.floor(timeline.toBeats(ms(30_500)) * 24) + 1;
    expect(Math.abs(clocks().length - due)).toBeLessThanOrEqual(1);
  });

  it("sends Stop at once, and clocks go on for gear that wants a tempo", () => {
    const { play, stand, runTo, sent, orders } = rig();
    play(line(120), 0);
    runTo(1000);
    stand(line(120), 1000);
    runTo(2000);
    expect(orders().at(-1)).toEqual({ at: 1000, what: "stop" });
    expect(sent.filter(({ at }) => at > 1000)).toHaveLength(48);
  });

  it("continues elsewhere with Song Position, the pause, and Continue just before the clock of that position", () => {
    const { play, stand, runTo, orders, clocks } = rig(2000);
    stand(line(120), 0);
    runTo(7000);
    // At 7000 ms the music stands at beat 5.3 and goes on.
    const timeline = line(120, 5.3, 7000);
    play(timeline, 7000);
    runTo(12_000);
    // 2 s and the lead later it is at beat 9.303, so the next 16th is number 38.
    expect(orders().map(({ what }) => what)).toEqual(["position 38", "continue"]);
    expect(orders()[0]!.at).toBe(7000);
    expect(orders()[1]!.at).toBeCloseTo(timeline.toMs(beats(38 / 4)) - 1.5, 6);
    expect(clocks()[0]!.at).toBeCloseTo(timeline.toMs(beats(38 / 4)), 6);
  });

  it("tells followers of a jump", () => {
    const { play, runTo, orders } = rig(500);
    play(line(120), 0);
    runTo(4000);
    play(line(120, 40, 4000), 4000);
    runTo(8000);
    expect(orders().map(({ what }) => what)).toEqual(["start", "stop", "position 165", "continue"]);
  });

  it("starts again when the music jumps to its beginning", () => {
    const { play, runTo, orders, clocks } = rig();
    play(line(120), 0);
    runTo(4000);
    play(line(120, 0, 4000), 4000);
    runTo(4500);
    expect(orders().map(({ what }) => what)).toEqual(["start", "stop", "start"]);
    expect(clocks()).toHaveLength(25);
  });

  it("starts at once when told so by a line that is earlier by its offset, and sends every tick", () => {
    const { play, stand, runTo, orders, clocks } = rig();
    const offset = -35;
    stand(line(120, 0, offset), offset);
    runTo(1003);
    const timeline = line(120, 0, 1003 + offset);
    play(timeline, 1003 + offset);
    runTo(3003 + offset);
    expect(orders()).toEqual([{ at: 1003, what: "start" }]);
    expect(clocks()).toHaveLength(4 * 24 + 1);
    expect(clocks().at(-1)!.at).toBeCloseTo(timeline.toMs(beats(4)), 6);
  });

  it("tells the position instead when much has been missed", () => {
    const { play, runTo, orders } = rig();
    runTo(1000);
    play(line(120, 0, 0), 0);
    runTo(4000);
    expect(orders().map(({ what }) => what)).toEqual(["position 25", "continue"]);
  });

  it("counts in without ticks that belong to the music: Start comes before beat 0", () => {
    const { play, runTo, orders, clocks } = rig();
    play(line(120, -4, 0), 0);
    runTo(3000);
    expect(orders()).toEqual([{ at: 1998.5, what: "start" }]);
    expect(clocks()).toHaveLength(49);
  });

  it("tells followers where the music is after the machine has slept", () => {
    const { play, runTo, orders, sent } = rig(500);
    play(line(120), 0);
    runTo(1000);
    let slept = false;
    const before = sent.length;
    runTo(62_000, () => {
      const delay = slept ? 0 : 60_000;
      slept = true;
      return delay;
    });
    expect(orders().map(({ what }) => what)).toEqual(["start", "stop", "position 493", "continue"]);
    expect(sent.length - before).toBeLessThan(100);
  });

  it("sends nothing any more once it is silenced, but Stop", () => {
    const { clock, play, runTo, sent } = rig();
    play(line(120), 0);
    runTo(1000);
    clock.stop();
    const before = sent.length;
    runTo(5000);
    expect(sent.length).toBe(before);
    expect(sent.at(-1)!.what).toBe("stop");
  });

  it("takes effect when it is told to, not before", () => {
    const { stand, play, runTo, orders } = rig();
    stand(line(120), 0);
    play(line(120, 0, 3000), 2990);
    runTo(2989);
    expect(orders()).toEqual([]);
    runTo(3000);
    expect(orders()).toHaveLength(1);
  });

  it("takes every change in its turn when changes are told long before they take effect", () => {
    const { play, runTo, orders, clocks } = rig();
    const offset = 100;
    let last = line(120, 0, offset);
    play(last, offset);
    const told = [last];
    for (let now = 2000; now <= 12_000; now += 20) {
      runTo(now);
      const inForce = told.findLast(({ originMs }) => originMs <= now)!;
      expect(Math.abs(clocks().length - inForce.toBeats(ms(now)) * 24)).toBeLessThanOrEqual(1 + 1e-6);
      if (now >= 10_000) continue;
      last = last.withTempo(bpm(120 + (10 * (now - 2000)) / 8000), ms(now + offset));
      play(last, now + offset);
      told.push(last);
    }
    expect(orders().map(({ what }) => what)).toEqual(["start"]);
  });

  it("forgets changes that a newer one comes before", () => {
    const { play, stand, runTo, orders } = rig();
    stand(line(120), 0);
    runTo(1000);
    play(line(120, 0, 1200), 1200);
    stand(line(120, 0, 1200), 1100);
    runTo(3000);
    expect(orders()).toEqual([]);
  });

  it("keeps the place in the bar beyond the last song position", () => {
    const { play, runTo, orders } = rig(100);
    const at: Ms = ms(0);
    play(new Timeline(bpm(120), beats(5000), at), at);
    runTo(1000);
    const position = Number(orders()[0]!.what.split(" ")[1]);
    expect(position).toBe(Math.ceil((5000 + 0.1015 * 2) * 4) % 16384);
  });
});
