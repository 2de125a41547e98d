import { readFile, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { check } from "../../../server/core/check/check.ts";
import { KeptFile } from "../../../server/core/files/kept-file.ts";
import { PictureBoard } from "../../../server/picture/board/picture-board.ts";
import { NOTHING_KEPT, readPicture } from "../../../server/picture/board/picture-file.ts";
import { directorCommands, pictureCommands } from "../../../server/picture/commands.ts";
import { DeskCommand } from "../../../shared/controls/controls.ts";
import type { Report } from "../../../shared/events/report.ts";
import { fadeLevel } from "../../../shared/picture/fade.ts";
import type { Parameter } from "../../../shared/picture/scene-about.ts";
import { turnedTo } from "../../../shared/picture/turned.ts";
import { ms } from "../../../shared/time/units.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { DirectorRoom, GROOVE } from "../../helpers/director-room.ts";
import { snapshot } from "../../helpers/snapshot.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const rig = (longestDelay = 0, declared: readonly string[] | null = null) => {
  let known = declared;
  const time = new VirtualTime(1000);
  const board = new PictureBoard({
    kept: NOTHING_KEPT,
    keep: () => {},
    longestDelay: () => ms(longestDelay),
    parametersOf: () => known,
    time,
    report: ({ text }) => expect.fail(text),
    onListenerError: (error) => expect.fail(String(error)),
  });
  let changes = 0;
  board.changed.on(() => changes++);
  const declare = (names: readonly string[]): void => {
    known = names;
  };
  return { time, board, declare, changes: () => changes };
};

describe("PictureBoard", () => {
  it("limits flashes from the start", () => {
    expect(rig().board.state).toMatchObject({ flashLimiter: true, blackout: false, frozenAt: null, passes: {} });
  });

  it("fades to black and back from wherever it is", async () => {
    const { time, board } = rig();
    const level = () => fadeLevel(board.state.light, time.now());
    expect(level()).toBe(1);
    board.blackout(true, 2);
    expect(level()).toBe(1);
    await time.advance(1000);
    expect(level()).toBeCloseTo(0.5);
    board.blackout(false, 1);
    expect(level()).toBeCloseTo(0.5);
    await time.advance(1000);
    expect(level()).toBe(1);
    board.blackout(true, 0);
    expect(level()).toBe(0);
    expect(board.state.blackout).toBe(true);
  });

  it("freezes at one moment, however often it is told to, and lets go also before it has come", async () => {
    const { time, board } = rig();
    board.freeze(true);
    await time.advance(100);
    board.freeze(true);
    expect(board.state.frozenAt).toBe(1300);
    board.freeze(false);
    expect(board.state.frozenAt).toBeNull();
    board.freeze(true);
    expect(board.state.frozenAt).toBe(1400);
  });

  it.each([0, 180, 500])(
    "freezes without going back on a stage that draws %i ms and some frames ahead",
    async (delay) => {
      const { time, board } = rig(delay);
      const performance = new Performance(() => {});
      performance.welcome(snapshot());
      const seen: number[] = [];
      const goOn = async (frames: number): Promise<void> => {
        for (let i = 0; i < frames; i++) {
          await time.advance(20);
          performance.standsAt = board.state.frozenAt;
          performance.moveTo(ms(time.now() + 150 + delay), ms(20), ms(20));
          seen.push(performance.frame.at);
        }
      };
      await goOn(10);
      board.freeze(true);
      await goOn(60);
      expect(seen.at(-1)).toBe(board.state.frozenAt);
      board.freeze(false);
      await goOn(10);
      board.freeze(true);
      await goOn(2);
      board.freeze(false);
      await goOn(60);
      expect(seen).toEqual(seen.toSorted((one, other) => one - other));
      expect(seen.at(-1)).toBe(time.now() + 150 + delay);
    },
  );

  it("keeps a dose set by hand until it is given back", () => {
    const { board } = rig();
    board.setPass("glitch", 0);
    board.setPass("bloom", 0.3);
    expect(board.state.passes).toEqual({ glitch: 0, bloom: 0.3 });
    board.setPass("glitch", null);
    expect(board.state.passes).toEqual({ bloom: 0.3 });
  });

  it("turns what a scene has, and names it where something else is asked for", () => {
    const { board } = rig(0, ["size", "glow"]);
    expect(() => board.turn("ink", "glwo", 1)).toThrow('The scene "ink" has no "glwo" to turn; it has size, glow.');
    expect(board.state.parameters).toEqual({});
    board.turn("ink", "glow", 1);
    expect(Object.keys(board.state.parameters?.ink ?? {})).toEqual(["glow"]);
  });

  it("gives the places of parameters that are none to those that are, once the scene has said so", () => {
    const { board, declare } = rig();
    for (let i = 0; i < 32; i++) board.turn("rain", `p${i}`, 1);
    expect(() => board.turn("rain", "size", 1)).toThrow("no scene has more");
    declare(["size", "p3"]);
    board.turn("rain", "size", 1);
    expect(Object.keys(board.state.parameters?.rain ?? {})).toEqual(["p3", "size"]);
  });

  it("frees the place of a parameter that is back at its default", async () => {
    const { time, board } = rig();
    for (let i = 0; i < 200; i++) {
      board.turn("rain", `p${i}`, 1);
      board.turn("rain", `p${i}`, null);
      await time.advance(100);
    }
    board.turn("rain", "size", 2);
    expect(Object.keys(board.state.parameters?.rain ?? {})).toEqual(["size"]);
  });

  it("takes all passes off and keeps their doses", () => {
    const { board } = rig();
    board.setPass("bloom", 0.3);
    board.bypass(true);
    expect(board.state).toMatchObject({ bypass: true, passes: { bloom: 0.3 } });
    board.bypass(false);
    expect(board.state).toMatchObject({ bypass: false, passes: { bloom: 0.3 } });
  });

  it("says which scenes are on screens, whatever is meant, for as long as their stages are there", () => {
    const { board, changes } = rig();
    expect(board.state.seen).toEqual([]);
    board.showing("left", "rain");
    board.showing("right", "antiphony");
    board.showing("door", "rain");
    expect(board.state.seen).toEqual(["antiphony", "rain"]);
    const before = changes();
    board.showing("door", "rain");
    expect(changes()).toBe(before);
    board.showing("left", "");
    board.showing("door", "");
    expect(board.state.seen).toEqual(["antiphony"]);
  });

  it("turns parameters so that they glide from wherever they are, within their bounds, and back to their defaults", async () => {
    const { time, board } = rig();
    const glow: Parameter = { name: "glow", about: "", min: 0, max: 2, default: 1 };
    const level = (at = time.now()) => turnedTo(glow, board.state.parameters?.ink?.glow, at);
    expect(level()).toBe(1);
    board.turn("ink", "glow", 2);
    expect(level()).toBe(1);
    await time.advance(50);
    expect(level()).toBeCloseTo(1.5);
    await time.advance(50);
    board.turn("ink", "glow", 0);
    await time.advance(50);
    expect(level()).toBeCloseTo(1);
    board.turn("ink", "glow", 1.5);
    expect(level()).toBeCloseTo(1);
    await time.advance(100);
    expect(level()).toBe(1.5);
    board.turn("ink", "glow", 700);
    await time.advance(100);
    expect(level()).toBe(2);
    board.turn("ink", "glow", null);
    expect(level()).toBe(2);
    await time.advance(100);
    expect(level()).toBe(1);
    for (let i = 0; i < 32; i++) board.turn("ink", `p${i}`, 1);
    expect(() => board.turn("ink", "one more", 1)).toThrow("no scene has more");
  });

  it("says how hard the hardest working limiter works, and forgets a stage that says no more", async () => {
    const { time, board, changes } = rig();
    board.limiting("left", 0.4);
    board.limiting("right", 0.9);
    expect(board.state.limiting).toBe(0.9);
    await time.advance(1500);
    board.limiting("left", 0.5);
    await time.advance(1000);
    expect(board.state.limiting).toBe(0.5);
    board.limiting("left", 0);
    expect(board.state.limiting).toBe(0);
    const before = changes();
    await time.advance(10_000);
    expect(changes()).toBe(before);
    board.dispose();
  });
});

