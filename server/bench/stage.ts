import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { findChromium } from "../browser/find-chromium.ts";
import { projectFolder } from "../project-folder.ts";
import { monotonicNow } from "../time/monotonic.ts";
import type { Figure, Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";

const WIDTH = 1280;
const HEIGHT = 720;
/** Long enough for all four voices to have had their turn. */
const WARM_UP_MS = 20_000;
const MEASURE_MS = 30_000;
const LEAST_FPS = 20;
const MEDIAN_FPS = 30;
const FIRST_PICTURE_MS = 2000;
const SCRIPT_MS = 4;
const MOST_KB = 700;

/** Without a graphics card WebGL runs on Mesa, through ANGLE. */
const ARGUMENTS = [
  "--no-sandbox",
  ...(process.platform === "linux" ? ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"] : []),
];

/** What the page tells of itself, as `window.antiphonStage`. */
interface Readings {
  readonly gapsMs: readonly number[];
  readonly scriptMs: readonly number[];
  readonly onsets: { readonly count: number; readonly p95Ms: number; readonly p95Frames: number };
  readonly scale: number;
}

/** The projected page with the demo drummer and three models playing, as this machine's browser draws it. */
export const stage: Measure = {
  name: "stage",
  about: `the stage at ${WIDTH} × ${HEIGHT} in Chromium with four voices playing`,
  run: async () => {
    const executablePath = findChromium();
    if (executablePath === undefined)
      throw new Error("no Chromium found; install it, or set CHROMIUM to the path of one");
    const { chromium } = await import("playwright-core");
    const port = await freePort();
    const program = spawn(process.execPath, [join(projectFolder, "antiphon.js"), "play", "--port", `${port}`], {
      stdio: "ignore",
    });
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    try {
      await Promise.race([answers(port), ended(program)]);
      const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
      const weight = weigh(page);
      const askedAt = monotonicNow();
      await page.goto(`http://127.0.0.1:${port}/stage`);
      await page.waitForFunction("window.antiphonStage?.drawn");
      const firstPicture = monotonicNow() - askedAt;
      await sleep(WARM_UP_MS);
      await page.evaluate("antiphonStage.reset()");
      await sleep(MEASURE_MS);
      const readings = await page.evaluate<Readings>(
        "(({ gapsMs, scriptMs, onsets, scale }) => ({ gapsMs, scriptMs, onsets, scale }))(antiphonStage)",
      );
      return figuresOf(readings, firstPicture, weight() / 1000);
    } finally {
      await browser.close();
      program.kill();
    }
  },
};

const figuresOf = ({ gapsMs, scriptMs, onsets, scale }: Readings, firstPicture: number, weight: number): Figure[] => {
  if (onsets.count === 0) throw new Error("no generated note reached the stage");
  const median = 1000 / percentile(gapsMs, 0.5);
  const low = 1000 / percentile(gapsMs, 0.95);
  const script = percentile(scriptMs, 0.95);
  return [
    figure("frames per second, median", median, "fps", `>= ${MEDIAN_FPS}`, median >= MEDIAN_FPS - 0.2),
    figure("frames per second, 95 % of frames at least", low, "fps", `>= ${LEAST_FPS}`, low >= LEAST_FPS - 0.2),
    figure("share of the full width and height drawn", scale * 100, "%", "", null),
    figure("onset against due time, p95", onsets.p95Frames, "frames", "<= 1", onsets.p95Frames <= 1),
    figure("onset against due time, p95", onsets.p95Ms, "ms", "", null),
    figure("script time of a frame, p95", script, "ms", `<= ${SCRIPT_MS}`, script <= SCRIPT_MS),
    figure("first picture", firstPicture, "ms", `<= ${FIRST_PICTURE_MS}`, firstPicture <= FIRST_PICTURE_MS),
    figure("page weight, compressed", weight, "kB", `<= ${MOST_KB}`, weight <= MOST_KB),
  ];
};

const figure = (name: string, value: number, unit: string, aim: string, reached: boolean | null): Figure => ({
  name,
  value,
  unit,
  aim,
  reached,
});

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

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
};

/** Resolves when the program serves its pages. */
const answers = async (port: number): Promise<void> => {
  for (;;) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/health`)).ok) return;
    } catch {
      await sleep(50);
    }
  }
};

const ended = async (program: ChildProcess): Promise<never> => {
  const [code] = await once(program, "exit");
  throw new Error(`the program ended with code ${code}; run "npm start" to see why`);
};
