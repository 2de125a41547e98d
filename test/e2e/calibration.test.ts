import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launchChromium } from "../helpers/chromium.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const TEMPO = 120;
const BEAT_MS = 60_000 / TEMPO;
const isNear = (wanted: number) => (length: number) => Math.abs(length - wanted) < 150;

describe("the flash-and-click page", () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let show: StageShow;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    show = new StageShow({
      pages: inject("pages"),
      seed: 4,
      tempo: TEMPO,
      projectorFile: folder.path("projectors.json"),
    });
    await show.open();
    page = await browser.newPage({ viewport: { width: 320, height: 180 } });
    await page.goto(`${show.url}/stage?output=left`);
    await page.waitForFunction(() => window.antiphonStage?.drawn);
    await page.keyboard.press("c");
  });
  afterEach(async () => {
    await page.close();
    await show.close();
  });

  /** The page's times at which `count` flashes began. */
  const flashes = (count: number): Promise<number[]> =>
    page.evaluate(
      (wanted) =>
        new Promise<number[]>((resolve) => {
          const began: number[] = [];
          const element = document.querySelector(".calibration")!;
          new MutationObserver((_, observer) => {
            if (element.classList.contains("white")) began.push(performance.now());
            if (began.length < wanted) return;
            observer.disconnect();
            resolve(began);
          }).observe(element, { attributeFilter: ["class"] });
        }),
      count,
    );

  it("flashes once a beat", async () => {
    const measured = async () => {
      const began = await flashes(6);
      const gaps = began.slice(1).map((at, i) => at - began[i]!);
      const off = gaps.map((gap) => Math.abs(gap - BEAT_MS * Math.round(gap / BEAT_MS))).sort((a, b) => a - b);
      return { shortest: Math.min(...gaps), off: off[off.length >> 1] };
    };
    // A page that stumbles may be late with a flash, or leave one out: as soon as it draws fast enough.
    await expect
      .poll(measured, { timeout: 60_000 })
      .toEqual({ shortest: expect.toSatisfy(isNear(BEAT_MS)), off: expect.toSatisfy(isNear(0)) });
  });

  it("the arrow keys turn the delay, which the server keeps for this projector", async () => {
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    expect(await page.textContent(".calibration")).toContain("projector 9 ms");
    await expect.poll(() => show.projectors?.projectors[0]?.setup.delay).toBe(9);
    await page.reload();
    await page.waitForFunction(() => window.antiphonStage?.drawn);
    await page.keyboard.press("c");
    expect(await page.textContent(".calibration")).toContain("projector 9 ms");
    await page.keyboard.press("c");
    expect(await page.isVisible(".calibration")).toBe(false);
  });
});