describe("after a restart", () => {
  const folder = temporaryFolder();
  let path: string;
  let reports: Report[];
  let count = 0;
  beforeEach(() => {
    path = folder.path(`tour${count++}.picture.json`);
    reports = [];
  });

  /** A run of the server: what an earlier one kept is there, and what is done to the board is kept. */
  const run = async (act: (board: PictureBoard) => void = () => {}): Promise<PictureBoard> => {
    const time = new VirtualTime();
    const report = (each: Report): void => void reports.push(each);
    const file = new KeptFile({ path, room: "picture", time, report });
    const board = new PictureBoard({
      kept: await readPicture(file),
      keep: (content) => file.keep(content),
      parametersOf: () => null,
      longestDelay: () => ms(0),
      time,
      report,
      onListenerError: (error) => expect.fail(String(error)),
    });
    act(board);
    await file.dispose();
    board.dispose();
    return board;
  };

  it("parameters and doses are as they were turned, at once and without gliding there", async () => {
    await run((board) => {
      board.turn("ink", "glow", 1.5);
      board.turn("ink", "size", 3);
      board.turn("ink", "size", null);
      board.bypass(true);
      board.setPass("glitch", 0);
      board.setPass("bloom", 0.3);
      board.setPass("grain", 1);
      board.setPass("grain", null);
    });
    const { state } = await run();
    expect(state.parameters).toEqual({ ink: { glow: { from: 1.5, to: 1.5, at: 0 } } });
    expect(state.passes).toEqual({ glitch: 0, bloom: 0.3 });
    expect(state.bypass).toBe(true);
    expect(reports).toEqual([]);
  });

  it("a stage that was black is black, and says so until it is lit", async () => {
    await run((board) => board.blackout(true, 5));
    const board = await run();
    expect(board.state.blackout).toBe(true);
    expect(fadeLevel(board.state.light, ms(0))).toBe(0);
    expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining("The stage is black, as it was left")]);
    await run((board) => board.blackout(false, 0));
    reports = [];
    expect((await run()).state.blackout).toBe(false);
    expect(reports).toEqual([]);
  });

  it("flashes are limited, and it is said once where they were not", async () => {
    await run((board) => board.limitFlashes(false));
    expect((await run()).state.flashLimiter).toBe(true);
    expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining("was off and is on again")]);
    expect((await run()).state.flashLimiter).toBe(true);
    expect(reports).toHaveLength(1);
  });

  it("the picture moves, and what limiters are busy with is not kept", async () => {
    await run((board) => {
      board.freeze(true);
      board.limiting("left", 1);
    });
    await expect(readFile(path)).rejects.toThrow();
    expect((await run()).state).toMatchObject({ frozenAt: null, limiting: 0 });
  });

  it.each([
    [
      "of a scene",
      { parameters: { ink: { glow: "bright" }, flow: { drift: 2 } } },
      'scene "ink": glow must be a number',
    ],
    ["of the passes", { passes: { sepia: 1 }, parameters: { flow: { drift: 2 } } }, 'passes: it must not hold "sepia"'],
    [
      "of a scene that has more than a scene can have",
      {
        parameters: { ink: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`p${i}`, 1])), flow: { drift: 2 } },
      },
      'scene "ink": it must not hold more than 32 parameters',
    ],
  ])("what is broken %s takes nothing else with it and lies aside", async (_, content, sentence) => {
    await writeFile(path, JSON.stringify(content));
    const { state } = await run((board) => board.setPass("bloom", 1));
    expect(state.parameters).toMatchObject({ flow: { drift: { to: 2 } } });
    expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining(sentence)]);
    expect(JSON.parse(await readFile(`${path}.broken`, "utf8"))).toEqual(content);
    await run();
    expect(reports).toHaveLength(1);
  });

  it("somebody else's file is put aside in one sentence", async () => {
    await writeFile(path, '[{ "slides": 12 }]');
    expect((await run()).state).toMatchObject({ parameters: {}, passes: {}, blackout: false });
    expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining("the file must be an object { ... }")]);
    expect(await readFile(`${path}.broken`, "utf8")).toContain("slides");
  });
});

