import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { RehearsalState } from "../../shared/protocol/rehearsal.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { StageShow } from "../helpers/stage-show.ts";

describe("a stage in a rehearsal", () => {
  let browser: Browser;
  let show: StageShow;
  let page: Page;
  let rehearsal: RehearsalState;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    rehearsal = { metronome: true, level: 0.5, countIn: 0 };
    show = new StageShow({ pages: inject("pages"), seed: 4, tempo: 120, told: () => ({ rehearsal }) });
    await show.open();
    page = await browser.newPage({ viewport: { width: 320, height: 180 } });
  });
  afterEach(async () => {
    await page.close();
    await show.close();
  });

  const open = async (address: string): Promise<void> => {
    await page.goto(`${show.url}${address}`);
    await page.waitForFunction(() => window.antiphonStage?.drawn);
  };

  it("counts, large, where it was opened with ?count, while there is something to count", async () => {
    rehearsal = { ...rehearsal, metronome: false };
    await open("/stage?count");
    expect(await page.locator(".count").isVisible()).toBe(false);
    rehearsal = { ...rehearsal, metronome: true };
    show.room.server.tell.rehearsal(rehearsal);
    const counts = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const seen: number[] = [];
          const element = document.querySelector(".count")!;
          new MutationObserver((_, observer) => {
            seen.push(Number(element.textContent));
            if (seen.length < 9) return;
            observer.disconnect();
            resolve(seen);
          }).observe(element, { childList: true, characterData: true, subtree: true });
        }),
    );
    expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4]));
    expect(await page.locator(".count").isVisible()).toBe(true);
  });

  it("clicks while its sound is on, higher on bar lines", async () => {
    await page.addInitScript(() => {
      const heard: number[] = [];
      Object.assign(window, { heard });
      window.OscillatorNode = class extends OscillatorNode {
        constructor(context: BaseAudioContext, options?: OscillatorOptions) {
          super(context, options);
          if (options?.frequency !== undefined) heard.push(options.frequency);
        }
      };
    });
    await open("/stage");
    // Nobody asked for a count here.
    expect(await page.locator(".count").count()).toBe(0);
    const heard = (): Promise<number[]> => page.evaluate(() => (window as unknown as { heard: number[] }).heard);
    expect(await heard()).toEqual([]);
    await page.keyboard.press("s");
    const clicks = async (): Promise<number[]> => (await heard()).filter((hertz) => hertz === 1500 || hertz === 1000);
    await expect.poll(async () => (await clicks()).length, { timeout: 60_000 }).toBeGreaterThan(8);
    expect(new Set(await clicks())).toEqual(new Set([1000, 1500]));
  });
});
