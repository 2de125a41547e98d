import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { playAgain } from "../../../server/app/replay/again.ts";
import { playTakeAgain } from "../../../server/app/replay/take-again.ts";
import { projectFolder } from "../../../server/core/files/project-folder.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import type { HeardSteps } from "../../../server/music/rhythm/memory/heard-steps.ts";
import type { TakeRecord } from "../../../server/takes/log/record.ts";
import { openTake } from "../../../server/takes/read-take.ts";
import { HEADER_FILE } from "../../../server/takes/take-header.ts";
import { ms } from "../../../shared/time/units.ts";
import { type Ordered, placeOf, type RecordedEvening, recordEvening } from "../../helpers/recorded-evening.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { headerOf, playedLines, writeTakeOf } from "../../helpers/written-log.ts";

const OURS = join(projectFolder, "server/io/inputs/grooves/breakbeat.mid");

const ORDERS: readonly Ordered[] = [
  [3, { do: "voice", voice: "model1", set: { temperature: 1.3 } }],
  [5, { do: "director", set: { restlessness: 1 } }],
  [7, { do: "voice", voice: "model2", set: { density: 0.7, level: 1.2 } }],
  [9, { tempo: 133 }],
  [12, { do: "mutate", voice: "model1" }],
  [13, { do: "cue", intensity: 0.9 }],
  [14, { do: "voice", voice: "model1", set: { beams: 3 } }],
  [15, { do: "voice", voice: "model2", set: { memory: 0.4, similarity: 0.5 } }],
  [16, { do: "model", voice: "model2", model: "models/groove" }],
  [18, { do: "voice", voice: "model1", set: { loop: true } }],
  [22, { do: "voice", voice: "model1", set: { loop: false, mode: "along" } }],
  [24, { do: "forget", voice: "drummer" }],
  [25, { do: "cue" }],
  [26, { do: "panic" }],
  [27, { do: "voice", voice: "nobody", set: { loop: false } }],
  [28, { stop: true }],
  [28.5, { start: true }],
  [29, { do: "model", voice: "model1", model: "models/nowhere" }],
];

/** Eight bars of another evening: kick and snare, with an eighth of hats. */
const OTHER_EVENING: HeardSteps = {
  patterns: Uint16Array.from({ length: 128 }, (_, step) => [5, 0, 4, 0, 6, 0, 4, 1][step % 8]!),
  stepsInBar: Uint8Array.from({ length: 128 }, (_, step) => step % 16),
  lastStepsOfBar: new Uint8Array(128).fill(15),
};

async function* each(lines: readonly TakeRecord[]): AsyncGenerator<TakeRecord> {
  yield* lines;
}

const again = ({ show, seed, lines }: RecordedEvening, out?: TakeRecord[]) =>
  playAgain({
    show,
    seed,
    lines: each(lines),
    from: ms(0),
    place: placeOf,
    time: monotonicTime,
    onLine: (line) => out?.push(line),
  });

const DATA = "../shared/data/gmd/groove/drummer1/session1";
const longest = existsSync(DATA)
  ? readdirSync(DATA)
      .filter((name) => name.endsWith("4-4.mid"))
      .map((name) => join(DATA, name))
      .sort((one, other) => statSync(other).size - statSync(one).size)[0]
  : undefined;

