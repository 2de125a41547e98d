import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { beforeEach, describe, expect, it } from "vitest";
import type { CarryOut } from "../../server/app/gate.ts";
import { Session } from "../../server/app/session.ts";
import type { Origin } from "../../shared/controls/control.ts";
import type { ControlValue, ControlValues, DeskCommand } from "../../shared/controls/controls.ts";
import type { Report } from "../../shared/events/report.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

const turned = (value: unknown, by: Origin = "desk"): ControlValue => ({ value, default: null, at: 0, by });

/** As after an hour of work by hand, by the director and by nobody. */
const AN_HOUR: ControlValues = {
  playing: turned(true, "clock"),
  tempo: turned(97.5),
  metre: turned({ numerator: 7, denominator: 8 }, "osc"),
  "voice/model1/mute": turned(true, "key"),
  "voice/model1/density": turned(null, "start"),
  "voice/model2/model": turned("models/breaks"),
  clock: turned("auto"),
  "director/held": turned(true, "midi"),
  scene: turned("flow", "director"),
  intensity: turned(0.7, "director"),
  blackout: turned(true),
  freeze: turned(true),
  "flash-limiter": turned(false),
  record: turned(true),
};

describe("what was turned before a crash", () => {
  const folder = temporaryFolder();
  let count = 0;
  let path: string;
  let time: VirtualTime;
  let reports: Report[];
  let orders: { readonly command: DeskCommand; readonly origin: Origin }[];
  let answer: (command: DeskCommand) => DeskReply;

  beforeEach(() => {
    path = folder.path(`${count++}.session.json`);
    time = new VirtualTime();
    reports = [];
    orders = [];
    answer = () => ({ ok: true });
  });

  const open = (fresh = false): Promise<Session> =>
    Session.open({ path, fresh, time, report: (report) => reports.push(report) });
  const carryOut: CarryOut = (command, origin) => {
    orders.push({ command, origin });
    return answer(command);
  };
  const sentences = (): string[] => reports.map(({ text }) => text);
  const written = async () => JSON.parse(await readFile(path, "utf8"));
  /** A server plays, has turned so much, and is cut off when that is written. */
  const crash = async (controls: ControlValues = AN_HOUR): Promise<void> => {
    const session = await open();
    session.begin({ seed: 42, address: "http://127.0.0.1:1", controls: () => controls });
    await time.advance(400);
    await expect.poll(() => written().catch(() => null)).not.toBeNull();
  };
  const there = (): ControlValues => ({});

  it("comes back as orders, in the order of the controls, with its seed, and one sentence says so", async () => {
    await crash();
    const session = await open();
    expect(session.seed).toBe(42);
    await session.restore(carryOut, there, false);
    expect(orders.map(({ command }) => command)).toEqual([
      { do: "tempo", bpm: 97.5 },
      { do: "metre", numerator: 7, denominator: 8 },
      { do: "voice", voice: "model1", set: { mute: true } },
      { do: "model", voice: "model2", model: "models/breaks" },
      { do: "clock", source: "auto" },
      { do: "director", set: { held: true } },
      { do: "cue", scene: "flow" },
      { do: "cue", intensity: 0.7 },
    ]);
    expect(new Set(orders.map(({ origin }) => origin))).toEqual(new Set(["session"]));
    expect(reports).toEqual([
      {
        room: "app",
        level: "info",
        text: "It was cut off, and goes on as it was: seed 42, tempo, metre, voice/model1/mute, voice/model2/model, clock and 3 more; --fresh begins anew.",
      },
    ]);
  });

  it("is not ordered where it is so already", async () => {
    await crash();
    await (await open()).restore(carryOut, () => AN_HOUR, true);
    expect(orders).toEqual([]);
  });

  it("is passed over by name where it is not there any more", async () => {
    await crash();
    answer = (command) =>
      command.do === "voice" ? { ok: false, reason: 'There is no voice "model1"; the show has a, b.' } : { ok: true };
    await (await open()).restore(carryOut, there, true);
    expect(sentences()).toEqual([
      expect.stringMatching(/^It was cut off, .* and 1 more; --fresh begins anew\.$/),
      'Not as it was before it was cut off: voice/model1/mute (There is no voice "model1"; the show has a, b).',
    ]);
  });

  it("plays if it played, and stands still if it stood", async () => {
    await crash();
    expect((await open()).resume(carryOut)).toBe(true);
    await crash({ ...AN_HOUR, playing: turned(false) });
    await expect.poll(async () => (await written()).turned.playing).toBe(false);
    expect((await open()).resume(carryOut)).toBe(true);
    expect(orders.map(({ command }) => command)).toEqual([{ do: "start" }, { do: "stop" }]);
  });

  it("has its scene as soon as that is there, unless somebody has chosen another", async () => {
    await crash();
    let isThere = false;
    answer = ({ do: what }) => (what === "cue" && !isThere ? { ok: false, reason: "There is none." } : { ok: true });
    const scenes = (): unknown[] => orders.splice(0).filter(({ command }) => "scene" in command);
    const waiting = await open();
    await waiting.restore(carryOut, there, true);
    scenes();
    waiting.scenesChanged(carryOut);
    expect(scenes()).toHaveLength(1);
    isThere = true;
    waiting.scenesChanged(carryOut);
    expect(scenes()).toHaveLength(1);
    waiting.scenesChanged(carryOut);
    expect(scenes()).toHaveLength(0);

    isThere = false;
    const chosen = await open();
    await chosen.restore(carryOut, there, true);
    scenes();
    chosen.turned({ scene: turned("ink", "desk") });
    chosen.scenesChanged(carryOut);
    expect(scenes()).toEqual([]);
  });

  it("is written soon when a hand turned it, a little later when the director or the clock did", async () => {
    const session = await open();
    let tempo = turned(100);
    session.begin({ seed: 1, address: "http://127.0.0.1:1", controls: () => ({ tempo }) });
    await time.advance(400);
    await expect.poll(() => written().catch(() => null)).toMatchObject({ turned: { tempo: 100 } });
    tempo = turned(101);
    session.turned({ tempo });
    await time.advance(400);
    await expect.poll(written).toMatchObject({ turned: { tempo: 101 } });
    tempo = turned(102, "clock");
    session.turned({ tempo });
    await time.advance(1000);
    expect(await written()).toMatchObject({ turned: { tempo: 101 } });
    await time.advance(3000);
    await expect.poll(written).toMatchObject({ turned: { tempo: 102 } });
  });

  it("is kept though a name is such that its path cannot be found again", async () => {
    const odd = { "scene/flow/a/b": turned(1) };
    const session = await open();
    session.begin({ seed: 1, address: "http://127.0.0.1:1", controls: () => ({ ...odd, tempo: turned(99) }) });
    session.turned(odd);
    await time.advance(400);
    await expect.poll(() => written().catch(() => null)).toMatchObject({ turned: { tempo: 99 } });
    expect(reports).toEqual([]);
  });

  it("does not come back after an end in order", async () => {
    const session = await open();
    session.begin({ seed: 42, address: "http://127.0.0.1:1", controls: () => AN_HOUR });
    await time.advance(400);
    await session.end();
    await expect(readFile(path)).rejects.toThrow();
    const next = await open();
    await next.restore(carryOut, there, false);
    expect([next.seed, next.resume(carryOut), orders, reports]).toEqual([null, false, [], []]);
  });

  it("does not come back when somebody wants to begin anew", async () => {
    await crash();
    const session = await open(true);
    await session.restore(carryOut, there, false);
    expect([session.seed, orders, reports]).toEqual([null, [], []]);
  });

  it("stays for the next start when this one fails before it has begun", async () => {
    await crash();
    await (await open()).end();
    expect(await written()).toMatchObject({ seed: 42 });
  });

  it("is the other server's while that plays the same show", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    const address = `http://127.0.0.1:${port}`;
    const theirs = { process: process.ppid, address, seed: 7, turned: { tempo: 150 } };
    await writeFile(path, JSON.stringify(theirs));
    const second = await open(true);
    await second.restore(carryOut, there, false);
    second.begin({ seed: 8, address: "http://127.0.0.1:1", controls: () => AN_HOUR });
    await time.advance(5000);
    await second.end();
    expect(orders).toEqual([]);
    expect(await written()).toEqual(theirs);
    expect(sentences()).toEqual([
      `Another Antiphon (process ${process.ppid}, ${address}) plays this show: what is turned here does not come back after a crash.`,
    ]);
    other.close();
    // It is gone, and another program has its number.
    await new Promise((resolve) => other.once("close", resolve));
    expect((await open()).seed).toBe(7);
  });

  it.each([
    ["no JSON", "{", /this is not JSON/],
    ["a list", "[]", /must be an object/],
    ["no seed", '{"process":1,"address":""}', /seed is missing/],
    ["a seed below 0", '{"process":1,"address":"","seed":-1}', /at least 0/],
    ["more than it may hold", '{"process":1,"address":"","seed":1,"x":1}', /must not hold "x"/],
    ["a process that is a group of them", '{"process":-1,"address":"","seed":1}', /at least 1/],
  ])("with %s begins as the show says, and is put aside with one sentence", async (_, text, complaint) => {
    await writeFile(path, text);
    const session = await open();
    await session.restore(carryOut, there, false);
    expect([session.seed, orders]).toEqual([null, []]);
    expect(sentences()).toEqual([expect.stringMatching(complaint)]);
    expect(sentences()[0]).not.toMatch(/\.\.$/);
    expect(await readFile(`${path}.broken`, "utf8")).toBe(text);
  });

  it("comes back without what is broken in it", async () => {
    const broken = {
      tempo: 1e9,
      "voice/model1/mute": "yes",
      "no/such/setting": 1,
      blackout: true,
      metre: null,
      ["x".repeat(5000)]: 1,
      __proto__: 1,
    };
    const sheet = { process: 1, address: "nowhere", seed: 3, turned: { ...broken, intensity: 0.25 } };
    await writeFile(path, JSON.stringify(sheet));
    const session = await open();
    await session.restore(carryOut, there, true);
    expect(orders.map(({ command }) => command)).toEqual([{ do: "cue", intensity: 0.25 }]);
    expect(sentences()[0]).toMatch(/and 3 more; it is kept as /);
    expect(sentences()[0]?.length).toBeLessThan(500);
  });
});
