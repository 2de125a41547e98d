import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { forkLink } from "../../../server/music/clock/link/link-fork.ts";
import { LinkSource } from "../../../server/music/clock/link/link-source.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { ClockCommand } from "../../../shared/time/clock-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { LinkPeer, linkProcesses, type PeerReading } from "../../helpers/link-room.ts";
import { clockSourceSuite } from "../../suites/clock-source-suite.ts";

const BAR = 4;
/** A busy machine is slow, not wrong. */
const SOON = { timeout: 60_000 };
/** Of two sessions of Link the older wins; of two that are less than 500 ms apart, the one whose random id is less. */
const OLDER_MS = 700;
/** Of how far two programs are apart: what is interrupted between looking at two clocks is a stray. */
const READINGS = 15;

/** A program that has been in its session for so long that the session is its own. */
const peerOfOld = async (): Promise<LinkPeer> => {
  const peer = new LinkPeer(120);
  const age = (): number => (peer.last?.at ?? 0) - (peer.readings[0]?.at ?? 0);
  await expect.poll(age, SOON).toBeGreaterThan(OLDER_MS);
  return peer;
};

describe("a session of Ableton Link", () => {
  let peer: LinkPeer;
  let source: LinkSource;
  let reports: Report[];
  let commands: ClockCommand[];
  /** Where the beat was when Link was asked and had the newest command. */
  let commandedAt: number;

  const open = (offset = 0): void => {
    source = new LinkSource({
      line: new Timeline(bpm(97), beats(0), monotonicTime.now()),
      bar: beats(BAR),
      offset: ms(offset),
      start: forkLink,
      time: monotonicTime,
      report: (report) => reports.push(report),
    });
    source.onTransport((command) => {
      commands.push(command);
      commandedAt = source.timeline?.originBeats ?? Number.NaN;
    });
  };

  const joined = async (): Promise<void> => {
    await expect.poll(() => source.peers, SOON).toBe(1);
    await expect.poll(() => peer.last?.numPeers, SOON).toBe(1);
    // Each knows of the other before they agree on the tempo.
    await expect.poll(() => (source.timeline?.tempo ?? 0) - (peer.last?.bpm ?? 0), SOON).toBeCloseTo(0, 1);
  };

  /** How much later than the peer's beats ours are, modulo a bar, at each of its readings. */
  const offPeer = ({ at, beat, bpm: tempo }: PeerReading): number => {
    const difference = beat - (source.timeline?.toBeats(ms(at)) ?? Number.NaN);
    return ((difference - Math.round(difference / BAR) * BAR) * 60_000) / tempo;
  };

  /** The middle of how far ours is from the peer's beats, less `wanted`, over some readings: with every question a new one. */
  const astray = async (wanted = 0): Promise<number> => {
    const from = peer.readings.length;
    await expect.poll(() => peer.readings.length, SOON).toBeGreaterThanOrEqual(from + READINGS);
    const off = peer.readings.slice(from).map((reading) => Math.abs(offPeer(reading) - wanted));
    return off.sort((a, b) => a - b)[off.length >> 1] ?? Number.NaN;
  };

  beforeEach(async () => {
    reports = [];
    commands = [];
    peer = await peerOfOld();
  });
  afterEach(() => {
    source.dispose();
    peer.end();
  });

  it("is joined at the tempo and on the bar lines of who was there, within 1 ms", async () => {
    open();
    await joined();
    expect(source.timeline?.tempo).toBeCloseTo(120, 1);
    await expect.poll(astray, SOON).toBeLessThan(1);
    console.log(`Link is within ${(await astray()).toFixed(3)} ms of the other peer, usually`);
  });

  it("takes tempi from the peer and gives it ours, and stays on its beat", async () => {
    open();
    await joined();
    peer.order("tempo 133");
    await expect.poll(() => source.timeline?.tempo, SOON).toBeCloseTo(133, 1);
    source.setTempo(bpm(88));
    expect(source.timeline?.tempo).toBe(88);
    await expect.poll(() => peer.last?.bpm, SOON).toBeCloseTo(88, 1);
    await expect.poll(astray, SOON).toBeLessThan(1);
    expect(source.timeline?.tempo).toBeCloseTo(88, 1);
  });

  it("obeys the peer's start on the next bar line, and its stop; ours reach the peer and do not come back", async () => {
    open();
    await joined();
    peer.order("play");
    await expect.poll(() => commands, SOON).toEqual([{ do: "start" }]);
    expect(commandedAt).toBeGreaterThan(-BAR);
    expect(commandedAt).toBeLessThan(0.1);
    peer.order("stop");
    await expect.poll(() => commands, SOON).toEqual([{ do: "start" }, { do: "stop" }]);
    await expect.poll(() => peer.last?.isPlaying, SOON).toBe(false);
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
      await expect.poll(() => astray(-25), SOON).toBeLessThan(1);
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
    await expect.poll(astray, SOON).toBeLessThan(1);
    expect(commands).toEqual([]);
  });

  it("leaves no process behind", async () => {
    open();
    await joined();
    source.dispose();
    await expect.poll(() => linkProcesses(), SOON).toEqual([]);
    await expect.poll(() => peer.last?.numPeers, SOON).toBe(0);
  });
});

describe("a ClockSource", () => {
  clockSourceSuite({
    name: "Ableton Link",
    make: async (report) => {
      const peer = await peerOfOld();
      const source = new LinkSource({
        line: new Timeline(bpm(97), beats(0), monotonicTime.now()),
        bar: beats(BAR),
        offset: ms(0),
        start: forkLink,
        time: monotonicTime,
        report,
      });
      await expect.poll(() => source.peers, SOON).toBe(1);
      await expect.poll(() => source.timeline?.tempo, SOON).toBeCloseTo(120, 1);
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
