import { readdirSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { ControlValues, DeskCommand } from "../../shared/controls/controls.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { AntiphonProcess, connectTo } from "../helpers/antiphon-process.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

describe("a server that is killed and started again by hand", () => {
  const folder = temporaryFolder();
  const show = (): string => folder.path("tour.json");
  const running: AntiphonProcess[] = [];
  afterEach(async () => {
    for (const program of running.splice(0)) if (program.child.exitCode === null) await program.stop("SIGKILL");
  });

  const play = async (...args: string[]): Promise<{ program: AntiphonProcess; port: number }> => {
    const program = new AntiphonProcess(["play", show(), "--port", "0", "--osc-in", "0", ...args]);
    running.push(program);
    await program.printed("/desk");
    return { program, port: Number(/:(\d+)\/desk/.exec(program.output)?.[1]) };
  };
  const welcomeOf = async (port: number): Promise<Snapshot> => {
    const socket = connectTo(port);
    const welcome = await new Promise<Snapshot>((resolve) => socket.once("welcome", resolve));
    socket.close();
    return welcome;
  };
  const valuesOf = (controls: ControlValues = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(controls).map(([path, { value }]) => [path, value]));
  const turn = async (port: number, orders: readonly DeskCommand[]): Promise<void> => {
    const socket = connectTo(port);
    for (const order of orders)
      expect(await socket.timeout(60_000).emitWithAck("desk", order), JSON.stringify(order)).toEqual({ ok: true });
    socket.close();
  };

  it("has everything as it was turned; ended in order, or told to, it begins as the show says", async () => {
    writeFileSync(show(), JSON.stringify({ name: "tour", tempo: 90, inputs: { demo: false } }));
    const first = await play();
    const { director, controls: untouched } = await welcomeOf(first.port);
    await turn(first.port, [
      { do: "tempo", bpm: 133.5 },
      { do: "metre", numerator: 7, denominator: 8 },
      { do: "clock", source: "midi:Nowhere" },
      { do: "clock-follow", transport: false },
      {
        do: "voice",
        voice: "model1",
        set: { mute: true, temperature: 1.7, density: 0.3, allowed: 77, callBars: "auto" },
      },
      { do: "voice", voice: "video", set: { level: 0.4, beams: 3 } },
      { do: "model", voice: "model1", model: "models/breaks" },
      { do: "director", set: { held: true, restlessness: 0.9 } },
      { do: "cue", scene: director?.scenes[3] ?? "" },
      { do: "cue", palette: director?.palettes[3] ?? "" },
      { do: "cue", intensity: 0.83 },
      { do: "blackout", on: true, seconds: 0 },
      { do: "pass", pass: "bloom", dose: 0.4 },
      { do: "stop" },
    ]);
    await expect.poll(() => readdirSync(folder.path("."))).toContain("tour.session.json");
    // What was turned last is written a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const before = await welcomeOf(first.port);
    await first.program.stop("SIGKILL");

    const second = await play();
    const after = await welcomeOf(second.port);
    expect(after.seed).toBe(before.seed);
    expect(valuesOf(after.controls)).toEqual(valuesOf(before.controls));
    expect(after.controls?.tempo?.by).toBe("session");
    expect(second.program.errors).toMatch(/app: It was cut off, and goes on as it was: .*; --fresh begins anew\.\n/);
    // And once more, though nobody has turned anything.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await second.program.stop("SIGKILL");
    const third = await play();
    expect(valuesOf((await welcomeOf(third.port)).controls)).toEqual(valuesOf(before.controls));
    await third.program.stop("SIGKILL");

    const fresh = await play("--fresh", "--seed", `${before.seed}`);
    expect(valuesOf((await welcomeOf(fresh.port)).controls)).toEqual(valuesOf(untouched));
    expect(fresh.program.errors).not.toContain("cut off");
    await turn(fresh.port, [{ do: "tempo", bpm: 60 }]);
    expect(await fresh.program.stop("SIGTERM")).toBe(0);
    expect(readdirSync(folder.path("."))).not.toContain("tour.session.json");
    const ended = await play();
    expect((await welcomeOf(ended.port)).transport.tempo).toBe(90);
  });

  it("is told that another one plays the same show, and leaves its session alone", async () => {
    writeFileSync(show(), JSON.stringify({ name: "tour", tempo: 90, inputs: { demo: false } }));
    const first = await play("--fresh");
    await turn(first.port, [{ do: "tempo", bpm: 133.5 }]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const second = await play();
    expect(second.program.errors).toContain("Another Antiphon");
    expect((await welcomeOf(second.port)).transport.tempo).toBe(90);
    expect(await second.program.stop("SIGTERM")).toBe(0);
    await first.program.stop("SIGKILL");
    const third = await play();
    expect((await welcomeOf(third.port)).transport.tempo).toBe(133.5);
  });
});
