import { beforeEach, describe, expect, it } from "vitest";
import type { LinkBeginning, LinkLine, LinkOrder } from "../../../server/music/clock/link/link-messages.ts";
import { type LinkListener, LinkSource } from "../../../server/music/clock/link/link-source.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { ClockCommand } from "../../../shared/time/clock-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("a Link source", () => {
  let time: VirtualTime;
  let reports: Report[];
  let source: LinkSource;
  let commands: ClockCommand[];
  let started: { beginning: LinkBeginning; listener: LinkListener; orders: LinkOrder[]; killed: boolean }[];

  const current = () => started.at(-1)!;
  const tell = (line: Partial<LinkLine>): void =>
    current().listener.news({
      say: "line",
      at: time.now(),
      beat: 0,
      tempo: 120,
      playing: false,
      peers: 1,
      heard: current().orders.length,
      ...line,
    });

  beforeEach(() => {
    time = new VirtualTime(5000);
    reports = [];
    commands = [];
    started = [];
    source = new LinkSource({
      line: new Timeline(bpm(97), beats(8), ms(5000)),
      bar: beats(4),
      offset: ms(0),
      start: (beginning, listener) => {
        const process = { beginning, listener, orders: [] as LinkOrder[], killed: false };
        started.push(process);
        return {
          send: (order) => void process.orders.push(order),
          kill: () => {
            process.killed = true;
          },
        };
      },
      time,
      report: (report) => reports.push(report),
    });
    source.onTransport((command) => commands.push(command));
  });

  it("begins with the line it is given, and is idle until Link has spoken", () => {
    expect(current().beginning).toEqual({ tempo: 97, originBeats: 8, originMs: 5000, bar: 4 });
    expect(source.state).toBe("idle");
    expect(source.timeline).toBeNull();
    tell({ tempo: 120, beat: 3 });
    expect(source.state).toBe("locked");
    expect(source.timeline).toMatchObject({ tempo: 120, originBeats: 3, originMs: 5000 });
  });

  it("renumbers beats by whole bars only, so that a session that is joined moves them as little as can be", async () => {
    tell({ beat: 101, peers: 0 });
    await time.advance(1000);
    tell({ beat: 7.5 });
    expect(source.timeline?.toBeats(time.now())).toBeCloseTo(103.5, 9);
  });

  it("keeps its own word until Link has heard it", () => {
    tell({ tempo: 120 });
    source.setTempo(bpm(90));
    source.setPlaying(true);
    tell({ tempo: 120, heard: 0 });
    tell({ tempo: 90, heard: 1 });
    expect(source.timeline?.tempo).toBe(90);
    expect(commands).toEqual([]);
    tell({ tempo: 90, playing: true, heard: 2 });
    tell({ tempo: 91, playing: true, heard: 2 });
    expect(source.timeline?.tempo).toBe(91);
    expect(commands).toEqual([]);
    tell({ playing: false, heard: 2 });
    expect(commands).toEqual([{ do: "stop" }]);
  });

  it("counts a start's beats from the next bar line, or from the one that has just been", async () => {
    tell({ beat: 2 });
    await time.advance(500);
    tell({ beat: 3, playing: true });
    expect(commands).toEqual([{ do: "start" }]);
    expect(source.timeline?.toBeats(time.now())).toBeCloseTo(-1, 9);
    tell({ beat: 3, playing: false });
    tell({ beat: 4.02, playing: true });
    expect(source.timeline?.toBeats(time.now())).toBeCloseTo(0.02, 9);
  });

  it("says once that Link cannot run here, and does not try again", async () => {
    current().listener.news({ say: "impossible", reason: "Cannot find module 'abletonlink'" });
    await time.advance(600_000);
    expect(started).toHaveLength(1);
    expect(current().killed).toBe(true);
    expect(source.state).toBe("idle");
    expect(reports.map(({ text }) => text)).toEqual([
      `Ableton Link cannot run here: Cannot find module 'abletonlink'. "antiphon doctor" says what is missing; the show goes on without it.`,
    ]);
  });

  it("is started again less and less often when it ends, says so once, and goes on along its line", async () => {
    tell({ tempo: 100, beat: 4 });
    await time.advance(500);
    for (const wait of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const count = started.length;
      current().listener.ended("SIGABRT");
      expect(source.state).toBe("lost");
      await time.advance(wait - 1);
      expect(started).toHaveLength(count);
      await time.advance(1);
      expect(started).toHaveLength(count + 1);
    }
    expect(source.timeline?.tempo).toBe(100);
    expect(current().beginning).toMatchObject({ tempo: 100, originBeats: 4, originMs: 5000 });
    expect(reports.filter(({ level }) => level === "warning")).toHaveLength(1);
    tell({ tempo: 100, beat: 4, peers: 0 });
    expect(source.state).toBe("locked");
    expect(reports.some(({ text }) => text === "Ableton Link is back.")).toBe(true);
  });

  it("ends a process that hangs, and hears nothing from one it has ended", async () => {
    tell({});
    const first = current();
    await time.advance(3999);
    expect(first.killed).toBe(false);
    await time.advance(1);
    expect(first.killed).toBe(true);
    first.listener.news({ say: "line", at: 9000, beat: 0, tempo: 50, playing: true, peers: 3, heard: 0 });
    first.listener.ended("SIGKILL");
    expect(source.timeline?.tempo).toBe(120);
    expect(source.state).toBe("lost");
    await time.advance(1000);
    expect(started).toHaveLength(2);
  });

  it("does not take the silence of a session just joined again for a stop", async () => {
    tell({});
    source.setPlaying(true);
    tell({ playing: true });
    current().listener.ended("SIGABRT");
    await time.advance(1000);
    tell({ playing: false, peers: 0 });
    tell({ playing: false, peers: 1 });
    tell({ playing: true, peers: 1 });
    expect(commands).toEqual([]);
    tell({ playing: false, peers: 1 });
    expect(commands).toEqual([{ do: "stop" }]);
  });

  it("survives a process that cannot be started", async () => {
    source.dispose();
    const failing = new LinkSource({
      line: new Timeline(bpm(97), beats(8), ms(5000)),
      bar: beats(4),
      offset: ms(0),
      start: () => {
        throw new Error("EAGAIN");
      },
      time,
      report: (report) => reports.push(report),
    });
    await time.advance(100_000);
    expect(failing.state).toBe("idle");
    expect(reports).toHaveLength(1);
    expect(reports[0]?.text).toContain("EAGAIN");
    failing.dispose();
  });

  it("ends its process with it", async () => {
    source.dispose();
    expect(current().killed).toBe(true);
    await time.advance(100_000);
    expect(started).toHaveLength(1);
  });
});
