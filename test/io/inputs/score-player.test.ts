import { describe, expect, it } from "vitest";
import { LEAD, type Score, ScorePlayer, type Stretch } from "../../../server/io/inputs/score-player.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { COMMON_TIME, type Metre } from "../../../shared/time/metre.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const fail = (report: unknown): never => {
  throw new Error(JSON.stringify(report));
};

/** A kick on every beat of one bar of 4/4, whatever the metre. */
const BAR: Stretch = {
  hits: [0, 1, 2, 3].map((beat) => ({ beat: beats(beat), drum: "kick", velocity: 100 })),
  length: beats(4),
};

const room = (next: Score["next"] = () => BAR) => {
  const time = new VirtualTime(1000);
  const transport = new Transport(time, bpm(120), COMMON_TIME, fail);
  const hits: (Hit & { now: number })[] = [];
  const player = new ScorePlayer(time, transport, { next }, (hit) => hits.push({ ...hit, now: time.now() }));
  const at = () => hits.splice(0).map((hit) => Math.round(hit.at * 1000) / 1000);
  return { time, transport, player, hits, at };
};

describe("ScorePlayer", () => {
  it("hands each hit on ahead by the lead, stamped with its exact moment", async () => {
    const { time, transport, player, hits } = room();
    transport.start();
    player.enter();
    await time.advanceTo(3100);
    expect(hits.map(({ at }) => at)).toEqual([1000, 1500, 2000, 2500, 3000]);
    // The first could not be known earlier than the start.
    expect(hits.map(({ now }) => now)).toEqual([1000, 1500 - LEAD, 2000 - LEAD, 2500 - LEAD, 3000 - LEAD]);
  });

  it("enters on the next bar line, and on one that is just past", async () => {
    const { time, transport, player, at } = room();
    transport.start();
    await time.advanceTo(1700);
    player.enter();
    await time.advanceTo(3400);
    expect(at()).toEqual([3000]);
    player.leave();
    await time.advanceTo(5020);
    player.enter();
    await time.advanceTo(5600);
    expect(at()).toEqual([5000, 5500]);
  });

  it("is silent while the transport stands, and begins with it", async () => {
    const { time, transport, player, at } = room();
    player.enter();
    await time.advanceTo(4000);
    expect(at()).toEqual([]);
    transport.start();
    await time.advanceTo(4600);
    expect(at()).toEqual([4000, 4500]);
    transport.stop();
    await time.advanceTo(9000);
    expect(at()).toEqual([]);
  });

  it("follows a change of tempo in the middle of a bar", async () => {
    const { time, transport, player, at } = room();
    transport.start();
    player.enter();
    await time.advanceTo(1750);
    transport.setTempo(bpm(60));
    await time.advanceTo(4300);
    expect(at()).toEqual([1000, 1500, 2250, 3250, 4250]);
  });

  it("begins anew with a new metre, on its first bar line and once", async () => {
    const metres: Metre[] = [];
    const { time, transport, player, at } = room((metre) => {
      metres.push(metre);
      return metre.numerator === 3 ? { hits: BAR.hits.slice(0, 3), length: beats(3) } : BAR;
    });
    transport.start();
    player.enter();
    await time.advanceTo(2000);
    transport.setMetre({ numerator: 3, denominator: 4 });
    await time.advanceTo(6100);
    expect(metres.map(({ numerator }) => numerator)).toContain(3);
    expect(at()).toEqual([1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5500, 6000]);
  });

  it("is over when the score is", async () => {
    const { time, transport, player, at } = room((_metre, first) => (first ? BAR : null));
    transport.start();
    player.enter();
    await time.advanceTo(20_000);
    expect(at()).toHaveLength(4);
  });

  it("skips what is long past after a sleep of the machine instead of playing it in a heap", async () => {
    const wakes: (() => void)[] = [];
    const time = {
      time: 0,
      now: () => ms(time.time),
      wake: (_at: number, run: () => void) => {
        wakes.push(run);
        return () => wakes.splice(wakes.indexOf(run), 1);
      },
    };
    const transport = new Transport(time, bpm(120), COMMON_TIME, fail);
    const hits: Hit[] = [];
    const player = new ScorePlayer(time, transport, { next: () => BAR }, (hit) => hits.push(hit));
    transport.start();
    player.enter();
    time.time = 3_600_100;
    wakes.shift()?.();
    expect(hits.map(({ at }) => at)).toEqual([3_600_000]);
  });

  it("does not begin again when it is told to enter twice", async () => {
    const { time, transport, player, at } = room();
    transport.start();
    player.enter();
    await time.advanceTo(1600);
    player.enter();
    await time.advanceTo(2100);
    expect(at()).toEqual([1000, 1500, 2000]);
  });
});
