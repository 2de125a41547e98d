import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launchChromium } from "../helpers/chromium.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

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
      tempo: 120,
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
    const began = await flashes(6);
    // The middle one: a page that stumbles may be late with a flash, or leave one out.
    const gaps = began.slice(1).map((at, i) => at - began[i]!);
    const usual = gaps.sort((one, other) => one - other)[2]!;
    expect(usual).toBeGreaterThan(350);
    expect(usual).toBeLessThan(650);
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
