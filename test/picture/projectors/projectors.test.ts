import { readFile, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { check } from "../../../server/core/check/check.ts";
import { KeptFile } from "../../../server/core/files/kept-file.ts";
import { readProjectors } from "../../../server/picture/projectors/projector-file.ts";
import { Projectors } from "../../../server/picture/projectors/projectors.ts";
import { DeskCommand } from "../../../shared/controls/controls.ts";
import type { Report } from "../../../shared/events/report.ts";
import { FIRST_PROJECTOR, PLAIN_PROJECTOR } from "../../../shared/mapping/plain-projector.ts";
import { order } from "../../helpers/projector-orders.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("the projectors of a house", () => {
  const folder = temporaryFolder();
  let path: string;
  let reports: Report[];
  let time: VirtualTime;
  let count = 0;

  beforeEach(() => {
    path = folder.path(`house${count++}.projectors.json`);
    reports = [];
    time = new VirtualTime();
  });

  let file: KeptFile;

  const open = async (connected: readonly string[] = []): Promise<Projectors> => {
    file = new KeptFile({ path, room: "projectors", time, report: (report) => reports.push(report) });
    return new Projectors({
      kept: await readProjectors(file),
      file,
      connected: () => new Map(connected.map((name) => [name, 1])),
      time,
      onListenerError: (error) => expect.fail(String(error)),
    });
  };
  const corners = [
    [0.1, 0],
    [1, 0.1],
    [0.9, 1],
    [0, 0.9],
  ] as const;

  it("say how much later than others the latest of those shows that are there", async () => {
    const house = await open(["left", "right"]);
    expect(house.longestDelay).toBe(0);
    order(house, { do: "projector", projector: "left", set: { delay: -80 } });
    expect(house.longestDelay).toBe(0);
    order(house, { do: "projector", projector: "right", set: { delay: 120 } });
    order(house, { do: "projector", projector: "at home", set: { delay: 400 } });
    expect(house.longestDelay).toBe(120);
  });

  it("are kept by name and are there again after a restart", async () => {
    const before = await open();
    let told = 0;
    before.changed.on(() => told++);
    order(before, { do: "projector", projector: "left", set: { corners, delay: 42 } });
    order(before, { do: "projector", projector: "left", set: { brightness: 0.5 } });
    order(before, { do: "canvas", canvas: { width: 3520, height: 1080 } });
    expect(told).toBe(3);
    await file.dispose();
    const after = await open();
    expect(after.state).toEqual({
      canvas: { width: 3520, height: 1080 },
      projectors: [
        {
          name: "left",
          stages: 0,
          identifiedAt: null,
          setup: { ...PLAIN_PROJECTOR, corners, delay: 42, brightness: 0.5 },
        },
      ],
    });
    order(after, { do: "forget-projector", projector: "left" });
    await file.dispose();
    expect((await open()).state.projectors).toEqual([]);
    expect(reports).toEqual([]);
  });

  it("show those that are connected beside those that are kept, and identify only who is there", async () => {
    const projectors = await open([FIRST_PROJECTOR]);
    expect(projectors.state.projectors).toMatchObject([{ name: "main", stages: 1, setup: PLAIN_PROJECTOR }]);
    time.advance(1000);
    order(projectors, { do: "identify", projector: "main" });
    expect(projectors.state.projectors[0]?.identifiedAt).toBe(time.now());
    expect(() => order(projectors, { do: "identify", projector: "rear left" })).toThrow("/stage?output=rear%20left");
  });

  it("know a projector by the name that looks the same", async () => {
    const house = await open();
    const projector = "Ru\u0308ckwand";
    order(house, DeskCommand.parse({ do: "projector", projector, set: { delay: 42 } }) as Parameters<typeof order>[1]);
    expect(house.state.projectors.map(({ name }) => name)).toEqual(["Rückwand"]);
  });

  it("put a file aside that is broken, say so in one sentence, and lose nothing that is whole", async () => {
    await writeFile(path, '{ "projectors": { "left": {');
    expect((await open()).state.projectors).toEqual([]);
    expect(await readFile(`${path}.broken`, "utf8")).toContain('"left"');

    const half = {
      projectors: {
        left: { brightness: 0.7 },
        right: {
          corners: [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
          ],
        },
      },
    };
    await writeFile(path, JSON.stringify(half));
    expect((await open()).state.projectors).toMatchObject([{ name: "left", setup: { brightness: 0.7, turn: 0 } }]);
    expect(reports.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^house\d+\.projectors\.json: this is not JSON, .*it is kept as house\d+\.projectors\.json\.broken/,
      ),
      expect.stringContaining('projector "right": corners must go round clockwise'),
    ]);
    expect(JSON.parse(await readFile(`${path}.broken`, "utf8"))).toEqual(half);
  });

  it("are no more than a house can have", async () => {
    const projectors = await open();
    const add = (i: number): void => order(projectors, { do: "projector", projector: `p${i}`, set: { gamma: 2 } });
    for (let i = 0; i < 32; i++) add(i);
    expect(() => add(32)).toThrow("forget one");
  });
});

