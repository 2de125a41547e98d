import { describe, expect, it } from "vitest";
import { ClockOut } from "../../../server/io/output/clock-out.ts";
import type { Lane } from "../../../server/io/output/lane.ts";
import { OutputLoop } from "../../../server/io/output/output-loop.ts";
import {
  FLAG_IMMEDIATE,
  FLAG_LAX,
  RECORD,
  RingReader,
  RingWriter,
  ringMemory,
} from "../../../server/io/output/record-ring.ts";
import { Sounding, soundingMemory } from "../../../server/io/output/sounding.ts";
import { statisticsMemory, WakeStatistics } from "../../../server/io/output/wake-statistics.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";

/** Writes down what it is told, with the time. */
class DiaryLane implements Lane {
  readonly diary: string[] = [];
  readonly busy = false;
  open = true;
  silences = 0;
  readonly #now: () => Ms;
  constructor(now: () => Ms) {
    this.#now = now;
  }
  on(key: number, value: number): void {
    if (this.open) this.diary.push(`${this.#now()} on ${key} ${value}`);
  }
  off(key: number): void {
    if (this.open) this.diary.push(`${this.#now()} off ${key}`);
  }
  silence(): void {
    this.silences++;
  }
  look(): void {}
  async dispose(): Promise<void> {
    this.diary.push(`${this.#now()} gone`);
  }
}

const rig = () => {
  let now = ms(0);
  const ring = ringMemory();
  const sounding = soundingMemory();
  const statistics = new WakeStatistics(statisticsMemory());
  const writer = new RingWriter(ring);
  const reader = new RingReader(ring);
  const newLoop = () => new OutputLoop(reader, new Sounding(sounding), statistics, () => now);
  const loop = newLoop();
  const lane = new DiaryLane(() => now);
  loop.setLane(0, lane, null);
  const turn = () => {
    reader.see();
    return loop.turn();
  };
  return {
    loop,
    lane,
    statistics,
    newLoop,
    pulse: (key: number, at: number, until: number, id: number, flags = 0, lane = 0) =>
      writer.write(RECORD.pulse, lane, key, flags, at, until, 100, id),
    tell: (kind: number, at = 0, id = 0, lane = 0) => writer.write(kind, lane, 0, 0, at, 0, 0, id),
    turn,
    /** Moves on as a perfect sleeper would. */
    runTo: (until: number) => {
      for (;;) {
        const due = turn();
        if (due > until) break;
        now = ms(Math.max(due, now));
      }
      now = ms(until);
      turn();
    },
    /** Sleeps through everything. */
    stallTo: (until: number) => {
      now = ms(until);
    },
    now: () => now,
  };
};

