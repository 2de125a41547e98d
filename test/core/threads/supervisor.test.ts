import { beforeEach, describe, expect, it } from "vitest";
import { type Life, Supervisor } from "../../../server/core/threads/supervisor.ts";
import type { Report } from "../../../shared/events/report.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

interface Worker extends Life {
  readonly ended: (reason: string) => void;
  killed: boolean;
}

describe("a supervisor", () => {
  let time: VirtualTime;
  let reports: Report[];
  let workers: Worker[];
  let ends: string[];
  let supervisor: Supervisor<Worker>;
  let broken: string | null;

  beforeEach(() => {
    time = new VirtualTime(5000);
    [reports, workers, ends, broken] = [[], [], [], null];
    supervisor = new Supervisor({
      name: "The mill",
      room: "mill",
      level: "error",
      lost: (reason) => `The mill stands still (${reason}); it is started again.`,
      start: (ended) => {
        const worker: Worker = {
          ended,
          killed: false,
          kill: () => {
            worker.killed = true;
          },
        };
        workers.push(worker);
        if (broken !== null) throw new Error(broken);
        return worker;
      },
      onEnd: (reason) => ends.push(reason),
      time,
      report: (report) => reports.push(report),
    });
    supervisor.start();
  });

  const last = (): Worker => workers.at(-1)!;
  const texts = (): string[] => reports.map(({ level, text }) => `${level}: ${text}`);
  const LOST = "error: The mill stands still (it broke); it is started again.";
  const BACK = "info: The mill is back.";
  /** How long it takes after an end until the next one is started. */
  const pauseAfterEnd = async (): Promise<number> => {
    const { length } = workers;
    const endedAt = time.now();
    last().ended("it broke");
    while (workers.length === length) await time.advance(100);
    return time.now() - endedAt;
  };

  it("starts again at once what has lived long", async () => {
    await time.advance(60_000);
    last().ended("it broke");
    expect(supervisor.current).toBeNull();
    await time.advance(0);
    expect(workers).toHaveLength(2);
    expect(supervisor.current).toBe(last());
  });

  it("waits longer and longer before it starts what ends at once, up to half a minute, and never stops trying", async () => {
    const pauses: number[] = [];
    for (let i = 0; i < 100; i++) pauses.push(await pauseAfterEnd());
    expect(pauses.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(new Set(pauses.slice(7))).toEqual(new Set([30_000]));
  });

  it("is quick again after a long life", async () => {
    for (let i = 0; i < 5; i++) await pauseAfterEnd();
    await time.advance(60_000);
    expect(await pauseAfterEnd()).toBeLessThanOrEqual(100);
    expect(await pauseAfterEnd()).toBe(2000);
  });

  it("does the same with what cannot be started", async () => {
    broken = "no water";
    last().ended("it broke");
    await time.advance(600_000);
    expect(workers.length).toBeGreaterThan(15);
    expect(workers.length).toBeLessThan(30);
    expect(ends.slice(0, 2)).toEqual(["it broke", "no water"]);
    expect(texts()).toEqual([LOST]);
    broken = null;
    await time.advance(30_000);
    supervisor.works();
    expect(texts()).toEqual([LOST, BACK]);
  });

  it("tells of an end and of the return, and nothing while nothing is wrong", async () => {
    supervisor.works();
    expect(texts()).toEqual([]);
    await pauseAfterEnd();
    expect(texts()).toEqual([LOST]);
    supervisor.works();
    supervisor.works();
    expect(texts()).toEqual([LOST, BACK]);
  });

  it("does not fill the list with what comes and goes: the second return is told when it has stayed", async () => {
    for (let i = 0; i < 200; i++) {
      await pauseAfterEnd();
      supervisor.works();
      await time.advance(20_000);
    }
    expect(texts()).toEqual([LOST, BACK, LOST]);
    await time.advance(60_000);
    expect(texts()).toEqual([LOST, BACK, LOST, BACK]);
    await pauseAfterEnd();
    supervisor.works();
    expect(texts().slice(4)).toEqual([LOST, BACK]);
  });

  it("ends one that hangs and starts another, and hears nothing from one that is over", async () => {
    await time.advance(3000);
    const first = last();
    supervisor.replace("it hangs");
    expect([first.killed, ends]).toEqual([true, ["it hangs"]]);
    await time.advance(0);
    expect(workers).toHaveLength(2);
    first.ended("late");
    await time.advance(100_000);
    expect(workers).toHaveLength(2);
    expect(ends).toEqual(["it hangs"]);
  });

  it("gives up with one sentence what can never work", async () => {
    const first = last();
    supervisor.giveUp("There is no river here; dig one.");
    first.ended("it broke");
    await time.advance(600_000);
    expect(first.killed).toBe(true);
    expect(workers).toHaveLength(1);
    expect(texts()).toEqual(["warning: There is no river here; dig one."]);
  });

  it("ends its worker with it, waits until it has ended, and starts none afterwards", async () => {
    let end = (): void => {};
    let over = false;
    last().kill = () => new Promise<void>((resolve) => (end = resolve));
    void supervisor.dispose().then(() => (over = true));
    await time.advance(100);
    expect(over).toBe(false);
    end();
    last().ended("it broke");
    await time.advance(600_000);
    await supervisor.dispose();
    expect([over, workers.length, texts(), ends]).toEqual([true, 1, [], []]);
  });

  it("starts none when it is disposed of while it waits", async () => {
    last().ended("it broke");
    await supervisor.dispose();
    await time.advance(600_000);
    expect(workers).toHaveLength(1);
  });

  it("asks nothing when the owner gives up at an end", async () => {
    const own: Supervisor<Life> = new Supervisor({
      name: "The mill",
      room: "mill",
      level: "error",
      lost: () => "lost",
      start: (ended) => {
        ended("at once");
        return { kill: () => {} };
      },
      onEnd: () => void own.dispose(),
      time,
      report: (report) => reports.push(report),
    });
    own.start();
    await time.advance(600_000);
    expect([own.current, reports]).toEqual([null, []]);
  });
});
