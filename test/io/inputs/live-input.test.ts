import { describe, expect, it } from "vitest";
import { BrowserSource } from "../../../server/io/inputs/browser-source.ts";
import { DemoDrummer } from "../../../server/io/inputs/demo-drummer.ts";
import { readGrooves } from "../../../server/io/inputs/grooves.ts";
import { LiveInput } from "../../../server/io/inputs/live-input.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const grooves = await readGrooves();
const SILENCE = ms(20_000);

const room = (withDemo = true) => {
  const time = new VirtualTime();
  const reports: Report[] = [];
  const report = (one: Report): void => {
    reports.push(one);
  };
  const transport = new Transport(time, bpm(120), COMMON_TIME, report);
  transport.start();
  const demo = withDemo ? new DemoDrummer(grooves, transport, 1, time, report) : null;
  const live = new LiveInput(demo, SILENCE, time, report);
  const pads = new BrowserSource(time, report);
  const remove = live.add(pads);
  const hits: Hit[] = [];
  const players: string[] = [live.current];
  live.onHit((hit) => {
    hits.push(hit);
    if (live.current !== players.at(-1)) players.push(live.current);
  });
  return { time, transport, live, pads, remove, hits, players, reports };
};

describe("LiveInput", () => {
  it("has the demo drummer play until somebody does", async () => {
    const { time, pads, hits, players } = room();
    await time.advanceTo(4010);
    expect(hits.length).toBeGreaterThan(10);
    hits.length = 0;
    pads.play("snare", 99);
    await time.advanceTo(20_000);
    expect(hits).toEqual([{ drum: "snare", velocity: 99, at: 4010 }]);
    expect(players).toEqual(["demo drummer", "browser"]);
  });

  it("brings the demo drummer back on a bar line after the silence, counted from the last hit", async () => {
    const { time, pads, hits, players } = room();
    await time.advanceTo(1000);
    pads.play("kick", 90);
    await time.advanceTo(15_300);
    pads.play("kick", 90);
    await time.advanceTo(15_300 + SILENCE - 1);
    expect(players.at(-1)).toBe("browser");
    const before = hits.length;
    await time.advanceTo(40_000);
    expect(players).toEqual(["demo drummer", "browser", "demo drummer"]);
    expect(hits[before]!.at).toBeGreaterThanOrEqual(36_000);
    expect(hits[before]!.at).toBeLessThan(36_020);
  });

  it("gives way again when it had just come back", async () => {
    const { time, pads, hits, players } = room();
    pads.play("kick", 90);
    await time.advanceTo(30_000);
    expect(hits.length).toBeGreaterThan(1);
    pads.play("kick", 90);
    const before = hits.length;
    await time.advanceTo(49_000);
    expect(hits).toHaveLength(before);
    expect(players).toEqual(["demo drummer", "browser", "demo drummer", "browser"]);
  });

  it("has nobody play when there is no demo drummer, and names who played last", async () => {
    const { time, pads, hits, players } = room(false);
    await time.advanceTo(30_000);
    expect(hits).toEqual([]);
    pads.play("ride", 60);
    await time.advanceTo(90_000);
    expect(players).toEqual(["nobody", "browser"]);
  });

  it("lets several sources play together", async () => {
    const { time, live, pads, hits, players } = room(false);
    const others = new BrowserSource(time, () => {});
    live.add(others);
    pads.play("kick", 90);
    others.play("snare", 80);
    expect(hits.map(({ drum }) => drum)).toEqual(["kick", "snare"]);
    expect(players).toEqual(["nobody", "browser"]);
  });

  it("hears a source no more once it was removed, and nobody after dispose", async () => {
    const { time, live, pads, remove, hits } = room();
    remove();
    pads.play("kick", 90);
    expect(hits).toEqual([]);
    live.dispose();
    live.dispose();
    await time.advanceTo(60_000);
    expect(hits).toEqual([]);
  });

  it("goes on when a listener throws", () => {
    const { live, pads, hits, reports } = room();
    live.onHit(() => {
      throw new Error("deaf");
    });
    pads.play("kick", 90);
    expect(hits).toHaveLength(1);
    expect(reports.map(({ text }) => text).join()).toContain("deaf");
  });
});