describe("an order to a projector", () => {
  const refusalOf = (set: object, projector: unknown = "left"): string => {
    const checked = check(DeskCommand, { do: "projector", projector, set }, "the command");
    return checked.ok ? "" : checked.reason;
  };
  const share = { x: 0, y: 0, width: 1, height: 1 };

  it.each<[string, object, string]>([
    [
      "crossed corners",
      {
        corners: [
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
        ],
      },
      "set.corners must go round clockwise",
    ],
    [
      "corners miles away",
      {
        corners: [
          [-9e9, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      },
      "must be at least -1",
    ],
    [
      "corners of text",
      {
        corners: [
          ["a", 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      },
      "must be a number",
    ],
    ["a part beyond the canvas", { crop: { ...share, x: 0.5 } }, "set.crop must lie inside the canvas"],
    ["a part of nothing", { crop: { ...share, width: 0 } }, "must be at least 0.01"],
    ["a mesh with holes", { mesh: { columns: 3, rows: 3, smooth: true, points: [[0, 0]] } }, "columns × rows points"],
    ["a mesh of a thousand lines", { mesh: { columns: 999, rows: 3, smooth: true, points: [] } }, "must be at most 9"],
    ["soft edges that overlap", { blend: { left: 0.7, right: 0.7, top: 0, bottom: 0 } }, "must leave the middle"],
    [
      "a mask of two points",
      {
        masks: [
          {
            keep: true,
            feather: 0,
            points: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
      },
      "at least 3 entries",
    ],
    [
      "a thousand masks",
      {
        masks: Array(1000).fill({
          keep: true,
          feather: 0,
          points: [
            [0, 0],
            [1, 1],
            [0, 1],
          ],
        }),
      },
      "at most 16 entries",
    ],
    ["infinite brightness", { brightness: Number.POSITIVE_INFINITY }, "brightness must be a number"],
    ["a slanted turn", { turn: 45 }, "set.turn must be one of 0, 90, 180, 270"],
    ["what there is not", { corner: 1 }, 'must not hold "corner"'],
  ])("with %s is refused in one sentence", (_, set, sentence) => {
    expect(refusalOf(set)).toContain(sentence);
  });

  it.each(["", "../left", "a".repeat(41), "<b>", "__proto__", 7, null])(
    "for a projector called %j is refused",
    (name) => {
      expect(refusalOf({ brightness: 1 }, name)).toContain("projector must be a name");
    },
  );

  it("that makes sense is taken, even at the edge of it", () => {
    expect(refusalOf({ crop: { x: 0.45, y: 0, width: 0.55, height: 1 }, delay: -500, gamma: 4 })).toBe("");
    expect(
      refusalOf(
        {
          corners: [
            [-1, -1],
            [2, -1],
            [2, 2],
            [-1, 2],
          ],
        },
        "Rückwand links",
      ),
    ).toBe("");
  });
});
