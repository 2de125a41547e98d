import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TransportState } from "../../shared/protocol/state.ts";

const MACHINE = resolve("../shared/tools/alsa-vm");
const TEMPO = 60;

const skipped = existsSync(MACHINE) ? "" : " (skipped: no ../shared)";

/** How exact it is cannot be told here: the machine is emulated. */
describe.skipIf(skipped !== "")(`the server led by another program's MIDI clock${skipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "antiphon-clock-"));
  let transports: TransportState[];
  let dumped: string[];

  beforeAll(() => {
    execFileSync("npm", ["run", "--silent", "build:server"]);
    const { status, stderr } = spawnSync(
      MACHINE,
      ["-t", "280", "-o", folder, "--", process.execPath, "test/system/clock-scene.js", "/vm", String(TEMPO)],
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
    expect(Math.abs((locked.at(-1)?.shownTempo ?? 0) - TEMPO)).toBeLessThan(0.5);
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

  it("passes clock on to others: Start, Stop, Song Position and Continue, and as many ticks as came", () => {
    const orders = dumped.filter((line) => /^(Start|Stop|Song|Continue)/.test(line));
    expect(orders.map((line) => line.split(" ")[0])).toEqual(["Start", "Stop", "Song", "Continue", "Stop"]);
    const [start, stop] = [dumped.indexOf("Start"), dumped.indexOf("Stop")];
    expect(Math.abs(stop - start - 1 - 192)).toBeLessThanOrEqual(1);
  });
});
