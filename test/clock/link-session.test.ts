import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forkLink } from "../../server/clock/link-fork.ts";
import { LinkSource } from "../../server/clock/link-source.ts";
import { monotonicTime } from "../../server/time/monotonic.ts";
import type { Report } from "../../shared/events/report.ts";
import type { ClockCommand } from "../../shared/time/clock-source.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../shared/time/units.ts";
import {
  isInLoopbackNet,
  LinkPeer,
  linkProcesses,
  linkSkipped,
  type PeerReading,
  runInLoopbackNet,
} from "../helpers/link-room.ts";
import { clockSourceSuite } from "../suites/clock-source-suite.ts";

const BAR = 4;
/** On a busy machine a program takes a while to start. */
const SOON = { timeout: 10_000 };

// The file runs itself again where Link can be started without being heard by anybody.
describe.skipIf(linkSkipped !== "" || isInLoopbackNet)(`Ableton Link${linkSkipped}`, () => {
  it("keeps its promises beside another program, in a network of its own", { timeout: 150_000 }, () => {
    const { code, output } = runInLoopbackNet("test/clock/link-session.test.ts");
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests .*1[0-9] passed/);
    // For whoever reads the log.
    console.log(/Link is within.*/.exec(output)?.[0]);
  });
});

describe.runIf(isInLoopbackNet)("a session of Ableton Link", () => {
  let peer: LinkPeer;
  let source: LinkSource;
  let reports: Report[];
  let commands: ClockCommand[];

  const open = (offset = 0): void => {
    source = new LinkSource({
      line: new Timeline(bpm(97), beats(0), monotonicTime.now()),
      bar: beats(BAR),
      offset: ms(offset),
      start: forkLink,
      time: monotonicTime,
      report: (report) => reports.push(report),
    });
    source.onTransport((command) => commands.push(command));
  };

  const joined = async (): Promise<void> => {
    await expect.poll(() => source.peers, SOON).toBe(1);
    await expect.poll(() => peer.last?.numPeers, SOON).toBe(1);
  };

  /** How much later than the peer's beats ours are, modulo a bar, at each of its readings. */
  const offPeer = ({ at, beat, bpm: tempo }: PeerReading): number => {
    const difference = beat - (source.timeline?.toBeats(ms(at)) ?? Number.NaN);
    return ((difference - Math.round(difference / BAR) * BAR) * 60_000) / tempo;
  };

  beforeEach(async () => {
    reports = [];
    commands = [];
    peer = new LinkPeer(120);
    await expect.poll(() => peer.last !== undefined, SOON).toBe(true);
    await pause(1000);
  });
  afterEach(() => {
    source.dispose();
    peer.end();
  });

  it("is joined at the tempo and on the bar lines of who was there, within 1 ms", async () => {
    open();
    await joined();
    expect(source.timeline?.tempo).toBeCloseTo(120, 1);
    const errors: number[] = [];
    for (let i = 0; i < 100; i++) {
      await pause(20);
      errors.push(offPeer(peer.last!));
    }
    const sorted = errors.map(Math.abs).sort((a, b) => a - b);
    console.log(
      `Link is within ${sorted.at(-1)!.toFixed(3)} ms of the other peer, the median ${sorted[50]!.toFixed(3)} ms`,
    );
    expect(sorted.at(-1)).toBeLessThan(1);
  });

  it("takes tempi from the peer and gives it ours, and stays on its beat", async () => {
    open();
    await joined();
    peer.order("tempo 133");
    await expect.poll(() => source.timeline?.tempo, SOON).toBeCloseTo(133, 1);
    source.setTempo(bpm(88));
    expect(source.timeline?.tempo).toBe(88);
    await expect.poll(() => peer.last?.bpm, SOON).toBeCloseTo(88, 1);
    await pause(1500);
    expect(Math.abs(offPeer(peer.last!))).toBeLessThan(1);
    expect(source.timeline?.tempo).toBeCloseTo(88, 1);
  });

  it("obeys the peer's start on the next bar line, and its stop; ours reach the peer and do not come back", async () => {
    open();
    await joined();
    peer.order("play");
    await expect.poll(() => commands, SOON).toEqual([{ do: "start" }]);
    const beat = source.timeline!.toBeats(monotonicTime.now());
    expect(beat).toBeGreaterThan(-BAR);
    expect(beat).toBeLessThan(0.5);
    expect(Math.abs(offPeer(peer.last!))).toBeLessThan(1);
    peer.order("stop");
    await expect.poll(() => commands, SOON).toEqual([{ do: "start" }, { do: "stop" }]);
    source.setPlaying(true);
    await expect.poll(() => peer.last?.isPlaying, SOON).toBe(true);
    source.setPlaying(false);
    await expect.poll(() => peer.last?.isPlaying, SOON).toBe(false);
    await pause(200);
    expect(commands).toHaveLength(2);
  });

  it("is as much later or earlier as the offset says, at every tempo", async () => {
    open(-25);
    await joined();
    for (const tempo of [120, 60]) {
      peer.order(`tempo ${tempo}`);
      await expect.poll(() => source.timeline?.tempo, SOON).toBeCloseTo(tempo, 1);
      await pause(1200);
      expect(Math.abs(offPeer(peer.last!) + 25)).toBeLessThan(1);
    }
  });

  it("holds the tempo when the process dies, and finds the session again", async () => {
    open();
    await joined();
    const before = source.timeline!;
    process.kill(linkProcesses()[0]!, "SIGSEGV");
    await expect.poll(() => source.state, SOON).toBe("lost");
    expect(source.timeline).toBe(before);
    expect(reports.at(-1)?.text).toBe(
      "Ableton Link is away: it has ended (SIGSEGV). Its tempo is held, and it is started again until it runs.",
    );
    await joined();
    expect(source.state).toBe("locked");
    await pause(1200);
    expect(Math.abs(offPeer(peer.last!))).toBeLessThan(1);
    expect(commands).toEqual([]);
  });

  it("leaves no process behind", async () => {
    open();
    await joined();
    source.dispose();
    await expect.poll(() => linkProcesses(), SOON).toEqual([]);
    await expect.poll(() => peer.last?.numPeers, { timeout: 15_000 }).toBe(0);
  });
});

describe.runIf(isInLoopbackNet)("a ClockSource", () => {
  clockSourceSuite({
    name: "Ableton Link",
    make: async (report) => {
      const peer = new LinkPeer(120);
      await expect.poll(() => peer.last !== undefined, SOON).toBe(true);
      await pause(500);
      const source = new LinkSource({
        line: new Timeline(bpm(97), beats(0), monotonicTime.now()),
        bar: beats(BAR),
        offset: ms(0),
        start: forkLink,
        time: monotonicTime,
        report,
      });
      await expect.poll(() => source.peers, SOON).toBe(1);
      await pause(300);
      return {
        source,
        now: () => monotonicTime.now(),
        pass: async (length) => void (await pause(length)),
        setTempo: async (tempo) => {
          peer.order(`tempo ${tempo}`);
          await expect.poll(() => source.timeline?.tempo, { ...SOON, interval: 10 }).toBeCloseTo(tempo, 1);
        },
        end: async () => {
          source.dispose();
          peer.end();
        },
      };
    },
  });
});
