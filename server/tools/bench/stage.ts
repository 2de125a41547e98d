import type { Page } from "playwright-core";
import { monotonicNow } from "../../core/time/monotonic.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { PAGE_HEIGHT, PAGE_WIDTH, RunningShow, readingsOf, type StageReadings } from "./running-show.ts";

/** Long enough for all four voices to have had their turn. */
const WARM_UP_MS = 20_000;
const MEASURE_MS = 30_000;
const LEAST_FPS = 20;
const MEDIAN_FPS = 30;
const FIRST_PICTURE_MS = 2000;
const SCRIPT_MS = 4;
const MOST_KB = 700;

/** The projected page with the demo drummer and three models playing, as this machine's browser draws it. */
export const stage: Measure = {
  name: "stage",
  about: `the stage at ${PAGE_WIDTH} × ${PAGE_HEIGHT} in Chromium with four voices playing`,
  run: async () => {
    const show = await RunningShow.start();
    try {
      const page = await show.page();
      const weight = weigh(page);
      const askedAt = monotonicNow();
      await page.goto(`${show.url}/stage`);
      await page.waitForFunction("window.antiphonStage?.drawn");
      const firstPicture = monotonicNow() - askedAt;
      await show.playOn(WARM_UP_MS);
      await readingsOf(page);
      await show.playOn(MEASURE_MS);
      return figuresOf(await readingsOf(page), firstPicture, weight() / 1000);
    } finally {
      await show.dispose();
    }
  },
};

const figuresOf = (
  { gapsMs, scriptMs, onsets, scale }: StageReadings,
  firstPicture: number,
  weight: number,
): Figure[] => {
  if (onsets.count === 0) throw new Error("no generated note reached the stage");
  const median = 1000 / percentile(gapsMs, 0.5);
  const low = 1000 / percentile(gapsMs, 0.95);
  const script = percentile(scriptMs, 0.95);
  return [
    figure("frames per second, median", median, "fps", `>= ${MEDIAN_FPS}`, median >= MEDIAN_FPS - 0.2),
    figure("frames per second, 95 % of frames at least", low, "fps", `>= ${LEAST_FPS}`, low >= LEAST_FPS - 0.2),
    figure("share of the full width and height drawn", scale * 100, "%"),
    figure("onset against due time in frames, p95", onsets.p95Frames, "frames", "<= 1", onsets.p95Frames <= 1),
    figure("onset against due time in ms, p95", onsets.p95Ms, "ms", "", null),
    figure("script time of a frame, p95", script, "ms", `<= ${SCRIPT_MS}`, script <= SCRIPT_MS),
    figure("first picture", firstPicture, "ms", `<= ${FIRST_PICTURE_MS}`, firstPicture <= FIRST_PICTURE_MS),
    figure("page weight, compressed", weight, "kB", `<= ${MOST_KB}`, weight <= MOST_KB),
  ];
};

/** Counts what the page loads; the returned function tells how many bytes it was. */
const weigh = (page: Page): (() => number) => {
  let bytes = 0;
  page.on("requestfinished", (request) => {
    void request.sizes().then(({ responseBodySize }) => {
      bytes += responseBodySize;
    });
  });
  return () => bytes;
};
