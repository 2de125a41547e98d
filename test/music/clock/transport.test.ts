import { beforeEach, describe, expect, it } from "vitest";
import { Transport, type TransportChange } from "../../../server/music/clock/transport.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { FakeClock } from "../../helpers/fake-clock.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("the transport", () => {
  let time: VirtualTime;
  let transport: Transport;
  let changes: TransportChange[];

  beforeEach(() => {
    time = new VirtualTime(5000);
    transport = new Transport(time, bpm(120), COMMON_TIME, () => {});
    changes = [];
    transport.onChange((change) => changes.push(change));
  });

  const position = (): number => transport.positionAt(time.now());

  it("stands at 0 until it is started, then counts", async () => {
    await time.advance(700);
    expect(position()).toBe(0);
    transport.start();
    expect(changes.at(-1)).toMatchObject({ playing: true, jumped: true, at: 5700 });
    await time.advance(1000);
    expect(position()).toBeCloseTo(2, 9);
  });

  it("stands where it was stopped and goes on from there", async () => {
    transport.start();
    await time.advance(1250);
    transport.stop();
    await time.advance(333);
    expect(position()).toBeCloseTo(2.5, 9);
    transport.continue();
    await time.advance(250);
    expect(position()).toBeCloseTo(3, 9);
    transport.start();
    expect(position()).toBe(0);
  });

  it("changes the tempo without a jump of the beat", async () => {
    transport.start();
    await time.advance(1000);
    expect(transport.setTempo(bpm(174))).toBe(true);
    expect(position()).toBeCloseTo(2, 9);
    expect(changes.at(-1)).toMatchObject({ jumped: false });
    await time.advance(60_000 / 174);
    expect(position()).toBeCloseTo(3, 9);
  });

  it("nudges by exactly the milliseconds asked for, at every tempo, and never backwards", async () => {
    for (const tempo of [60, 120, 240]) {
      transport.setTempo(bpm(tempo));
      transport.start();
      await time.advance(1000);
      transport.nudge(ms(12));
      let before = position();
      for (let i = 0; i < 100; i++) {
        await time.advance(10);
        expect(position()).toBeGreaterThan(before);
        before = position();
      }
      expect(position()).toBeCloseTo(((2000 - 12) * tempo) / 60_000, 9);
    }
  });

  it("bends the longest nudge too: no beat is left out, none comes twice, and nothing in hand is dropped", async () => {
    for (const by of [500, -500]) {
      transport.start();
      await time.advance(1000);
      changes = [];
      transport.nudge(ms(by));
      let before = position();
      for (let i = 0; i < 300; i++) {
        await time.advance(100);
        expect(position() - before).toBeCloseTo(0.2, 1);
        before = position();
      }
      expect(changes.filter(({ jumped }) => jumped)).toEqual([]);
      expect(position()).toBeCloseTo(((31_000 - by) * 120) / 60_000, 6);
    }
    expect(transport.nudged).toBe(0);
  });

  it("takes a new metre at once while it stands, on the next bar line while it plays, and keeps counting bars", async () => {
    transport.setMetre({ numerator: 3, denominator: 4 });
    expect(transport.metre.numerator).toBe(3);
    transport.start();
    await time.advance(500);
    transport.setMetre({ numerator: 7, denominator: 8 });
    await time.advance(999);
    expect(transport.metre.numerator).toBe(3);
    await time.advance(1);
    expect(changes.at(-1)).toMatchObject({ jumped: true, metre: { numerator: 7, denominator: 8 } });
    expect(position()).toBeCloseTo(3.5, 9);
  });

  it("waits for the bar line of the tempo that came after the order for a new metre", async () => {
    transport.start();
    transport.setMetre({ numerator: 3, denominator: 4 });
    transport.setTempo(bpm(60));
    await time.advance(3999);
    expect(transport.metre.numerator).toBe(4);
    await time.advance(1);
    expect(transport.metre.numerator).toBe(3);
  });

  it("is in the metre that was ordered when it is started or stopped before the bar line", async () => {
    transport.start();
    await time.advance(2500);
    transport.setMetre({ numerator: 7, denominator: 8 });
    transport.stop();
    expect(changes.at(-1)).toMatchObject({ playing: false, jumped: true, metre: { numerator: 7, denominator: 8 } });
    expect(position()).toBe(3.5);
    await time.advance(5000);
    expect(position()).toBe(3.5);
    transport.start();
    transport.setMetre({ numerator: 3, denominator: 4 });
    transport.start();
    expect(transport.metre.numerator).toBe(3);
    await time.advance(1500);
    expect(position()).toBeCloseTo(3, 9);
  });

  it("goes on as it is when the metre is ordered that it has, or is ordered back before the bar line", async () => {
    transport.start();
    await time.advance(500);
    changes = [];
    transport.setMetre(COMMON_TIME);
    transport.setMetre({ numerator: 7, denominator: 8 });
    transport.setMetre({ numerator: 7, denominator: 8 });
    transport.setMetre(COMMON_TIME);
    await time.advance(10_000);
    expect(changes).toEqual([]);
    expect(position()).toBeCloseTo(21, 9);
  });

  it("tells a difference in tempo too small to be told at once before it can be heard", async () => {
    transport.start();
    transport.setTempo(bpm(119.99));
    let told = changes.at(-1)!;
    transport.onChange((change) => {
      told = change;
    });
    for (let i = 0; i < 600; i++) {
      await time.advance(1000);
      expect(Math.abs(told.timeline.toBeats(time.now()) - position()) * 500).toBeLessThan(0.3);
    }
    expect(changes.length).toBeLessThan(5);
  });

  describe("with another source", () => {
    let source: FakeClock;

    beforeEach(() => {
      source = new FakeClock();
      source.set(new Timeline(bpm(100), beats(0), ms(5000)), true);
    });

    it("starts on the source's next bar line", async () => {
      await time.advance(600);
      transport.follow(source);
      transport.start();
      expect(position()).toBeCloseTo(-3, 9);
      await time.advance(1800);
      expect(position()).toBeCloseTo(0, 9);
    });

    it("lays its bars over the source's while it plays", async () => {
      transport.start();
      await time.advance(8000);
      expect(position()).toBeCloseTo(16, 9);
      transport.follow(source);
      const inSource = source.timeline?.toBeats(time.now()) ?? 0;
      expect((position() - inSource) / 4).toBeCloseTo(Math.round((position() - inSource) / 4), 9);
    });

    it("keeps its beat when the source knows no downbeat", async () => {
      source.set(new Timeline(bpm(100), beats(0.37), ms(5000)), false);
      transport.start();
      await time.advance(750);
      transport.follow(source);
      expect(position()).toBeCloseTo(1.5, 9);
      await time.advance(600);
      expect(position()).toBeCloseTo(2.5, 9);
    });

    it("bends over small corrections and says nothing of a jump", async () => {
      transport.follow(source);
      transport.start();
      await time.advance(4000);
      changes.length = 0;
      const before = position();
      source.set(new Timeline(bpm(100), beats(0), ms(5010)), true);
      expect(position()).toBeCloseTo(before, 9);
      await time.advance(1000);
      expect(changes.every(({ jumped }) => !jumped)).toBe(true);
      const error = position() - (source.timeline?.toBeats(time.now()) ?? 0);
      expect(error).toBeCloseTo(Math.round(error), 9);
    });

    it("falls back without a jump in beat or tempo", async () => {
      transport.follow(source);
      transport.start();
      await time.advance(3333);
      const before = position();
      changes.length = 0;
      transport.follow(null);
      expect(position()).toBeCloseTo(before, 9);
      expect(transport.timeline.tempo).toBe(100);
      expect(changes.some(({ jumped }) => jumped)).toBe(false);
    });

    it("refuses a tempo when the source cannot be told", () => {
      transport.follow(source);
      expect(transport.setTempo(bpm(90))).toBe(false);
    });

    it("obeys start, stop and continue at the source's own position", async () => {
      transport.follow(source);
      transport.obey(source);
      source.set(new Timeline(bpm(100), beats(0), ms(5000)), true);
      source.command({ do: "start" });
      expect(position()).toBe(0);
      await time.advance(1200);
      source.command({ do: "stop" });
      expect(position()).toBeCloseTo(2, 9);
      await time.advance(100);
      source.set(new Timeline(bpm(100), beats(16), time.now()), true);
      source.command({ do: "continue" });
      expect(position()).toBeCloseTo(16, 9);
      expect(changes.at(-1)?.jumped).toBe(true);
    });

    it("obeys the transport of a source whose time it does not follow", () => {
      transport.obey(source);
      source.command({ do: "start" });
      expect(transport.playing).toBe(true);
      expect(transport.timeline.tempo).toBe(120);
      transport.obey(null);
      source.command({ do: "stop" });
      expect(transport.playing).toBe(true);
    });
  });
});
