import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { NO_PASSES, PASSES } from "../../shared/picture/passes.ts";
import { SCENE_NAMES } from "../../visuals/scene-api/catalogue.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { StageShow } from "../helpers/stage-show.ts";

describe("the console of a stage", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it("stays empty over every scene and pass, so that an author's own errors are seen", async () => {
    const show = new StageShow({ pages: inject("pages"), seed: 3 });
    await show.open();
    const page = await browser.newPage({ viewport: { width: 480, height: 270 } });
    const said: string[] = [];
    let scene = "";
    page.on("console", (message) => said.push(`${scene}: ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`${scene}: ${error.message}`));
    await page.goto(`${show.url}/stage`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    const full = Object.fromEntries(PASSES.map((pass) => [pass, 0.5])) as typeof NO_PASSES;
    for (const [i, name] of SCENE_NAMES.entries()) {
      scene = name;
      show.cue({ scene: name, transition: "cut", passes: i % 2 === 0 ? NO_PASSES : full });
      await page.waitForFunction((wanted) => window.antiphonStage?.showing === wanted, name);
      const before = await page.evaluate(() => window.antiphonStage?.frames ?? 0);
      await page.waitForFunction((count) => (window.antiphonStage?.frames ?? 0) > count + 5, before);
    }
    await page.close();
    await show.close();
    expect(said).toEqual([]);
  });
});
