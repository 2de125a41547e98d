import { beforeEach, describe, expect, it } from "vitest";
import { ReportLimit } from "../../server/app/report-limit.ts";
import { Random } from "../../shared/chance/random.ts";
import type { CausedReport, Report } from "../../shared/events/report.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

describe("reports", () => {
  let time: VirtualTime;
  let told: (Report & { at: number })[];
  let limit: ReportLimit;

  const texts = (): string[] => told.map(({ text }) => text);
  const say = (text: string, more: Partial<CausedReport> = {}): void =>
    limit.report({ room: "inputs", level: "warning", text, ...more });
  /** The most that were told in any one second. */
  const mostInASecond = (): number =>
    Math.max(0, ...told.map(({ at }) => told.filter((other) => other.at >= at && other.at < at + 1000).length));

  beforeEach(() => {
    time = new VirtualTime();
    told = [];
    limit = new ReportLimit(time, (report) => told.push({ ...report, at: time.now() }));
  });

  it("of a fader out of range are a few sentences and then a count every ten seconds, none lost", async () => {
    for (let i = 0; i < 60_000; i++) {
      say(`temperature must be at most 4, not ${9 + i / 1000}.`);
      await time.advance(1);
    }
    expect(told.length).toBeLessThan(12);
    expect(mostInASecond()).toBe(2);
    limit.dispose();
    const counted = texts().map((text) =>
      Number(/and ([\d,]+) more like it\)\.$/.exec(text)?.[1]?.replace(",", "") ?? 0),
    );
    expect(told.length + counted.reduce((sum, count) => sum + count, 0)).toBe(60_000);
  });

  it("whose words differ wait for their turn, and a flood of them has a count and an end", async () => {
    for (let i = 0; i < 10; i++) say(`address ${"abcdefghij"[i]} means nothing.`);
    await time.advance(5000);
    expect(texts()).toHaveLength(10);
    expect(mostInASecond()).toBe(2);

    const chance = new Random(7);
    for (let i = 0; i < 100_000; i++)
      say(
        `address ${chance
          .integer(2 ** 32)
          .toString(36)
          .replace(/\d/g, "x")} means nothing.`,
      );
    await time.advance(600_000);
    expect(mostInASecond()).toBe(2);
    expect(told.length).toBeLessThan(40);
    expect(texts().some((text) => /and 99,\d{3} other reports, which came faster/.test(text))).toBe(true);
  });

  it("of another room, level or sender are told at once in the middle of a flood", async () => {
    for (let i = 0; i < 1000; i++) {
      say(`${String.fromCharCode(97 + (i % 26), 97 + (i % 25))} means nothing.`, { sender: "10.0.0.66" });
      await time.advance(1);
    }
    const before = told.length;
    say("The output thread died.", { level: "error" });
    say("The MIDI input is gone.", { room: "midi" });
    say("xylophone means nothing.", { sender: "10.0.0.7" });
    expect(texts().slice(before)).toEqual([
      "The output thread died.",
      "The MIDI input is gone.",
      "xylophone means nothing.",
    ]);
  });

  it("from senders that are made up are no more than from a hundred", async () => {
    for (let i = 0; i < 20_000; i++) {
      say("no such address.", { sender: `10.0.${i >> 8}.${i & 255}` });
      await time.advance(1);
    }
    expect(told.length).toBeLessThan(300);
  });

  it("that say the same are told once in ten seconds, and counted only when they are many", async () => {
    for (let i = 0; i < 3; i++) say("no driver.");
    await time.advance(30_000);
    say("no driver.");
    await time.advance(30_000);
    expect(texts()).toEqual(["no driver.", "no driver."]);
    for (let i = 0; i < 500; i++) say("it failed.");
    await time.advance(10_500);
    expect(texts().slice(2)).toEqual(["it failed.", "it failed (and 499 more like it)."]);
  });

  it("reach nobody with a control character in them", () => {
    say("\u001b]0;gotcha\u0007\u202e");
    expect(texts()).toEqual(["\\u001b]0;gotcha\\u0007\\u202e"]);
  });

  it("that still wait are told at the end, and nothing afterwards", async () => {
    for (const name of ["a", "b", "c"]) say(`${name} is gone.`);
    limit.dispose();
    expect(texts()).toEqual(["a is gone.", "b is gone.", "c is gone."]);
    await time.advance(60_000);
    expect(told).toHaveLength(3);
  });
});
