import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { Pattern } from "../../../server/core/music/pattern.ts";
import { heardFileOf, parseHeardFile } from "../../../server/music/rhythm/memory/heard-file.ts";
import { MOST_STEPS } from "../../../server/music/rhythm/memory/heard-ring.ts";
import type { HeardSteps } from "../../../server/music/rhythm/memory/heard-steps.ts";
import { Memory } from "../../../server/music/rhythm/memory/memory.ts";
import { type HeardSource, StoredMemory } from "../../../server/music/rhythm/memory/stored-memory.ts";
import { Random } from "../../../shared/chance/random.ts";
import type { Report } from "../../../shared/events/report.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

/** Somebody who plays bars of the lengths given, from a step of the first one on. */
const played = (lengths: readonly number[], from = 0, seed = 1): Memory => {
  const memory = new Memory();
  const random = new Random(seed);
  lengths.forEach((stepsPerBar, bar) => {
    for (let stepInBar = bar === 0 ? from : 0; stepInBar < stepsPerBar; stepInBar++)
      memory.learn(random.integer(512) as Pattern, { stepInBar, stepsPerBar });
  });
  return memory;
};

const there = (heard: HeardSteps): unknown => parseHeardFile(JSON.parse(JSON.stringify(heardFileOf(heard))));

describe("what was heard, as JSON", () => {
  it("is the same when it is read again, through metres, and from the middle of a bar", () => {
    for (const memory of [new Memory(), played([16, 16, 16]), played([16, 12, 12, 256, 1, 1, 20]), played([16, 16], 5)])
      expect(there(memory.heard())).toEqual(memory.heard());
    // A bar that was cut off, as by a change of metre, and steps that were left out.
    const heard = {
      patterns: Uint16Array.from([1, 2, 3, 4, 5, 6]),
      stepsInBar: Uint8Array.from([0, 1, 0, 1, 9, 10]),
      lastStepsOfBar: Uint8Array.from([15, 15, 15, 15, 15, 15]),
    };
    expect(there(heard)).toEqual(heard);
  });

  it("has at most the newest steps that a memory keeps", () => {
    const bar = new Array(16).fill(7).join(" ");
    const bars = [new Array(16).fill(1).join(" "), ...new Array(MOST_STEPS / 16).fill(bar)];
    const heard = parseHeardFile({
      version: 1,
      alphabet: "9 drums",
      stretches: [{ stepsPerBar: 16, stepInBar: 0, bars }],
    });
    if ("fault" in heard) throw new Error(heard.fault);
    expect(heard.patterns).toHaveLength(MOST_STEPS);
    expect(new Set(heard.patterns)).toEqual(new Set([7]));
  });

  it("says in a clause what is wrong with another file", () => {
    const stretch = (bars: unknown, stepInBar = 0): unknown => ({
      version: 1,
      alphabet: "9 drums",
      stretches: [{ stepsPerBar: 4, stepInBar, bars }],
    });
    for (const [json, fault] of [
      [{ version: 2 }, "version 2, and this program reads version 1"],
      [{ version: 1, alphabet: "61 keys", stretches: [] }, 'patterns are of "61 keys"'],
      [null, "no memory of a drummer"],
      [[1, 2], "no memory of a drummer"],
      [{}, "version none"],
      [{ version: 1, alphabet: "9 drums" }, "stretches"],
      [stretch(["1 2 3 512"]), "stretches.0.bars.0"],
      [stretch(["1 2 3 4", "1 2 3 4 5"]), "stretches.0.bars.1"],
      [stretch(["1 2 3 4"], 1), "stretches.0.bars.0"],
      [stretch(["1 -2"]), "stretches.0.bars.0"],
      [stretch([""]), "stretches.0.bars.0"],
      [stretch([7]), "stretches.0.bars.0"],
      [stretch(["1"], 256), "stretches.0.stepInBar"],
    ] as const)
      expect(parseHeardFile(json)).toEqual({ fault: expect.stringContaining(fault) });
  });
});

