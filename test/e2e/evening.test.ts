import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { directedEvening } from "../helpers/directed-evening.ts";
import { SceneStudio } from "../helpers/scene-studio.ts";

const MINUTES = 10;
/** Of the evening, for each frame that is drawn: ten minutes in less than one. */
const SPACING_MS = 500;
/** In five minutes; what the browser itself keeps for being faster is part of it. */
const MOST_MORE_BYTES = 5e6;
const EVENING_TIMEOUT_MS = 400_000;

describe("ten minutes under a restless director", () => {
  let studio: SceneStudio;
  let browser: Browser;

  beforeAll(async () => {
    studio = await SceneStudio.build();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await studio.dispose();
  });

  it(
    "show every scene when it is meant to be on, complain of nothing, and leave nothing behind",
    async () => {
      const complaints: string[] = [];
      const page = await studio.open(browser, complaints);
      const session = await page.context().newCDPSession(page);
      const told = directedEvening(MINUTES, 3);
      const shown = new Set<string>();
      const minutes: { geometries: number; textures: number; heap: number }[] = [];
      let from = 0;
      for (let minute = 1; minute <= MINUTES; minute++) {
        const until = minute * 60_000;
        const part = told.filter(({ at }) => at >= from && at < until);
        from = until;
        const seen = await page.evaluate(([news, end, spacing]) => window.evening.play(news, end, spacing), [
          part,
          until,
          SPACING_MS,
        ] as const);
        for (const scene of seen.scenes) shown.add(scene);
        expect(seen.complaints).toEqual([]);
        expect(seen.frames).toBe(60_000 / SPACING_MS);
        expect(seen.astray).toBe(0);
        await session.send("HeapProfiler.collectGarbage");
        const { usedSize } = await session.send("Runtime.getHeapUsage");
        minutes.push({ geometries: seen.geometries, textures: seen.textures, heap: usedSize });
      }
      expect(complaints).toEqual([]);
      expect([...shown].sort()).toEqual(HOUSE_SCENES.map(({ name }) => name).sort());
      // Different scenes own different things, and each minute ends with others: what is left behind is there in all of them.
      const more = (what: "geometries" | "textures" | "heap"): number => {
        const least = (half: typeof minutes): number => Math.min(...half.map((one) => one[what]));
        return least(minutes.slice(5)) - least(minutes.slice(0, 5));
      };
      expect(more("geometries")).toBeLessThan(5);
      expect(more("textures")).toBeLessThan(5);
      expect(more("heap")).toBeLessThan(MOST_MORE_BYTES);
    },
    EVENING_TIMEOUT_MS,
  );
});