describe("a performance played again", () => {
  let evening: RecordedEvening;
  beforeAll(async () => {
    evening = await recordEvening({
      seed: 7,
      seconds: 31,
      file: OURS,
      orders: ORDERS,
      heard: OTHER_EVENING,
      waits: (second) => second % 10 < 7,
    });
  }, 120_000);

  it("gives the same notes and cues to the last digit, with models that were late", { timeout: 120_000 }, async () => {
    expect(evening.lines.filter(({ kind }) => kind === "wake").length).toBeGreaterThan(0);
    const result = await again(evening);
    expect(result.difference).toBeNull();
    expect(result.notes).toBeGreaterThan(100);
    expect(await again(evening)).toEqual(result);
  });

  it("is another without what was remembered at its beginning", { timeout: 120_000 }, async () => {
    const lines = evening.lines.map((line) => (line.kind === "begin" ? { ...line, remembered: [] } : line));
    expect((await again({ ...evening, lines })).difference).not.toBeNull();
  });

  it("tells the first that is not as it was", { timeout: 120_000 }, async () => {
    const at = evening.lines.findIndex((line) => line.kind === "plan" && line.at > 15_000);
    const line = evening.lines[at]!;
    if (line.kind !== "plan") throw new Error("No note was planned.");
    const other = { ...line, note: { ...line.note, velocity: line.note.velocity === 1 ? 2 : 1 } };
    const { difference } = await again({ ...evening, lines: evening.lines.with(at, other) });
    expect(difference).toEqual({ was: other, is: line });
  });
});

describe("three minutes of a drummer, with orders and late models", () => {
  const folder = temporaryFolder();

  it.skipIf(longest === undefined)(
    `are the same again${longest === undefined ? " (skipped: no ../shared)" : ""}`,
    { timeout: 600_000 },
    async () => {
      const evening = await recordEvening({
        seed: 11,
        seconds: 180,
        file: longest ?? OURS,
        orders: ORDERS.map(([at, order]) => [at * 5, order] as const),
        waits: (second) => second % 30 < 27,
      });
      const result = await again(evening);
      expect(result.difference).toBeNull();
      expect(result.hits).toBeGreaterThan(300);
      expect(result.notes).toBeGreaterThan(500);
      if (process.env.ANTIPHON_AGAIN_ELSEWHERE === undefined) return;
      // In a new process, and in one beside others that want all of the machine.
      const take = folder.path("minutes");
      const { show, seed, lines } = evening;
      await writeTakeOf(take, lines);
      const [from, to] = [lines[0]?.at, lines.at(-1)?.at];
      await writeFile(join(take, HEADER_FILE), JSON.stringify({ ...headerOf(0, 0), show, seed, from, to }));
      const { notes, cues, hits } = result;
      for (const others of [0, 3]) {
        const busy = Array.from({ length: others }, () => spawn(process.execPath, ["-e", "for(;;);"]));
        try {
          const program = ["--import", "tsx", "server/main.ts", "replay", take, "--again", "--json"];
          const { stdout } = await promisify(execFile)(process.execPath, program);
          expect(JSON.parse(stdout)).toMatchObject({ same: true, difference: null, notes, cues, hits });
        } finally {
          for (const child of busy) child.kill("SIGKILL");
        }
      }
    },
  );
});

describe("a take that cannot be computed again", () => {
  const folder = temporaryFolder();
  const { show } = headerOf(0, 0);
  it.each([
    ["its beginning is gone", { whole: false }, "does not go back to the start of the server"],
    [
      "a model is another now",
      { models: [{ voice: "model1", model: "models/groove", hash: "0".repeat(64) }] },
      "models/groove, which model1 played, is another now",
    ],
    [
      "a model is gone",
      { models: [{ voice: "model1", model: "models/nowhere", hash: "0".repeat(64) }] },
      "models/nowhere, which model1 played, is not there now",
    ],
    ["its log does not say how it began", {}, "does not say how it began"],
  ])("says so, and the way out: %s", async (_, changes, sentence) => {
    const place = folder.path(`${sentence.replace(/\W/g, " ")}/evening`);
    await writeTakeOf(place, playedLines(1, 2));
    await writeFile(join(place, HEADER_FILE), JSON.stringify({ ...headerOf(1000, 3000), show, ...changes }));
    const take = await openTake(place);
    await expect(playTakeAgain(take, monotonicTime, () => {})).rejects.toThrow(
      new RegExp(`^evening cannot be computed again: .*${sentence}.*; without --again it plays as it was\\.$`),
    );
  });
});