describe("a memory that is kept with a show", () => {
  const folder = temporaryFolder();
  let path: string;
  let reports: Report[];
  let time: VirtualTime;
  let count = 0;
  /** What is remembered of the voice, beside the networks. */
  let memory: Memory;
  const source: HeardSource = {
    heard: () => memory.heard(),
    load: (_, heard) => {
      memory = Memory.from(heard);
    },
  };
  const open = (): Promise<StoredMemory> =>
    StoredMemory.open({ voice: "drummer", path, source, time, report: (report) => reports.push(report) });
  const sentences = (): string => reports.map(({ text }) => text).join("\n");
  const written = async (): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));
  const later = async (lengthMs: number): Promise<void> => {
    await time.advance(lengthMs);
    // The disk is real.
    await new Promise((resolve) => setTimeout(resolve, 50));
  };

  beforeEach(() => {
    path = folder.path(`our-drummer${count++}.memory.json`);
    reports = [];
    time = new VirtualTime();
    memory = new Memory();
  });

  it("comes back the next evening, to the bit", async () => {
    const kept = await open();
    memory = played([16, 16, 12]);
    const heard = memory.heard();
    await kept.dispose();
    memory = new Memory();
    const again = await open();
    expect(memory.heard()).toEqual(heard);
    await again.dispose();
    expect(reports).toEqual([]);
  });

  it("is written while it grows, and not when nothing is new", async () => {
    const kept = await open();
    await later(31_000);
    await expect(readFile(path)).rejects.toThrow();
    memory = played([16, 16]);
    await later(31_000);
    expect(await written()).toEqual(heardFileOf(memory.heard()));
    await rm(path);
    await later(61_000);
    await expect(readFile(path)).rejects.toThrow();
    await kept.dispose();
  });

  it("is empty when it is forgotten", async () => {
    memory = played([16, 16]);
    const kept = await open();
    kept.keep();
    memory.forget();
    kept.keep();
    await kept.dispose();
    expect(await written()).toMatchObject({ version: 1, stretches: [] });
  });

  it("begins anew with one sentence and a copy aside where the file is no good, and is kept again", async () => {
    const whole = JSON.stringify(heardFileOf(played([16, 16]).heard()));
    for (const [text, what] of [
      [whole.replace('"version":1', '"version":9'), "version 9"],
      [whole.replace("9 drums", "61 keys"), "61 keys"],
      [whole.slice(0, 60), "not JSON"],
      ["our drummer", "not JSON"],
      ["", "JSON"],
    ] as const) {
      await writeFile(path, text);
      reports = [];
      memory = new Memory();
      const kept = await open();
      expect(memory.steps).toBe(0);
      expect(reports).toHaveLength(1);
      expect(sentences()).toContain(path.split("/").at(-1));
      expect(sentences()).toContain("it is kept as");
      expect(sentences(), text).toContain(what);
      expect(await readFile(`${path}.broken`, "utf8")).toBe(text);
      memory = played([16]);
      await kept.dispose();
      expect(await written()).toEqual(heardFileOf(memory.heard()));
    }
  });

  it("plays on without where the place is a folder, and says so once", async () => {
    await mkdir(path);
    const kept = await open();
    memory = played([16]);
    await later(61_000);
    await kept.dispose();
    expect(reports).toHaveLength(1);
    expect(sentences()).toContain("cannot be read");
  });

  it("is tried again while it cannot be written, which is said once", async () => {
    path = folder.path(`gone${count}/our-drummer.memory.json`);
    const kept = await open();
    memory = played([16]);
    for (let round = 0; round < 4; round++) await later(31_000);
    expect(reports).toHaveLength(1);
    expect(sentences()).toContain("It is tried again until it is kept");
    await mkdir(folder.path(`gone${count}`));
    for (let round = 0; round < 4; round++) await later(11_000);
    expect(await written()).toEqual(heardFileOf(memory.heard()));
    expect(sentences()).toContain("is kept again");
    await kept.dispose();
  });
});
