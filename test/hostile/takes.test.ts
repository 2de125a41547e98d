import { describe, expect, it } from "vitest";
import { killRecording } from "../helpers/killed-recording.ts";
import { ROUNDS } from "../helpers/siege.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** 200 of them in all. */
const KILLS = 25 * ROUNDS;
/** A machine that is busy with something else may be slow to write once in a while. */
const WITHIN_SHARE = 0.95;

describe("recordings whose process is killed", () => {
  const folder = temporaryFolder();

  it("at random moments: each take opens, and lacks at most the last 100 ms", async () => {
    const lacks: number[] = [];
    for (let seed = 1; seed <= KILLS; seed++) {
      const killed = await killRecording(folder.path("kill"), seed);
      expect(killed.isTrue, `seed ${seed}`).toBe(true);
      expect(killed.recovered.lines, `seed ${seed}`).toBe(killed.lines);
      lacks.push(killed.lacks);
    }
    lacks.sort((one, other) => one - other);
    console.log(
      `  ${KILLS} recordings killed: they lack ${lacks[Math.floor(KILLS / 2)]?.toFixed(0)} ms in the middle, ${lacks.at(-1)?.toFixed(0)} ms at most`,
    );
    expect(lacks.filter((lack) => lack <= 100).length).toBeGreaterThanOrEqual(WITHIN_SHARE * KILLS);
  });
});