describe("the output loop", () => {
  it("turns keys on and off at their moments, in order, whatever the order they came in", () => {
    const { pulse, runTo, lane } = rig();
    pulse(1, 30, 40, 1);
    pulse(2, 10, 35, 2);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 2 100", "30 on 1 100", "35 off 2", "40 off 1"]);
  });

  it("says when it wants to be called again", () => {
    const { pulse, turn } = rig();
    expect(turn()).toBe(Number.POSITIVE_INFINITY);
    pulse(1, 30, 40, 1);
    expect(turn()).toBe(30);
  });

  it("turns a key off before it is turned on again, and the older end does not cut the newer note", () => {
    const { pulse, runTo, lane } = rig();
    pulse(1, 10, 50, 1);
    pulse(1, 30, 90, 2);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100", "30 off 1", "30 on 1 100", "90 off 1"]);
  });

  it("is not stopped by an event without a moment", () => {
    const { pulse, runTo, lane } = rig();
    pulse(2, Number.NaN, 20, 1);
    pulse(1, 10, 20, 2);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100", "20 off 1"]);
  });

  it("sends what has no end once, and never an end", () => {
    const { pulse, runTo, lane } = rig();
    pulse(1, 10, Number.NaN, -5);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100"]);
  });

  it("drops and counts a note that is more than 30 ms late, and sends one that is not", () => {
    const { pulse, stallTo, runTo, lane, statistics } = rig();
    pulse(1, 10, 20, 1);
    pulse(2, 30, 80, 2);
    stallTo(55);
    runTo(100);
    expect(lane.diary).toEqual(["55 on 2 100", "80 off 2"]);
    expect(statistics.lateDropped).toBe(1);
  });

  it("always sends the end of what sounded, however late", () => {
    const { pulse, runTo, stallTo, lane } = rig();
    pulse(1, 10, 20, 1);
    runTo(15);
    stallTo(500);
    runTo(500);
    expect(lane.diary).toEqual(["10 on 1 100", "500 off 1"]);
  });

  it("sends a live note at once although it was played long ago", () => {
    const { pulse, stallTo, runTo, lane } = rig();
    stallTo(200);
    pulse(1, 100, 260, 0, FLAG_IMMEDIATE);
    runTo(300);
    expect(lane.diary).toEqual(["200 on 1 100", "260 off 1"]);
  });

  it("lets a live note that comes a moment ahead wait for it, and plays it however late", () => {
    const { pulse, stallTo, runTo, lane } = rig();
    pulse(1, 4, 60, 0, FLAG_IMMEDIATE);
    pulse(2, 5, 70, 0, FLAG_IMMEDIATE);
    runTo(4);
    stallTo(50);
    runTo(100);
    expect(lane.diary).toEqual(["4 on 1 100", "50 on 2 100", "60 off 1", "70 off 2"]);
  });

  it("moves a note that is sent again, unless it has sounded", () => {
    const { pulse, runTo, lane } = rig();
    pulse(1, 50, 60, 7);
    runTo(20);
    pulse(1, 30, 40, 7);
    runTo(35);
    pulse(1, 70, 80, 7);
    runTo(100);
    expect(lane.diary).toEqual(["30 on 1 100", "40 off 1"]);
  });

  it("wants to be exact for notes and clocks, not for ends and phases", () => {
    const { loop, lane, pulse, runTo, now } = rig();
    const isLax = () => loop.nextIsLax;
    pulse(1, 10, 20, 1);
    runTo(5);
    expect(isLax()).toBe(false);
    runTo(15);
    expect(isLax()).toBe(true);
    runTo(25);
    expect(isLax()).toBe(true);
    const clock = new ClockOut(() => {}, ms(0));
    loop.setLane(0, lane, clock);
    pulse(1, 500, Number.NaN, 2, FLAG_LAX);
    clock.set({ playing: false, timeline: new Timeline(bpm(120), beats(0), ms(0)), at: now() });
    runTo(30);
    expect(isLax()).toBe(false);
  });

  it("knows a new lane in an old one's place from that one", async () => {
    const { pulse, runTo, loop, now } = rig();
    pulse(1, 10, 20, 7);
    runTo(30);
    await loop.removeLane(0);
    const next = new DiaryLane(now);
    loop.setLane(0, next, null);
    pulse(1, 40, 50, 7);
    runTo(60);
    expect(next.diary).toEqual(["40 on 1 100", "50 off 1"]);
  });

  it("forgets a revoked note in the lane that revokes it, and lets one that sounds end as planned", () => {
    const { pulse, tell, runTo, lane, loop, now } = rig();
    const other = new DiaryLane(now);
    loop.setLane(1, other, null);
    pulse(1, 10, 40, 7);
    pulse(2, 20, 40, 8);
    pulse(2, 20, 40, 8, 0, 1);
    runTo(15);
    tell(RECORD.revoke, 0, 7);
    tell(RECORD.revoke, 0, 8);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100", "40 off 1"]);
    expect(other.diary).toEqual(["20 on 2 100", "40 off 2"]);
  });

  it("forgets the transport's own events apart from the notes", () => {
    const { pulse, tell, runTo, lane } = rig();
    pulse(1, 10, 40, 7);
    pulse(2, 10, Number.NaN, -7);
    tell(RECORD.revokeGrid);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100", "40 off 1"]);
  });

  it("ends what sounds at a stop and lets later notes be", () => {
    const { pulse, tell, runTo, lane } = rig();
    pulse(1, 10, 80, 1);
    tell(RECORD.end, 30);
    pulse(2, 50, 60, 2);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100", "30 off 1", "50 on 2 100", "60 off 2"]);
  });

  it("on panic ends what sounds now and forgets the rest", () => {
    const { pulse, tell, runTo, lane } = rig();
    pulse(1, 10, 80, 1);
    pulse(2, 50, 60, 2);
    runTo(20);
    tell(RECORD.panic);
    runTo(100);
    expect(lane.diary).toEqual(["10 on 1 100", "20 off 1"]);
    expect(lane.silences).toBe(1);
  });

  it("ends what sounds before a lane goes", async () => {
    const { pulse, runTo, lane, loop } = rig();
    pulse(1, 10, 80, 1);
    runTo(20);
    await loop.finish();
    expect(lane.diary).toEqual(["10 on 1 100", "20 off 1", "20 gone"]);
  });

  it("ends a note whose port was away at its end as soon as the port is back", () => {
    const { pulse, runTo, lane, loop } = rig();
    pulse(1, 10, 30, 1);
    runTo(20);
    lane.open = false;
    runTo(50);
    lane.open = true;
    loop.opened(0);
    loop.opened(0);
    expect(lane.diary).toEqual(["10 on 1 100", "50 off 1"]);
  });

  it("tells keys that may have been left up that they are off, one a millisecond, but for those that are on by then", () => {
    const { pulse, runTo, lane, loop } = rig();
    pulse(2, 0, 30, 1, FLAG_IMMEDIATE);
    loop.rest(0, [1, 2, 3]);
    runTo(40);
    expect(lane.diary).toEqual(["0 on 2 100", "0 off 1", "2 off 3", "30 off 2"]);
  });

  it("that takes over from a dead one ends what that one left on", () => {
    const { pulse, runTo, newLoop, now } = rig();
    pulse(1, 10, 80, 1);
    pulse(5, 10, 80, 2);
    runTo(20);
    const lane = new DiaryLane(now);
    newLoop().setLane(0, lane, null);
    expect(lane.diary).toEqual(["20 off 1", "20 off 5"]);
  });

  it("counts the error of what was known ahead, and of nothing else", () => {
    const { pulse, stallTo, runTo, turn, statistics } = rig();
    pulse(1, 10, 20, 1);
    turn();
    stallTo(10.25);
    runTo(30);
    pulse(1, 15, 40, 2);
    pulse(1, 0, 40, 3, FLAG_IMMEDIATE);
    runTo(50);
    expect(statistics.count).toBe(1);
    expect(statistics.latest).toBeCloseTo(0.25, 6);
    expect(statistics.percentile(0.5)).toBeCloseTo(0.26, 6);
  });
});
