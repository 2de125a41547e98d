import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Gain } from "../../shared/music/gains.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { DeskHouse } from "../helpers/desk-house.ts";
import { ROCK, rememberedOf } from "../helpers/remembered-of.ts";
import { voiceState } from "../helpers/snapshot.ts";

const PICTURES = "test/pictures/desk";
const BAR_MS = 2000;

describe("courage on the desk", () => {
  const complaints: string[] = [];
  let browser: Browser;
  let house: DeskHouse;
  let page: Page;

  const openPage = async (viewport = { width: 1920, height: 1080 }): Promise<Page> => {
    const opened = await browser.newPage({ viewport });
    opened.on("pageerror", (error) => complaints.push(error.message));
    await opened.goto(`${house.url}/desk`);
    await opened.locator("main.open").waitFor();
    return opened;
  };
  const voice = (name: string) => page.locator(`[data-voice="${name}"]`);
  const curve = (name: string) => voice(name).locator(".gain .curve");
  const gainAt = (bar: number, gain: number): Gain => ({ voice: "model1", at: bar * BAR_MS, gain });
  const forgets = () => house.commands.filter((command) => command.do === "forget");

  beforeAll(async () => {
    browser = await launchChromium();
    await mkdir(PICTURES, { recursive: true });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    house = new DeskHouse(inject("pages"));
    await house.open();
    page = await openPage();
  });
  afterEach(async () => {
    await page.close();
    await house.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("draws how much memory helps, over the whole set and on with every bar", async () => {
    await voice("model1").getByText("memory: nothing heard yet").waitFor();
    expect(await curve("model1").count()).toBe(0);
    house.state = { ...house.state, gains: Array.from({ length: 40 }, (_, bar) => gainAt(bar, bar / 100)) };
    await page.close();
    page = await openPage();
    const before = await curve("model1").getAttribute("d");
    expect(before?.split("L").length).toBe(40);
    expect(await curve("model2").count()).toBe(0);
    house.setVoice("model1", { gain: 0.42 });
    house.room.server.tell.gains([gainAt(40, 1.2)]);
    await voice("model1").getByText("memory saves 0.42 nats a step").waitFor();
    await expect.poll(async () => (await curve("model1").getAttribute("d"))?.split("L").length).toBe(41);
    const box = await curve("model1").boundingBox();
    expect(box?.width).toBeGreaterThan(40);
    expect(box?.height).toBeGreaterThan(10);
  });

  it("tells surprise both ways where both are known", async () => {
    house.setVoice("model1", { callSurprise: 2.1, callSurpriseWithMemory: 1.32, responseSurprise: 1.4 });
    const meters = voice("model1").locator(".meter");
    await expect.poll(() => meters.nth(0).textContent()).toContain("1.32");
    const shown = (await meters.allTextContents()).map((text) => text.replaceAll(/\s+/g, " ").trim());
    expect(shown).toEqual(["heard 2.10 → 1.32", "played 1.40"]);
    const widths = await meters
      .nth(0)
      .locator("b")
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths[1]).toBeLessThan(widths[0] ?? 0);
  });

  it("turns memory and similarity of each voice", async () => {
    await page.getByLabel("model1 memory", { exact: true }).fill("0.5");
    await page.getByLabel("model2 similarity", { exact: true }).fill("0.25");
    await expect
      .poll(() => house.commands)
      .toEqual([
        { do: "voice", voice: "model1", set: { memory: 0.5 } },
        { do: "voice", voice: "model2", set: { similarity: 0.25 } },
      ]);
  });

  it("shows how much is remembered of whoever plays, and which places of the bar are sure", async () => {
    const dots = voice("drummer").locator(".remembered circle");
    await voice("drummer").getByText("nothing remembered yet").waitFor();
    const heightOf = async () => (await voice("drummer").locator(".remembered").boundingBox())?.height;
    const height = await heightOf();
    house.room.server.tell.remembered([rememberedOf("drummer", 1, ROCK, { steps: 432 })]);
    await voice("drummer").getByText("remembers 27 bars · sure of 11 hits a bar").waitFor();
    const sure = Object.values(ROCK).flatMap((places) => Object.values(places));
    expect(await dots.count()).toBe(sure.filter((one) => one >= 0.1).length);
    // Nothing moves when the first bar has been heard.
    expect(await heightOf()).toBe(height);
    const placeOf = async (kind: "lowest" | "highest") => {
      const boxes = await dots.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
      return kind === "lowest" ? Math.max(...boxes) : Math.min(...boxes);
    };
    // The crash lies above the kick.
    expect((await placeOf("lowest")) - (await placeOf("highest"))).toBeGreaterThan(40);
    house.room.server.tell.remembered([rememberedOf("drummer", 2, { kick: { 0: 1 } }, { steps: 16 })]);
    await expect.poll(() => dots.count()).toBe(1);
  });

  it("forgets only when asked twice, and not what is asked of another", async () => {
    house.state = {
      ...house.state,
      voices: [voiceState("second", { kind: "live", model: null }), ...house.state.voices],
      remembered: [rememberedOf("drummer", 1, ROCK, { steps: 160 }), rememberedOf("second", 1, {}, { steps: 0 })],
    };
    await page.close();
    page = await openPage();
    const forget = (name: string) => voice(name).locator(".forget");
    expect(await forget("second").first().isDisabled()).toBe(true);
    await forget("drummer").click();
    await voice("drummer").getByRole("button", { name: "Forget 10 bars?" }).waitFor();
    await voice("second").getByRole("button", { name: "Forget all" }).click();
    await voice("drummer").getByRole("button", { name: "Forget", exact: true }).waitFor();
    expect(forgets()).toEqual([]);
    await voice("second").getByRole("button", { name: "Forget all?" }).click();
    await expect.poll(forgets).toEqual([{ do: "forget" }]);
    await forget("drummer").click();
    await voice("drummer").getByRole("button", { name: "Forget 10 bars?" }).click();
    await expect.poll(forgets).toEqual([{ do: "forget" }, { do: "forget", voice: "drummer" }]);
    await forget("drummer").click();
    // What is not meant is asked no longer after some seconds.
    await voice("drummer").getByRole("button", { name: "Forget", exact: true }).waitFor();
    expect(forgets().length).toBe(2);
  });

  it.each([
    ["wide", { width: 1920, height: 1080 }],
    ["phone", { width: 390, height: 844 }],
  ])("fits a %s page", async (name, viewport) => {
    house.state = {
      ...house.state,
      gains: Array.from({ length: 200 }, (_, bar) => gainAt(bar, 0.6 - 0.7 * Math.exp(-bar / 30))),
      remembered: [rememberedOf("drummer", 1, ROCK, { steps: 432 })],
    };
    house.setVoice("model1", {
      gain: 0.58,
      callSurprise: 2.1,
      callSurpriseWithMemory: 1.32,
      responseSurprise: 1.4,
      responseSurpriseWithMemory: 1.05,
    });
    const sized = await openPage(viewport);
    expect(await sized.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await sized.screenshot({ path: `${PICTURES}/courage-${name}.png`, fullPage: true });
    await sized.close();
  });
});
