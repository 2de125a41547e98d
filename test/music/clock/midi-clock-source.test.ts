import { beforeEach, describe, expect, it } from "vitest";
import { MidiClockSource } from "../../../server/music/clock/midi/midi-clock-source.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import type { Report } from "../../../shared/events/report.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { bpm } from "../../../shared/time/units.ts";
import { FakeClockPort } from "../../helpers/fake-clock-port.ts";
import { gaussian, stalls, tickStream } from "../../helpers/tick-stream.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";
import { clockSourceSuite } from "../../suites/clock-source-suite.ts";

clockSourceSuite({
  name: "a MIDI clock",
  make: async (report) => {
    const time = new VirtualTime(5000);
    const port = new FakeClockPort(time, 120);
    const source = new MidiClockSource({ port, sentTo: () => [], time, report });
    await time.advance(1000);
    return {
      source,
      now: () => time.now(),
      pass: (length) => time.advance(length),
      setTempo: async (tempo) => {
        port.tempo = tempo;
        await time.advance(1500);
      },
      end: async () => {
        source.dispose();
        port.dispose();
      },
    };
  },
});

describe("a MIDI clock source", () => {
  let time: VirtualTime;
  let port: FakeClockPort;
  let reports: Report[];
  let sentTo: string[];
  let source: MidiClockSource;

  beforeEach(() => {
    time = new VirtualTime(5000);
    port = new FakeClockPort(time, null);
    reports = [];
    sentTo = [];
    source = new MidiClockSource({ port, sentTo: () => sentTo, time, report: (report) => reports.push(report) });
  });

  const texts = (): string[] => reports.map(({ text }) => text);

  it("names its port, says when it is followed, and when it is lost that its tempo is held", async () => {
    port.tempo = 126;
    await time.advance(2000);
    expect(source.name).toBe('MIDI clock from "Fake Master"');
    expect(texts()).toEqual(['The MIDI clock from "Fake Master" is followed: 126.0 bpm.']);
    port.tempo = null;
    await time.advance(2000);
    expect(source.state).toBe("lost");
    expect(texts()[1]).toBe('The MIDI clock from "Fake Master" has stopped coming: its tempo is held.');
    expect(source.timeline?.tempo).toBeCloseTo(126, 3);
  });

  it("is never followed on a port we send clock to, and says so once", async () => {
    sentTo = ["Fake Master 20:0"];
    port.tempo = 120;
    await time.advance(2000);
    expect(source.state).toBe("idle");
    expect(source.timeline).toBeNull();
    expect(texts()).toEqual(['The MIDI clock on "Fake Master" is not followed, for we send our own clock there.']);
    sentTo = [];
    await time.advance(1000);
    expect(source.state).toBe("locked");
    expect(source.trouble).toBeNull();
  });

  it("names a double clock and clocks that cannot be followed", async () => {
    port.tempo = 100;
    port.echo = 3;
    await time.advance(4000);
    expect(source.trouble).toContain("Two MIDI clocks");
    expect(source.quality.tempo).toBeCloseTo(100, 1);
    port.echo = null;
    port.tempo = 5;
    await time.advance(20_000);
    expect(source.trouble).toContain("less than 20 bpm");
  });

  it("says once that two clocks come in at once, which is followed, and claims no lock", async () => {
    const box = [120, 97].flatMap((tempo, i) =>
      tickStream({ tempo, beats: 40, late: gaussian(0.1 + i), seed: i + 1, from: 5000 + 4 * i }),
    );
    for (const { at } of box.filter((tick) => tick.at < 20_000).toSorted((a, b) => a.at - b.at)) {
      await time.advanceTo(at);
      port.send({ type: "clock" }, at);
      expect(source.state).not.toBe("locked");
    }
    expect(source.timeline?.tempo).toBeGreaterThan(119);
    expect(source.timeline?.tempo).toBeLessThan(121);
    expect(source.inDoubt).toBe(true);
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toMatch(
      /^Two MIDI clocks come in on "Fake Master", at about 120 and 9[678] bpm: the one at 120 is followed; switch the other off/,
    );
  });

  it("says nothing of workstations that stop their clock with the song and go on with Continue", async () => {
    port.tempo = 120;
    port.send({ type: "start" });
    await time.advance(4000);
    const followed = ['The MIDI clock from "Fake Master" is followed: 120.0 bpm.'];
    for (let take = 0; take < 5; take++) {
      port.send({ type: "stop" });
      port.tempo = null;
      await time.advance(8000 + 300 * take);
      expect(source.trouble).toBeNull();
      port.send({ type: "continue" });
      port.tempo = 120;
      await time.advance(4000);
      expect(source.state).toBe("locked");
    }
    expect(texts()).toEqual(followed);
  });

  it("says once that it has stopped coming, and once that it is back at another tempo", async () => {
    for (const [before, after] of [
      [120, 97],
      [90, 140],
      [174, 60],
    ] as const) {
      reports = [];
      port.tempo = before;
      await time.advance(10_000);
      port.tempo = null;
      await time.advance(2500);
      port.tempo = after;
      await time.advance(10_000);
      expect(texts().filter((text) => /stopped coming/.test(text))).toHaveLength(1);
      const [, tempo] = /^The MIDI clock from "Fake Master" is followed: (.+) bpm\.$/.exec(texts().at(-1) ?? "") ?? [];
      expect(Math.abs(Number(tempo) / after - 1)).toBeLessThan(0.01);
      expect(texts().length).toBeLessThanOrEqual(3);
    }
  });

  it("takes time stamps from the driver, so that messages handed over late do no harm", async () => {
    for (const { at } of tickStream({ tempo: 120, beats: 8, late: gaussian(0.2), seed: 1, from: 5000 })) {
      await time.advanceTo(at + 40);
      port.send({ type: "clock" }, at);
    }
    expect(source.quality.jitter).toBeLessThan(0.5);
    expect(source.quality.tempo).toBe(120);
  });

  it("leads the transport through Start, Stop, Song Position and Continue", async () => {
    const transport = new Transport(time, bpm(90), COMMON_TIME, () => {});
    port.tempo = 120;
    await time.advance(1000);
    transport.follow(source);
    transport.obey(source);
    port.send({ type: "start" });
    await time.advance(1000);
    expect(transport.playing).toBe(true);
    expect(transport.positionAt(time.now())).toBeGreaterThan(1.9);
    expect(transport.positionAt(time.now())).toBeLessThan(2.05);
    port.send({ type: "stop" });
    const rest = transport.positionAt(time.now());
    expect(transport.playing).toBe(false);
    await time.advance(3000);
    expect(transport.positionAt(time.now())).toBe(rest);
    port.send({ type: "song-position", sixteenths: 32 });
    port.send({ type: "continue" });
    await time.advance(500);
    expect(transport.positionAt(time.now())).toBeGreaterThan(8.9);
    expect(transport.positionAt(time.now())).toBeLessThan(9.05);
  });

  it("gives the transport one monotone timeline and leaves it in peace between changes", async () => {
    const transport = new Transport(time, bpm(90), COMMON_TIME, () => {});
    port.send({ type: "start" });
    const ticks = tickStream({ tempo: 120, beats: 60, late: stalls(), seed: 4, from: 5000 });
    const told: { jumped: boolean; at: number }[] = [];
    let before = Number.NEGATIVE_INFINITY;
    for (const { at, index } of ticks) {
      await time.advanceTo(at);
      port.send({ type: "clock" });
      if (index === 12) {
        transport.follow(source);
        transport.obey(source);
        transport.start();
        transport.onChange((change) => told.push(change));
        before = transport.positionAt(time.now());
      }
      if (index < 13) continue;
      const now = transport.positionAt(time.now());
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
    expect(told.some(({ jumped }) => jumped)).toBe(false);
    expect(told.length).toBeLessThan(30 * 20);
  });
});
