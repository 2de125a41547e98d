import { mkdir } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "../helpers/chromium.ts";
import { openStageRoom } from "../helpers/stage-room.ts";

describe("the first page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    await mkdir("test/pictures", { recursive: true });
  });
  afterAll(() => browser.close());

  it("says what runs, links the stage and the desk, and how others can reach it", async () => {
    const room = await openStageRoom({ pages: inject("pages") });
    const page = await browser.newPage();
    await page.goto(room.url);
    await page.getByText("plays at 120 bpm: drummer, model1, model2, video").waitFor();
    await page.getByText("--host 0.0.0.0").waitFor();
    await page.screenshot({ path: "test/pictures/home.png" });
    await page.getByRole("link", { name: "Desk" }).click();
    await page.locator(".voice").first().waitFor();
    expect(page.url()).toBe(`${room.url}/desk`);
    await page.close();
    await room.close();
  });

  it("shows a code for a phone where one can reach it, and notices when the server ends", async () => {
    const room = await openStageRoom({ pages: inject("pages"), host: "0.0.0.0" });
    const page = await browser.newPage();
    await page.goto(room.url);
    await page.getByText("plays at 120 bpm").waitFor();
    const health = (await (await fetch(`${room.url}/health`)).json()) as { addresses: { network: string[] } };
    expect(await page.locator('img[src="/qr.svg"]').count()).toBe(health.addresses.network.length > 0 ? 1 : 0);
    await page.screenshot({ path: "test/pictures/home-network.png" });
    await room.close();
    await page.getByRole("alert").waitFor();
    await page.close();
  });
});
