import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openTake } from "../../server/takes/read-take.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { AntiphonProcess, connectTo } from "../helpers/antiphon-process.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { everything, FOREVER } from "../helpers/written-log.ts";

const KILLS = 3;

describe("takes of the whole program", () => {
  const folder = temporaryFolder();
  const running: AntiphonProcess[] = [];
  afterEach(async () => {
    for (const program of running.splice(0)) if (program.child.exitCode === null) await program.stop("SIGKILL");
  });

  const play = async (): Promise<{ program: AntiphonProcess; port: number }> => {
    const path = await folder.write("tour.json", JSON.stringify({ name: "tour", seed: 5 }));
    const program = new AntiphonProcess(["play", path, "--port", "0", "--osc-in", "0"]);
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
});
