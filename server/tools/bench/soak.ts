import type { CDPSession } from "playwright-core";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { PAGE_HEIGHT, PAGE_WIDTH, RunningShow, readingsOf } from "./running-show.ts";

const MINUTES = 10;
/** Soon after its first picture the stage draws every scene once. */
const WARM_UP_MS = 30_000;
const SAMPLE_MS = 2000;
/** Heap is looked at after a collection, and that costs frames: seldom. */
const HEAP_EVERY = 30;
/** The heap is flat if the last third's mean is above the first third's by no more than this. */
const HEAP_NOISE_MB = 3;
/** Graphics objects come and go with scenes; two scenes at once have at most so many more than others at once. */
const OBJECT_NOISE = 1.25;

/** A long evening in short: the director at its most restless, and what the page holds and loses. */
export const soak: Measure = {
  name: "soak",
  about: `the stage at ${PAGE_WIDTH} × ${PAGE_HEIGHT} for ${MINUTES} minutes under a restless director`,
  run: async (report) => {
    const show = await RunningShow.start("--seed", "1");
    try {
      const page = await show.stage();
      const session = await page.context().newCDPSession(page);
      await show.order({ do: "director", set: { restlessness: 1 } });
      await show.playOn(WARM_UP_MS);
      await readingsOf(page);
      const gaps: number[] = [];
      const heap: number[] = [];
      const geometries: number[] = [];
      const textures: number[] = [];
      const seen = new Set<string>();
      let reports: readonly string[] = [];
      const samples = (MINUTES * 60_000) / SAMPLE_MS;
      for (let sample = 0; sample < samples; sample++) {
        await show.playOn(SAMPLE_MS);
        const readings = await readingsOf(page);
        gaps.push(...readings.gapsMs);
        geometries.push(readings.geometries);
        textures.push(readings.textures);
        seen.add(readings.scene);
        reports = readings.reports;
        if (sample % HEAP_EVERY !== 0) continue;
        heap.push(await heapOf(session));
        await readingsOf(page);
      }
      for (const text of [...reports, ...show.complaints]) report({ room: "bench", level: "warning", text });
      return figuresOf(gaps, heap, geometries, textures, seen.size, reports.length + show.complaints.length);
    } finally {
      await show.dispose();
    }
  },
};

const heapOf = async (session: CDPSession): Promise<number> => {
  await session.send("HeapProfiler.collectGarbage");
  return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
};

const figuresOf = (
  gaps: readonly number[],
  heap: readonly number[],
  geometries: readonly number[],
  textures: readonly number[],
  scenes: number,
  complaints: number,
): Figure[] => {
  const median = 1000 / percentile(gaps, 0.5);
  const low = 1000 / percentile(gaps, 0.95);
  const growth = mean(lastThird(heap)) - mean(firstThird(heap));
  const objects = (name: string, values: readonly number[]): Figure => {
    const ratio = Math.max(...lastThird(values)) / Math.max(...firstThird(values));
    return figure(`${name}, most in the last third`, ratio, "x first", `<= ${OBJECT_NOISE}`, ratio <= OBJECT_NOISE);
  };
  return [
    figure("scenes shown", scenes, ""),
    figure("errors and reports", complaints, "", "0", complaints === 0),
    figure("frames per second, median", median, "fps", ">= 30", median >= 29.8),
    figure("frames per second, 95 % of frames at least", low, "fps", ">= 20", low >= 19.8),
    figure("frames longer than 100 ms", gaps.filter((gap) => gap > 100).length, ""),
    figure("heap after a collection, first third", mean(firstThird(heap)), "MB"),
    figure("heap's growth to the last third", growth, "MB", `<= ${HEAP_NOISE_MB}`, growth <= HEAP_NOISE_MB),
    objects("geometries", geometries),
    objects("textures", textures),
  ];
};

const firstThird = (values: readonly number[]): readonly number[] => values.slice(0, Math.ceil(values.length / 3));
const lastThird = (values: readonly number[]): readonly number[] => values.slice(-Math.ceil(values.length / 3));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
