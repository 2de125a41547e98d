import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { steadyFade } from "../../shared/picture/fade.ts";
import type { LimiterMessage } from "../../shared/protocol/picture.ts";
import { GENERAL_FLASH } from "../../visuals/safety/flash-rule.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { judge } from "../helpers/flash-oracle.ts";
import { filmStage } from "../helpers/stage-film.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { UNTOUCHED } from "../helpers/still-picture.ts";

const COLUMNS = 16;
const ROWS = 9;
const FILM_MS = 3000;
/** Dark and bright in turn: five flashes a second. */
const HALF_FLASH_MS = 100;

/** A busy machine is slow, not wrong. */
const SLOW_MACHINE = { timeout: 60_000 };

describe("the flash limiter on the stage", () => {
  const told: LimiterMessage[] = [];
  let browser: Browser;
  let show: StageShow;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    show = new StageShow({
      pages: inject("pages"),
      seed: 4,
      server: { onLimiter: (message) => told.push(message) },
    });
    await show.open();
    show.cue({ scene: "porcelain", intensity: 0.5 });
    page = await browser.newPage({ viewport: { width: 320, height: 180 } });
    await page.goto(`${show.url}/stage`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    await page.waitForFunction(() => window.antiphonStage?.scene === "porcelain");
    // The change from one scene to the other is over.
    const { moment } = await page.evaluate(() => ({ moment: window.antiphonStage?.moment ?? 0 }));
    await page.waitForFunction((until) => (window.antiphonStage?.moment ?? 0) > until, moment + 3000);
  });
  afterAll(async () => {
    await browser.close();
    await show.close();
  });

  /** The most flashes within a second, over a quarter of a field or more. */
  const flashes = async (): Promise<number> => {
    const { worstTogether } = judge(await filmStage(page, COLUMNS, ROWS, FILM_MS), COLUMNS, ROWS, GENERAL_FLASH);
    return worstTogether;
  };

  const strobing = async <Result>(flashLimiter: boolean, during: () => Promise<Result>): Promise<Result> => {
    let bright = true;
    const timer = setInterval(() => {
      bright = !bright;
      show.picture = { ...UNTOUCHED, flashLimiter, light: steadyFade(bright ? 1 : 0.02) };
    }, HALF_FLASH_MS);
    try {
      return await during();
    } finally {
      clearInterval(timer);
      show.picture = { ...UNTOUCHED, flashLimiter };
    }
  };

  it("leaves an ordinary performance alone, and says nothing", async () => {
    expect(await flashes()).toBeLessThanOrEqual(3);
    expect(told).toEqual([]);
  });

  it("keeps a stroboscopic one within three flashes a second, tells the server while it works, and that it has ended", async () => {
    // As soon as the page draws fast enough to show so many.
    await expect.poll(() => strobing(false, flashes), SLOW_MACHINE).toBeGreaterThan(3);
    expect(told).toEqual([]);
    expect(await strobing(true, flashes)).toBeLessThanOrEqual(3);
    await expect.poll(() => told.at(-1)?.limiting, SLOW_MACHINE).toBe(0);
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...told.map(({ limiting }) => limiting))).toBeGreaterThan(0.5);
  });
});
