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

/** What is asserted is order and counts: the machine is emulated, and where it stands when it hears of a stop is its own time. */
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

  it("is stopped after Start and after Continue, each time behind where it began and no further than the master is", () => {
    const turns = transports.filter((state, i) => state.playing !== (transports[i - 1]?.playing ?? false));
    expect(turns.map(({ playing }) => (playing ? "plays" : "stands")).join(" ")).toBe("plays stands plays stands");
    const [begun = 99, stopped = 99, goneOn = 99, stoppedAgain = 99] = turns.map(({ originBeats }) => originBeats);
    expect(stopped).toBeGreaterThan(begun);
    expect(stopped).toBeLessThan(8.5);
    expect(stoppedAgain).toBeGreaterThan(goneOn);
    expect(stoppedAgain).toBeLessThan(16.5);
    expect(transports.at(-1)?.clock?.trouble).toBe("");
  });

  it("passes clock on to others, who are led by Start, Stop, Song Position, Continue and ticks, with none too many", () => {
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
    expect(stoodAt[0]).toBeGreaterThan(0);
    expect(Math.max(...stoodAt)).toBeGreaterThan(8 * TICKS_PER_BEAT);
    expect(stoodAt[0]).toBeLessThanOrEqual(8 * TICKS_PER_BEAT + 1);
    expect(Math.max(...stoodAt)).toBeLessThanOrEqual(16 * TICKS_PER_BEAT + 1);
  });
});
