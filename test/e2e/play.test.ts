import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import type { Snapshot, VoiceState } from "../../shared/protocol/state.ts";
import { AntiphonProcess, connectTo } from "../helpers/antiphon-process.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

describe("antiphon play", () => {
  const folder = temporaryFolder();
  const running: AntiphonProcess[] = [];
  afterEach(async () => {
    for (const program of running.splice(0)) if (program.child.exitCode === null) await program.stop();
  });

  const play = async (...args: string[]): Promise<{ program: AntiphonProcess; port: number }> => {
    const program = new AntiphonProcess(["play", "--port", "0", "--osc-in", "0", ...args]);
    running.push(program);
    await program.printed("/desk");
    return { program, port: Number(/:(\d+)\/desk/.exec(program.output)?.[1]) };
  };

  it("plays at once with nothing plugged in: the drummer, both models and the picture, and ends on a signal", async () => {
    const { program, port } = await play("--bpm", "240", "--seed", "3");
    const socket = connectTo(port);
    // Without a word in its greeting a program is told nothing of the minds.
    let unasked = 0;
    socket.on("minds", () => unasked++);
    const watcher = connectTo(port, { minds: true });
    const minds = new Set<string>();
    watcher.on("minds", (told) => {
      for (const { voice, played, layers } of told) if (played && layers.join() === "128,128") minds.add(voice);
    });
    const heard = new Set<string>();
    socket.on("notes", (notes) => {
      for (const { voice } of notes) heard.add(voice);
    });
    await expect.poll(() => [...heard].sort(), { timeout: 90_000 }).toEqual(["drummer", "model1", "model2", "video"]);
    await expect.poll(() => [...minds].sort(), { timeout: 90_000 }).toEqual(["model1", "model2", "video"]);
    expect(unasked).toBe(0);
    watcher.close();
    // A model is changed while it plays.
    let model: string | null | undefined;
    socket.on("voices", (voices) => {
      model = voices.find(({ name }) => name === "model1")?.model;
    });
    const order = { do: "model", voice: "model1", model: "models/breaks" } as const;
    expect(await socket.timeout(30_000).emitWithAck("desk", order)).toEqual({ ok: true });
    await expect.poll(() => model).toBe("models/breaks");
    socket.close();
    expect(await program.stop("SIGTERM")).toBe(0);
    expect(program.output).toContain('Antiphon plays "Antiphon", seed 3.');
  });

  it("--duet plays without any drummer: both models and the picture", async () => {
    const { port } = await play("--duet", "--bpm", "240", "--seed", "3");
    const socket = connectTo(port);
    const heard = new Set<string>();
    socket.on("notes", (notes) => {
      for (const { voice } of notes) heard.add(voice);
    });
    await expect.poll(() => [...heard].sort(), { timeout: 90_000 }).toEqual(["model1", "model2", "video"]);
    socket.close();
  });

  it("every note that went out over OSC has ended when the program has, on an interrupt in the middle", async () => {
    const udp = createSocket("udp4").bind(0, "127.0.0.1");
    await once(udp, "listening");
    const last = new Map<string, number>();
    udp.on("message", (packet) => {
      const address = packet.toString("ascii", 0, packet.indexOf(0));
      if (/^\/antiphon\/\w+\/(?!density|surprise)\w+$/.test(address))
        last.set(address, packet.readFloatBE(packet.length - 4));
    });
    const { program, port } = await play("--bpm", "240", "--osc", `127.0.0.1:${udp.address().port}`);
    await expect
      .poll(() => [...last.keys()].some((address) => address.includes("model2")), { timeout: 90_000 })
      .toBe(true);
    expect(await program.stop("SIGINT")).toBe(0);
    await expect.poll(() => [...last].filter(([, value]) => value !== 0)).toEqual([]);
    udp.close();
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  it("a taken port is one sentence with the way out, and exit code 1", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as { port: number };
    const program = new AntiphonProcess(["play", "--port", `${port}`, "--osc-in", "0"]);
    running.push(program);
    expect(await program.exited).toBe(1);
    expect(program.errors).toMatch(new RegExp(`error: Port ${port} on 127.0.0.1 is taken .* choose another port`));
    blocker.close();
  });

  it.each([
    [["play", "no-such.json"], 2, 'there is no file "no-such.json"'],
    [["play", "--bpm", "fast"], 2, "--bpm must be"],
    [["play", "--osc", "nowhere"], 2, "--osc must be HOST:PORT"],
    [["play", "--no-such-option"], 2, "unknown option"],
    [["no-such-command.json"], 2, 'there is no file "no-such-command.json"'],
  ] as const)("%j ends with %i and says why", async (args, code, sentence) => {
    const program = new AntiphonProcess(args);
    running.push(program);
    expect(await program.exited).toBe(code);
    expect(program.errors).toContain(sentence);
    expect(program.output).toBe("");
  });

  it("a model that cannot be read leaves one voice silent, with one sentence, and the rest plays", async () => {
    mkdirSync(folder.path("empty"));
    const show = folder.path("show.json");
    const voices = [
      { name: "drummer", kind: "live" },
      { name: "broken", listensTo: ["drummer"], model: folder.path("empty") },
      { name: "model1", listensTo: ["drummer"] },
    ];
    writeFileSync(show, JSON.stringify({ voices, tempo: 240 }));
    const { program, port } = await play(show);
    const socket = connectTo(port);
    const heard = new Set<string>();
    socket.on("notes", (notes) => {
      for (const { voice } of notes) heard.add(voice);
    });
    await expect.poll(() => [...heard].sort(), { timeout: 90_000 }).toEqual(["drummer", "model1"]);
    socket.close();
    expect(program.errors).toMatch(/error: band: broken is silent: .*config\.json/);
  });

  it("a desk steers it: tempo, mute, solo, panic, stop; and what it cannot do is refused with a reason", async () => {
    const { port } = await play("--bpm", "240");
    const socket = connectTo(port);
    const welcome = await new Promise<Snapshot>((resolve) => socket.once("welcome", resolve));
    expect(welcome.voices.map((voice) => voice.name)).toEqual(["drummer", "model1", "model2", "video"]);
    const ask = (command: unknown): Promise<DeskReply> => socket.emitWithAck("desk", command as never);
    const transport = new Promise<number>((resolve) =>
      socket.on("transport", ({ tempo }) => Math.abs(tempo - 200) < 0.1 && resolve(tempo)),
    );
    expect(await ask({ do: "tempo", bpm: 200 })).toEqual({ ok: true });
    expect(await transport).toBeCloseTo(200, 0);
    const muted = new Promise<VoiceState>((resolve) =>
      socket.on("voices", (voices) => {
        const voice = voices.find(({ name }) => name === "model1");
        if (voice?.settings.mute) resolve(voice);
      }),
    );
    expect(await ask({ do: "voice", voice: "model1", set: { mute: true } })).toEqual({ ok: true });
    await muted;
    expect(await ask({ do: "panic" })).toEqual({ ok: true });
    expect(await ask({ do: "voice", voice: "nobody", set: { mute: true } })).toMatchObject({
      ok: false,
      reason: /no voice "nobody"/,
    });
    expect(await ask({ do: "tempo", bpm: 5 })).toMatchObject({ ok: false });
    expect(await ask({ do: "explode" })).toMatchObject({ ok: false });
    expect(await ask(null)).toMatchObject({ ok: false });
    // Whoever is there and whoever comes is told where it stands.
    const stopped = new Promise<number | undefined>((resolve) =>
      socket.on("transport", ({ playing, rest }) => playing || resolve(rest)),
    );
    expect(await ask({ do: "stop" })).toEqual({ ok: true });
    const rest = await stopped;
    expect(rest).toBeGreaterThan(0);
    const late = connectTo(port);
    const { transport: stands } = await new Promise<Snapshot>((resolve) => late.once("welcome", resolve));
    expect(stands).toMatchObject({ playing: false, rest });
    late.close();
    socket.close();
  });

  it("keeps its projectors, and what is turned of the picture by hand, beside the show, and says that it is another run", async () => {
    const show = await folder.write("tour.json", '{ "seed": 3 }');
    const first = await play(show);
    const socket = connectTo(first.port);
    const before = await new Promise<Snapshot>((resolve) => socket.once("welcome", resolve));
    const set = {
      corners: [
        [0.1, 0],
        [1, 0.1],
        [0.9, 1],
        [0, 0.9],
      ] as const,
      delay: 25,
    };
    expect(await socket.emitWithAck("desk", { do: "projector", projector: "left", set })).toEqual({ ok: true });
    const crossed = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ] as const;
    expect(
      await socket.emitWithAck("desk", { do: "projector", projector: "left", set: { corners: crossed } }),
    ).toMatchObject({ ok: false, reason: expect.stringContaining("without crossing") });
    const turned = { do: "scene-parameter", scene: "ink", parameter: "size", value: 1.5 } as const;
    expect(await socket.emitWithAck("desk", turned)).toEqual({ ok: true });
    expect(await socket.emitWithAck("desk", { do: "blackout", on: true, seconds: 1 })).toEqual({ ok: true });
    socket.close();
    await first.program.stop("SIGTERM");
    const second = await play(show);
    const again = connectTo(second.port);
    const { projectors, picture, seed, run } = await new Promise<Snapshot>((resolve) => again.once("welcome", resolve));
    again.close();
    expect(projectors?.projectors).toMatchObject([{ name: "left", stages: 0, setup: set }]);
    expect(picture).toMatchObject({ blackout: true, light: { to: 0 }, parameters: { ink: { size: { to: 1.5 } } } });
    expect(seed).toBe(before.seed);
    expect(run).not.toBe(before.run);
    expect(second.program.errors).toContain("The stage is black, as it was left");
  });
});

describe("commands and standard output", () => {
  it.each(["ports", "doctor"])("antiphon %s --json prints JSON and nothing else", async (command) => {
    const program = new AntiphonProcess([command, "--json"]);
    expect([0, 1]).toContain(await program.exited);
    expect(() => JSON.parse(program.output)).not.toThrow();
  });
});
