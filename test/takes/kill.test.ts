import { describe, expect, it } from "vitest";
import { killRecording } from "../helpers/killed-recording.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** `npm run test:hostile` does many more of them. */
const KILLS = 2;

describe("a recording whose process is killed at a random moment", () => {
  const folder = temporaryFolder();

  it("opens with every line but the last few, and is finished by the next start", async () => {
    for (let seed = 1; seed <= KILLS; seed++) {
      const { lines, losses, isTrue, recovered } = await killRecording(folder.path(`kill-${seed}`), seed);
      expect(isTrue, `seed ${seed}`).toBe(true);
      expect(lines).toBeGreaterThan(1);
      expect(losses.filter((sentence) => !sentence.includes("cut short"))).toEqual([]);
      expect(recovered.lines).toBe(lines);
      expect(recovered.to).not.toBe(null);
    }
  });
});
