import type { Page } from "playwright-core";
import { CLIPS_SCENE } from "../../picture/scenes/house-scenes.ts";
import { makeClips, withMediaShow } from "./bench-clips.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { PAGE_HEIGHT, PAGE_WIDTH, RunningShow, readingsOf, type StageReadings } from "./running-show.ts";

/** Soon after its first picture the stage draws every scene once, so that none is compiled when it comes on. */
const WARM_UP_MS = 30_000;
/** A cue lands on the next bar line, and the longest transition takes two bars more. */
const CHANGE_MS = 8000;
/** Resolution finds its level within this time. */
const SETTLE_MS = 6000;
const MEASURE_MS = 10_000;

/** Every scene in its turn, `clips` with clips that are made for it, with four voices playing, and the change from each to the next. */
export const scenes: Measure = {
  name: "scenes",
  about: `every scene at ${PAGE_WIDTH} × ${PAGE_HEIGHT}, ${(CHANGE_MS + SETTLE_MS + MEASURE_MS) / 1000} s each, with four voices playing`,
  run: (report) =>
    withMediaShow(async (file, media) => {
      const show = await RunningShow.start(file, "--seed", "1");
      try {
        const page = await show.stage();
        const others = (await show.snapshot).director?.scenes ?? [];
        const maker = await show.page();
        await makeClips(maker, media);
        await maker.close();
        await show.order({ do: "director", set: { held: true } });
        // Meanwhile the stage also makes the clips ready, without which their scene is refused.
        await show.playOn(WARM_UP_MS);
        const figures: Figure[] = [];
        for (const scene of [...others, CLIPS_SCENE]) {
          await readingsOf(page);
          await show.order({ do: "cue", scene });
          const change = await waitedFor(show, page, CHANGE_MS);
          await show.playOn(SETTLE_MS);
          await readingsOf(page);
          const readings = await waitedFor(show, page, MEASURE_MS);
          if (readings.scene !== scene) throw new Error(`"${scene}" did not come on: ${readings.reports.at(-1) ?? ""}`);
          figures.push(...figuresOf(scene, change, readings));
        }
        for (const complaint of show.complaints) report({ room: "bench", level: "error", text: complaint });
        return figures;
      } finally {
        await show.dispose();
      }
    }),
};

const waitedFor = async (show: RunningShow, page: Page, length: number): Promise<StageReadings> => {
  await show.playOn(length);
  return readingsOf(page);
};

const figuresOf = (subject: string, change: StageReadings, { gapsMs, scriptMs, scale }: StageReadings): Figure[] => {
  const middle = percentile(gapsMs, 0.5);
  const slow = percentile(gapsMs, 0.95);
  const script = percentile(scriptMs, 0.95);
  // A little more, because a browser's frames come a little early and a little late.
  const longest = percentile(change.gapsMs, 1) / percentile(change.gapsMs, 0.5);
  return [
    figure("median", 1000 / middle, "fps", ">= 30", 1000 / middle >= 29.8),
    figure("95 % of frames", 1000 / slow, "fps", ">= 20", 1000 / slow >= 19.8),
    figure("drawn", scale * 100, "%"),
    figure("script p95", script, "ms", "<= 4", script <= 4),
    figure("coming on: longest frame", longest, "x median", "<= 2", longest <= 2.1),
  ].map((each) => ({ ...each, subject }));
};
