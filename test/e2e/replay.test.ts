import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { Note } from "../../shared/music/note.ts";
import type { ReplayState } from "../../shared/protocol/replay.ts";
import { AntiphonProcess, connectTo } from "../helpers/antiphon-process.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

describe("a take of the whole program, played again", () => {
  const folder = temporaryFolder();
  const running: AntiphonProcess[] = [];
  const start = (...args: string[]): AntiphonProcess => {
    const program = new AntiphonProcess(args);
    running.push(program);
    return program;
  };
  afterEach(async () => {
    for (const program of running.splice(0)) if (program.child.exitCode === null) await program.stop("SIGKILL");
  });
  const takes = (): string => folder.path("takes");
  const names = async (): Promise<string[]> => (await readdir(takes())).filter((name) => !name.startsWith("."));
  const again = async (name: string): Promise<unknown> => {
    const program = start("replay", join(takes(), name), "--again", "--json");
    expect(await program.exited, program.errors).toBe(0);
    const { seconds: _, ...result } = JSON.parse(program.output);
    return result;
  };

  it("sounds as it was, in another tempo and place, and is computed again the same", { timeout: 400_000 }, async () => {
    const show = await folder.write("tour.json", JSON.stringify({ name: "tour", seed: 5 }));
    const program = start("play", show, "--port", "0", "--osc-in", "0");
    await program.printed("/desk");
    const socket = connectTo(Number(/:(\d+)\/desk/.exec(program.output)?.[1]));
    const told: (ReplayState | null)[] = [];
    const notes: Note[] = [];
    socket.on("replay", (state) => told.push(state));
    socket.on("notes", (news) => notes.push(...news));
    const order = async (command: DeskCommand): Promise<unknown> => socket.timeout(60_000).emitWithAck("desk", command);
    const done = { ok: true };

    // Recorded, with orders meanwhile.
    expect(await order({ do: "take", on: true })).toEqual(done);
    await pause(2000);
    expect(await order({ do: "voice", voice: "model1", set: { temperature: 1.4 } })).toEqual(done);
    expect(await order({ do: "tempo", bpm: 140 })).toEqual(done);
    await pause(2000);
    expect(await order({ do: "mutate", voice: "model1" })).toEqual(done);
    await pause(1000);
    expect(await order({ do: "take", on: false })).toEqual(done);
    const [first = ""] = await names();

    // Played into the running show, which is recorded meanwhile.
    expect(await order({ do: "take", on: true })).toEqual(done);
    notes.length = 0;
    expect(await order({ do: "replay", take: first })).toEqual(done);
    expect(told.at(-1)).toMatchObject({ take: first, manner: "as-it-was", speed: 1, paused: false, loop: null });
    await expect.poll(() => new Set(notes.map(({ live }) => live))).toContain(true);
    expect(await order({ do: "replay-seek", to: "1s" })).toEqual(done);
    expect(await order({ do: "tempo", bpm: 90 })).toMatchObject({ ok: false });
    expect(await order({ do: "replay-speed", speed: 4 })).toEqual(done);
    await expect.poll(() => told.at(-1)).toBe(null);
    expect(await order({ do: "replay", take: first, manner: "drummer" })).toEqual(done);
    const changes = [{ voice: "model1", set: { temperature: 0.5 } }];
    expect(await order({ do: "replay-loop", from: "1s", to: "1.5s", countInBars: 1, changes })).toEqual(done);
    await expect.poll(() => told.at(-1)?.loop?.changed).toBe(true);
    expect(await order({ do: "replay-stop" })).toEqual(done);
    expect(await order({ do: "replay-stop" })).toMatchObject({ ok: false });
    expect(await order({ do: "take", on: false })).toEqual(done);
    const second = (await names()).find((name) => name !== first) ?? "";
    socket.close();
    expect(await program.stop()).toBe(0);

    // In a new process, and on a machine that is busy: the log of the second begins where the first's does.
    const result = await again(first);
    expect(result).toMatchObject({ same: true, difference: null });
    expect((result as { notes: number }).notes).toBeGreaterThan(10);
    const busy = Array.from({ length: 3 }, () => spawn(process.execPath, ["-e", "for(;;);"]));
    try {
      expect(await again(second)).toMatchObject({ same: true, difference: null });
    } finally {
      for (const child of busy) child.kill("SIGKILL");
    }

    // By itself, and with a voice that is set otherwise.
    for (const [words, options] of [
      ["plays as it was", []],
      ["plays to the band", ["--set", "model1.temperature=0.5"]],
    ] as const) {
      const alone = start("replay", join(takes(), first), "--port", "0", "--from", "4s", ...options);
      await alone.printed(words);
      expect(await alone.exited, alone.errors).toBe(0);
    }
    const nothing = start("replay", folder.path("nowhere"));
    expect(await nothing.exited).toBe(2);
  });
});
