import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "../helpers/chromium.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

describe("the stage as a source of a streaming program", () => {
  const house = temporaryFolder();
  let browser: Browser;
  let show: StageShow;

  beforeAll(async () => {
    browser = await launchChromium();
    show = new StageShow({ pages: inject("pages"), seed: 4, projectorFile: house.path("projectors.json") });
    await show.open();
  });
  afterAll(async () => {
    await browser.close();
    await show.close();
  });

  it("has the size that was asked for, and lets through what lies behind where it is dark", async () => {
    const page = await browser.newPage({ viewport: { width: 300, height: 300 } });
    await page.goto(`${show.url}/stage?transparent&size=480x270`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    const seen = await page.evaluate(
      () =>
        new Promise<{ width: number; height: number; least: number; most: number }>((resolve) => {
          requestAnimationFrame(function look() {
            const canvas = document.querySelector("canvas");
            const copy = new OffscreenCanvas(480, 270).getContext("2d");
            if (canvas === null || copy === null) return;
            copy.drawImage(canvas, 0, 0);
            const alphas = copy.getImageData(0, 0, 480, 270).data.filter((_, i) => i % 4 === 3);
            const most = Math.max(...alphas.subarray(0, 60_000));
            // Between frames the canvas is not to be read: it shows nothing then.
            if (most === 0) requestAnimationFrame(look);
            else
              resolve({
                width: canvas.width,
                height: canvas.height,
                least: Math.min(...alphas.subarray(0, 60_000)),
                most,
              });
          });
        }),
    );
    expect(seen).toMatchObject({ width: 480, height: 270 });
    expect(seen.least).toBeLessThan(60);
    expect(seen.most).toBeGreaterThan(150);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgba(0, 0, 0, 0)");
    await page.close();
  });

  it("lets through what lies around a picture that was set up to lie elsewhere", async () => {
    const corners = [
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ] as const;
    show.project({ do: "projector", projector: "half", set: { corners, pattern: "white" } });
    const page = await browser.newPage({ viewport: { width: 300, height: 300 } });
    await page.goto(`${show.url}/stage?output=half&transparent&size=64x64`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    // Around the canvas, as around the picture on it, the page is see-through: a screenshot of it shows.
    await expect
      .poll(async () => {
        const png = (await page.screenshot({ omitBackground: true })).toString("base64");
        return page.evaluate(async (base64) => {
          const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
          const context = new OffscreenCanvas(300, 300).getContext("2d");
          context?.drawImage(bitmap, 0, 0);
          const alphaAt = (x: number, y: number): number => context?.getImageData(x, y, 1, 1).data[3] ?? -1;
          return [alphaAt(16, 40), alphaAt(48, 40), alphaAt(200, 200)];
        }, png);
      })
      .toEqual([255, 0, 0]);
    await page.close();
  });

  it("is drawn at a single pixel, and smaller than asked for where no graphics card can", async () => {
    const page = await browser.newPage({ viewport: { width: 300, height: 300 } });
    await page.goto(`${show.url}/stage?size=1x1`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    expect(await page.evaluate(() => window.antiphonStage?.width)).toBe(1);
    await page.goto(`${show.url}/stage?size=7680x1`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    expect(await page.evaluate(() => window.antiphonStage?.width)).toBe(4096);
    expect(await page.evaluate(() => window.antiphonStage?.reports.join(" "))).toContain("4096 × 1");
    await page.close();
  });
});
