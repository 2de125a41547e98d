import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openTake } from "../../server/takes/read-take.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { AntiphonProcess, connectTo } from "../helpers/antiphon-process.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { everything, FOREVER } from "../helpers/written-log.ts";

const KILLS = 2;

describe("takes of the whole program", () => {
  const folder = temporaryFolder();
  const running: AntiphonProcess[] = [];
  afterEach(async () => {
    for (const program of running.splice(0)) if (program.child.exitCode === null) await program.stop("SIGKILL");
  });

  const play = async (...options: string[]): Promise<{ program: AntiphonProcess; port: number }> => {
    const path = await folder.write("tour.json", JSON.stringify({ name: "tour", seed: 5 }));
    const program = new AntiphonProcess(["play", path, "--port", "0", "--osc-in", "0", ...options]);
    running.push(program);
    await program.printed("/desk");
    return { program, port: Number(/:(\d+)\/desk/.exec(program.output)?.[1]) };
  };
  const takes = (): string => folder.path("takes");

  it("open after a kill at any moment, and the next start finishes them", async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const { program, port } = await play();
      const socket = connectTo(port);
      const heard: number[] = [];
      socket.on("notes", (notes) => heard.push(...notes.filter(({ live }) => live).map(({ id }) => id)));
      expect(await socket.timeout(60_000).emitWithAck("desk", { do: "take", on: true })).toEqual({ ok: true });
      await new Promise((resolve) => setTimeout(resolve, 1500 + 700 * kill));
      await program.stop("SIGKILL");
      socket.close();
      const open = (await readdir(takes())).find((name) => !name.startsWith(".")) ?? "";
      const take = await openTake(join(takes(), open));
      const lines = await everything(take.records(FOREVER.from));
      const ids = lines.flatMap((line) => (line.kind === "live" ? [line.note.id] : []));
      // What was heard is in it, but for what is of the last moment.
      expect(ids.length).toBeGreaterThan(3);
      const newest = Math.max(...ids);
      expect(heard.filter((id) => id <= newest && !ids.includes(id))).toEqual([]);

      const next = await play();
      const desk = connectTo(next.port);
      const welcome = await new Promise<Snapshot>((resolve) => desk.once("welcome", resolve));
      let shelf = welcome.takes;
      desk.on("takes", (news) => {
        shelf = news;
      });
      await expect.poll(() => shelf?.takes.find(({ name }) => name === open)?.seconds ?? null).not.toBe(null);
      const order = (command: DeskCommand): Promise<unknown> => desk.timeout(60_000).emitWithAck("desk", command);
      expect(await order({ do: "take-delete", take: open })).toEqual({ ok: true });
      desk.close();
      await next.program.stop();
    }
  });

  it("are read by those who operate, and listed in a terminal", async () => {
    const { program, port } = await play();
    const socket = connectTo(port);
    expect(await socket.timeout(60_000).emitWithAck("desk", { do: "take-keep", minutes: 1 })).toEqual({ ok: true });
    const [name = ""] = (await readdir(takes())).filter((each) => !each.startsWith("."));
    const address = `http://127.0.0.1:${port}/takes/${name}`;
    await expect.poll(async () => (await fetch(address)).status).toBe(200);
    expect(await (await fetch(address)).json()).toMatchObject({ take: "antiphon", seed: 5, show: { name: "tour" } });
    expect((await fetch(`http://127.0.0.1:${port}/takes/..%2f..%2fetc`)).status).toBe(404);
    socket.close();
    const list = new AntiphonProcess(["takes", folder.path("tour.json"), "--json"]);
    expect(await list.exited).toBe(0);
    expect(JSON.parse(list.output)).toMatchObject({ takes: [{ name, whole: true, fault: null }] });
    await program.stop();
    expect(await readdir(takes())).toEqual([".deleted", name]);
  });

  it("have in them nothing by which another machine could operate the show", async () => {
    const { program, port } = await play("--host", "0.0.0.0");
    const { token } = JSON.parse(await readFile(folder.path("tour.token.json"), "utf8")) as { token: string };
    const socket = connectTo(port, { page: "desk", token });
    const order = (command: DeskCommand): Promise<unknown> => socket.timeout(60_000).emitWithAck("desk", command);
    expect(await order({ do: "take-mark", words: "heard" })).toEqual({ ok: true });
    expect(await order({ do: "take-keep", minutes: 1 })).toEqual({ ok: true });
    socket.close();
    await program.stop();
    const kept = (await readdir(takes())).sort().at(-1) ?? "";
    const log = (await everything((await openTake(join(takes(), kept))).records(FOREVER.from))).map((line) =>
      JSON.stringify(line),
    );
    const all = [await readFile(join(takes(), kept, "take.json"), "utf8"), ...log].join("\n");
    expect(all).toContain('"heard"');
    expect(all).not.toContain(token);
  });

  it("are not made with --no-takes, and nothing is written", async () => {
    await rm(takes(), { recursive: true, force: true });
    const { program, port } = await play("--no-takes");
    const socket = connectTo(port);
    const order = (command: DeskCommand): Promise<unknown> => socket.timeout(60_000).emitWithAck("desk", command);
    const why = expect.stringMatching(/nothing is recorded, since the show was started with --no-takes\.?$/);
    for (const command of [
      { do: "take", on: true },
      { do: "take-keep", minutes: 1 },
      { do: "take-mark", words: "unheard" },
    ] as const)
      expect(await order(command)).toEqual({ ok: false, reason: why });
    socket.close();
    await expect(readdir(takes())).rejects.toThrow("ENOENT");
    await program.stop();
    await expect(readdir(takes())).rejects.toThrow("ENOENT");
  });
});
