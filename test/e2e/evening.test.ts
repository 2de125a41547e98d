import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUSE_SCENES } from "../../shared/picture/house-scenes.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { directedEvening } from "../helpers/directed-evening.ts";
import { SceneStudio } from "../helpers/scene-studio.ts";

const MINUTES = 10;
/** Of the evening, for each frame that is drawn: ten minutes in about one. */
const SPACING_MS = 300;
const PATIENCE_MS = 400_000;

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
      // Different scenes own different things: what is held may vary, but must not rise from the first half to the second.
      const most = (half: typeof minutes, what: "geometries" | "textures" | "heap"): number =>
        Math.max(...half.map((one) => one[what]));
      for (const what of ["geometries", "textures", "heap"] as const)
        expect(most(minutes.slice(5), what), what).toBeLessThanOrEqual(1.25 * most(minutes.slice(0, 5), what));
    },
    PATIENCE_MS,
  );
});
