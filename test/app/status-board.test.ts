import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StatusBoard } from "../../server/app/status-board.ts";
import { MidiInputPort } from "../../server/io/midi/input-port.ts";
import { PictureBoard } from "../../server/picture/board/picture-board.ts";
import { NOTHING_KEPT } from "../../server/picture/board/picture-file.ts";
import { OwnScenes } from "../../server/picture/scenes/own-scenes.ts";
import { ms } from "../../shared/time/units.ts";
import { FakeMidiInputs } from "../helpers/fake-midi-inputs.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

const throws = (error: unknown): never => {
  throw error;
};

describe("what was reported and is not so any more", () => {
  const folder = temporaryFolder();
  let time: VirtualTime;
  let printed: string[];
  let board: StatusBoard;
  beforeEach(() => {
    time = new VirtualTime();
    printed = [];
    board = new StatusBoard(time, ({ text }) => printed.push(text));
  });
  afterEach(() => board.dispose());

  /** What the desk lists. */
  const listed = (): string[] =>
    board
      .status({ connections: [], liveSource: "", backend: null, lateDropped: 0, wakeP99: null })
      .reports.map(({ text }) => text);

  it("goes when a port heals, while what is so of another port stays", async () => {
    const midi = new FakeMidiInputs("TD-17 20:0");
    const ports = ["TD-17", "Keys"].map((named) => new MidiInputPort({ named }, midi.find, time, board.report));
    midi.ports = [];
    await time.advanceTo(1100);
    expect(listed()).toEqual([expect.stringMatching(/"Keys"/), expect.stringMatching(/"TD-17 20:0" is gone/)]);
    midi.ports = ["TD-17 20:0"];
    await time.advanceTo(2200);
    expect(listed()).toEqual([expect.stringMatching(/"Keys"/), 'MIDI input "TD-17 20:0" is open.']);
    // It is told again, however soon it is so again.
    midi.ports = [];
    await time.advanceTo(3300);
    expect(listed().at(-1)).toMatch(/is gone/);
    expect(printed.filter((text) => text.includes("is gone"))).toHaveLength(2);
    for (const port of ports) port.dispose();
  });

  it("goes when a scene is saved anew, and one that fails again is told again", () => {
    const own = new OwnScenes({
      folder: folder.path("scenes"),
      project: "",
      taken: [],
      time,
      report: board.report,
      onListenerError: throws,
    });
    const compiled = (version: string): void =>
      own.hear({
        is: "compiled",
        name: "rain",
        kind: "module",
        file: "scenes/rain/index.ts",
        version,
        files: {},
        map: null,
        words: null,
      });
    const fails = (version: string): void => own.failed({ scene: "rain", version, message: "too wet", stack: "" });
    const sentence = "scenes/rain/index.ts: too wet. It gives way until it is saved anew.";
    compiled("one");
    expect(listed()).toEqual([]);
    fails("one");
    expect(listed()).toEqual([sentence]);
    compiled("two");
    expect(listed()).toEqual(["scenes/rain/index.ts was saved anew, and can be shown again."]);
    fails("two");
    expect(listed()).toEqual([sentence]);
  });

  it("goes when a stage that was left black is lit", () => {
    const picture = new PictureBoard({
      kept: { ...NOTHING_KEPT, blackout: true },
      keep: () => {},
      longestDelay: () => ms(0),
      parametersOf: () => null,
      time,
      report: board.report,
      onListenerError: throws,
    });
    expect(listed()).toEqual([expect.stringContaining("The stage is black, as it was left")]);
    picture.blackout(false, 0);
    expect(listed()).toEqual(["The stage is lit again."]);
    picture.blackout(true, 0);
    picture.blackout(false, 0);
    expect(printed).toHaveLength(2);
  });
});
