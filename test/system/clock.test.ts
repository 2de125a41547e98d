import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TransportState } from "../../shared/protocol/state.ts";

const MACHINE = resolve("../shared/tools/alsa-vm");
/** Slow, for the machine is emulated: who hears of a start a sixteenth of a beat late goes on with Continue, as it should. */
const TEMPO = 24;
const TICKS_PER_BEAT = 24;
const TICKS_PER_SIXTEENTH = 6;
/** As aseqdump calls them; it tells of connections too. */
const ORDERS: ReadonlySet<string> = new Set(["Start", "Stop", "Continue", "Song"]);

const skipped = existsSync(MACHINE) ? "" : " (skipped: no ../shared)";

/** How exact it is cannot be told here: the machine is emulated. */
describe.skipIf(skipped !== "")(`the server led by another program's MIDI clock${skipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "antiphon-clock-"));
  let transports: TransportState[];
  let dumped: string[];

  beforeAll(() => {
    const { status, stderr } = spawnSync(
      MACHINE,
      ["-t", "580", "-o", folder, "--", process.execPath, "test/system/clock-scene.js", "/vm", String(TEMPO)],
      { encoding: "utf8" },
    );
    const log = existsSync(join(folder, "server.err.txt")) ? readFileSync(join(folder, "server.err.txt"), "utf8") : "";
    if (status !== 0) throw new Error(`the scene failed (${status}): ${stderr}\n${log}`);
    transports = JSON.parse(readFileSync(join(folder, "transports.json"), "utf8"));
    dumped = [...readFileSync(join(folder, "clock.txt"), "utf8").matchAll(/^\s*\d+:\d+\s+(\S.*?)\s*$/gm)].map(
      ([, what]) => what ?? "",
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("finds the tempo and names the port it comes from", () => {
    const locked = transports.filter(({ source, sourceState }) => /VirMIDI/.test(source) && sourceState === "locked");
    expect(locked.length).toBeGreaterThan(0);
    expect(Math.abs((locked.at(-1)?.shownTempo ?? 0) - TEMPO)).toBeLessThan(2);
  });

  it("starts with Start at beat 0, and goes on with Continue at the song position", () => {
    const starts = transports.filter((state, i) => state.playing && transports[i - 1]?.playing === false);
    expect(starts).toHaveLength(2);
    expect(Math.abs(starts[0]?.originBeats ?? 99)).toBeLessThan(0.1);
    expect(Math.abs((starts[1]?.originBeats ?? 99) - 8)).toBeLessThan(0.1);
  });

  it("keeps the master's count: after Start and after Continue it is stopped on the eighth beat", () => {
    const stops = transports.filter((state, i) => !state.playing && transports[i - 1]?.playing === true);
    expect(stops.map(({ originBeats }) => Math.round(originBeats))).toEqual([8, 16]);
    expect(transports.at(-1)?.clock?.trouble).toBe("");
  });

  it("passes clock on to others, who are led by Start, Stop, Song Position, Continue and ticks to where the master is", () => {
    const orders: string[] = [];
    const stoodAt: number[] = [];
    let position = 0;
    let running = false;
    for (const line of dumped) {
      const [order = ""] = line.split(" ");
      if (ORDERS.has(order)) orders.push(order);
      if (order === "Clock" && running) position++;
      if (order === "Start") position = 0;
      if (order === "Song") position = TICKS_PER_SIXTEENTH * Number(/\d+/.exec(line)?.[0]);
      if (order === "Stop") stoodAt.push(position);
      running = order === "Start" || order === "Continue" || (order === "Clock" && running);
    }
    // A machine that stumbles loses its place, and leads those who follow to it anew.
    expect(orders.join(" ")).toMatch(/^Start Stop( (Song )+Continue Stop)+$/);
    const wrong = orders.length === 5 ? 1 : TICKS_PER_BEAT;
    for (const beat of [8, 16])
      expect(
        Math.min(...stoodAt.map((ticks) => Math.abs(ticks - beat * TICKS_PER_BEAT))),
        stoodAt.join(),
      ).toBeLessThanOrEqual(wrong);
    expect(Math.abs((stoodAt.at(-1) ?? 0) - 16 * TICKS_PER_BEAT)).toBeLessThanOrEqual(wrong);
  });
});
