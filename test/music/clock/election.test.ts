import { beforeEach, describe, expect, it } from "vitest";
import { DrummerFollower } from "../../../server/music/clock/drummer-follower.ts";
import { AUTO, type Candidate, Election, HOLD, INTERNAL } from "../../../server/music/clock/election.ts";
import { Transport, type TransportChange } from "../../../server/music/clock/transport.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { FakeClock } from "../../helpers/fake-clock.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("the election", () => {
  let time: VirtualTime;
  let transport: Transport;
  let election: Election;
  let told: number;
  let jumps: TransportChange[];
  let link: FakeClock;
  let live: FakeClock;

  const elect = (choice: string, followTransport = true): void => {
    election = new Election(transport, time, choice, followTransport, () => told++);
    election.add(candidate("midi", "midi:Live", live));
    election.add(candidate("link", "link", link));
  };

  const candidate = (kind: Candidate["kind"], key: string, source: FakeClock): Candidate => ({ kind, key, source });
  const runs = (source: FakeClock, tempo: number): void => {
    source.state = "locked";
    source.set(new Timeline(bpm(tempo), beats(0), time.now()), true);
  };
  const leader = (): string => transport.source.name;

  beforeEach(() => {
    time = new VirtualTime(1000);
    transport = new Transport(time, bpm(120), COMMON_TIME, () => {});
    told = 0;
    jumps = [];
    transport.onChange((change) => change.jumped && jumps.push(change));
    link = new FakeClock("Link");
    live = new FakeClock("Live");
    link.state = "idle";
    live.state = "idle";
  });

  it("lets the internal clock lead while nobody else is heard", () => {
    elect(AUTO);
    expect(transport.source).toBe(transport.internal);
    expect(election.state).toMatchObject({ choice: "auto", why: "no other clock is heard" });
  });

  it("without a choice takes Link before MIDI clock before the internal clock", () => {
    elect(AUTO);
    runs(live, 100);
    live.become("locked");
    expect(leader()).toBe("Live");
    expect(transport.timeline.tempo).toBeCloseTo(100, 0);
    runs(link, 110);
    expect(leader()).toBe("Link");
    expect(election.state.why).toBe("the first that is heard");
  });

  it("lets a clock that claims no lock lead only where its source says that it can be followed in doubt", () => {
    elect(AUTO);
    let inDoubt = false;
    const doubted = new FakeClock("Two masters");
    election.add({ ...candidate("midi", "midi:Two masters", doubted), inDoubt: () => inDoubt });
    doubted.state = "locking";
    const line = new Timeline(bpm(97), beats(0), time.now());
    doubted.set(line, true);
    expect(transport.source).toBe(transport.internal);
    inDoubt = true;
    doubted.set(line, true);
    expect(leader()).toBe("Two masters");
  });

  it("without a choice obeys neither the time nor the stop of a Link session that nobody else is in", () => {
    elect(AUTO);
    const alone = new FakeClock("Link, alone");
    runs(alone, 120);
    election.add({ ...candidate("link", "link alone", alone), isAlone: () => true });
    runs(live, 100);
    transport.start();
    expect(leader()).toBe("Live");
    alone.command({ do: "stop" });
    expect(transport.playing).toBe(true);
    live.command({ do: "stop" });
    expect(transport.playing).toBe(false);
  });

  it("has the drummer go on at the tempo of the clock that was lost, however far from the one of before", async () => {
    elect(AUTO);
    const drummer = new DrummerFollower(time, transport.timeline, 0.2, () => {});
    election.add({ kind: "drummer", key: "drummer", source: drummer });
    expect(leader()).toBe("the drummer");
    runs(live, 170);
    expect(leader()).toBe("Live");
    transport.start();
    await time.advance(1000);
    jumps.length = 0;
    live.become("lost");
    await time.advance(HOLD);
    expect(leader()).toBe("the drummer");
    expect(transport.timeline.tempo).toBeCloseTo(170, 6);
    const before = transport.positionAt(time.now());
    await time.advance(600);
    expect(transport.positionAt(time.now()) - before).toBeCloseTo((170 * 600) / 60_000, 6);
    expect(jumps).toEqual([]);
  });

  it("takes the chosen one before all others, and says so", () => {
    elect("midi:Live");
    runs(link, 110);
    expect(leader()).toBe("Link");
    expect(election.state.why).toBe("midi:Live was chosen and is not heard");
    runs(live, 100);
    expect(leader()).toBe("Live");
    expect(election.state.why).toBe("chosen");
    election.choose(INTERNAL);
    expect(transport.source).toBe(transport.internal);
    election.choose("link");
    expect(leader()).toBe("Link");
  });

  it("takes a source that was chosen before it was there as soon as it is", () => {
    elect("midi:Drum machine");
    const late = new FakeClock("Drum machine");
    runs(late, 90);
    const leave = election.add(candidate("midi", "midi:Drum machine", late));
    expect(leader()).toBe("Drum machine");
    leave();
    leave();
    expect(transport.source).toBe(transport.internal);
  });

  it("holds the tempo of a lost source, then falls back to the next without a jump in beat", async () => {
    elect("midi:Live");
    runs(live, 97);
    transport.start();
    await time.advance(3210);
    jumps.length = 0;
    live.become("lost");
    expect(leader()).toBe("Live");
    expect(election.state.why).toContain("held");
    await time.advance(HOLD - 1);
    expect(leader()).toBe("Live");
    const before = transport.positionAt(time.now());
    await time.advance(1);
    expect(transport.source).toBe(transport.internal);
    expect(transport.timeline.tempo).toBeCloseTo(97, 9);
    expect(transport.positionAt(time.now()) - before).toBeCloseTo(97 / 60_000, 9);
    expect(jumps).toEqual([]);
    await time.advance(60_000);
    expect(jumps).toEqual([]);
  });

  it("takes it again as soon as it is back, within the hold without anybody noticing", async () => {
    elect("midi:Live");
    runs(live, 97);
    transport.start();
    live.become("lost");
    await time.advance(HOLD / 2);
    jumps.length = 0;
    live.become("locked");
    await time.advance(2 * HOLD);
    expect(leader()).toBe("Live");
    expect(jumps).toEqual([]);
    live.become("lost");
    await time.advance(2 * HOLD);
    expect(transport.source).toBe(transport.internal);
    live.become("locked");
    expect(leader()).toBe("Live");
    // The internal clock held the tempo, so that even the beat is still right.
    expect(jumps).toEqual([]);
  });

  it("gives no source the lead that is not locked, whatever it flickers between", async () => {
    elect("midi:Live");
    live.timeline = new Timeline(bpm(100), beats(0), ms(0));
    for (const state of ["locking", "idle", "lost", "locking", "idle"] as const) {
      live.become(state);
      await time.advance(10);
      expect(transport.source).toBe(transport.internal);
    }
  });

  it("does not hold one that never had a time, and gives way at once when a source is taken out", () => {
    elect(AUTO);
    runs(live, 100);
    link.state = "locked";
    link.become("locked");
    expect(leader()).toBe("Live");
  });

  it("obeys the source's transport or not: that is another switch", () => {
    elect("midi:Live", false);
    runs(live, 100);
    live.command({ do: "start" });
    expect(transport.playing).toBe(false);
    expect(leader()).toBe("Live");
    election.followTransport(true);
    live.command({ do: "start" });
    expect(transport.playing).toBe(true);
    live.command({ do: "stop" });
    expect(transport.playing).toBe(false);
    election.followTransport(false);
    live.command({ do: "start" });
    expect(transport.playing).toBe(false);
  });

  it("hears the first Start of the chosen source before that has made a tempo, and nobody's who was not chosen", () => {
    elect("midi:Live");
    link.command({ do: "start" });
    expect(transport.playing).toBe(false);
    live.command({ do: "start" });
    expect(transport.playing).toBe(true);
    election.choose(INTERNAL);
    transport.stop();
    live.command({ do: "start" });
    expect(transport.playing).toBe(false);
  });

  it("lets the drummer lead where no clock does", () => {
    elect(INTERNAL);
    const drummer = new FakeClock("the drummer");
    drummer.set(new Timeline(bpm(120), beats(0), ms(1000)), false);
    const leave = election.add(candidate("drummer", "drummer", drummer));
    expect(leader()).toBe("the drummer");
    runs(link, 110);
    expect(leader()).toBe("the drummer");
    election.choose(AUTO);
    expect(leader()).toBe("Link");
    election.choose(INTERNAL);
    leave();
    expect(transport.source).toBe(transport.internal);
  });

  it("tells of every change of the leader and of its state, and of nothing after dispose", () => {
    elect("midi:Live");
    const before = told;
    runs(live, 100);
    live.become("lost");
    expect(told).toBeGreaterThanOrEqual(before + 2);
    election.dispose();
    expect(transport.source).toBe(transport.internal);
    const after = told;
    live.become("locked");
    live.command({ do: "start" });
    expect(told).toBe(after);
    expect(transport.playing).toBe(false);
  });
});