describe("the desk's orders to the picture", () => {
  const order = (room: DirectorRoom, command: unknown): void => {
    const checked = check(DeskCommand, command, "the command");
    if (!checked.ok) throw new Error(checked.reason);
    const handlers: Readonly<Record<string, (order: never) => void>> = {
      ...directorCommands(room.director),
      ...pictureCommands(() => room.director.state, room.board),
    };
    handlers[checked.value.do]?.(checked.value as never);
  };

  it("reach director and board", () => {
    const room = new DirectorRoom();
    room.play(GROOVE, 1);
    order(room, { do: "director", set: { held: true } });
    order(room, { do: "director", set: { restlessness: 0.25 } });
    expect(room.director.state).toMatchObject({ held: true, restlessness: 0.25 });
    order(room, { do: "cue", scene: "scene3" });
    expect(room.cues.at(-1)?.scene).toBe("scene3");
    order(room, { do: "blackout", on: true, seconds: 1 });
    order(room, { do: "freeze", on: true });
    order(room, { do: "flash-limiter", on: false });
    order(room, { do: "pass", pass: "grain", dose: 1 });
    order(room, { do: "scene-parameter", parameter: "glow", value: 0.5 });
    order(room, { do: "scene-parameter", scene: "scene2", parameter: "size", value: null });
    expect(room.board.state.parameters).toMatchObject({
      [room.director.cue.scene]: { glow: { to: 0.5 } },
      scene2: { size: { to: null } },
    });
    expect(room.board.state).toMatchObject({
      blackout: true,
      frozenAt: ms(2000 - 62.5 + 300),
      flashLimiter: false,
      passes: { grain: 1 },
    });
  });

  it("are checked before they are obeyed", () => {
    const room = new DirectorRoom();
    expect(() => order(room, { do: "director", set: { restlessness: 2 } })).toThrow(
      /^set\.restlessness must be at most 1/,
    );
    expect(() => order(room, { do: "blackout", on: true, seconds: -1 })).toThrow(/^seconds must be at least 0/);
    expect(() => order(room, { do: "pass", pass: "sepia", dose: 1 })).toThrow(/^pass must be one of "trails", /);
    expect(() => order(room, { do: "cue", transition: "dissolve" })).toThrow(
      /^transition must be one of "crossfade", /,
    );
    expect(() => order(room, { do: "scene-parameter", scene: "nowhere", parameter: "glow", value: 1 })).toThrow(
      'There is no scene "nowhere"; there are',
    );
    expect(() => order(room, { do: "scene-parameter", parameter: "glow", value: Number.NaN })).toThrow(
      /^value must be/,
    );
  });
});
