import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { addressesOf } from "../../server/io/stage/address.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { snapshot } from "../helpers/snapshot.ts";
import { openStageRoom } from "../helpers/stage-room.ts";
import { aTake } from "../helpers/take-entry.ts";

/** A PNG of one pixel. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const TOKEN = "the-token-of-this-show";
// A page that comes by the network's address is as good as on another machine.
const [network] = addressesOf("0.0.0.0", 0).network;

describe.skipIf(network === undefined)("other machines", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it("operate by the link that this machine's desk shows, keep it, and look on without it", async () => {
    const orders: DeskCommand[] = [];
    const room = await openStageRoom({
      pages: inject("pages"),
      host: "0.0.0.0",
      token: TOKEN,
      snapshot: () => ({
        ...snapshot(),
        log: { take: null, keptSince: 0, stopped: null, bytes: 1, free: null, marks: [] },
        takes: {
          folder: "takes",
          takes: [aTake({ thumbnail: "/takes/monday/thumbnail?1", films: ["film.mp4"] })],
          deleted: [],
        },
      }),
      takeThumbnail: async () => new Response(DOT, { headers: { "Content-Type": "image/png" } }),
      takeFilm: async () => new Response("A film.\n", { headers: { "Content-Type": "video/mp4" } }),
      onDesk: (command) => {
        orders.push(command);
        return { ok: true };
      },
    });
    const here = await browser.newPage();
    await here.goto(`${room.url}/desk`);
    await here.getByText("Let another machine operate").click();
    const link = (await here.getByRole("link", { name: "#token=" }).getAttribute("href")) ?? "";
    const code = here.getByAltText("QR code of the desk");
    await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

    const tablet = await browser.newContext();
    const page = await tablet.newPage();
    await page.goto(link.replace(/#.*/, ""));
    await page.getByText("scan the code on the desk of the machine that plays").waitFor();
    expect(await page.locator(".voice, .panic").count()).toBe(0);

    await page.goto(link);
    await page.locator(".voice").first().waitFor();
    expect(page.url()).toBe(link.replace(/#.*/, ""));
    expect(await page.getByText("Other machines").count()).toBe(0);
    await page.keyboard.press(",");
    await expect.poll(() => orders.length).toBe(1);

    // Pictures and films are read by what the browser asks for itself, where no token can be said.
    const picture = page.locator(".takes img");
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "Keep film.mp4" }).click();
    expect(await readFile(await (await coming).path(), "utf8")).toBe("A film.\n");

    await page.goto(link.replace(/#.*/, ""));
    await page.locator(".voice").first().waitFor();
    await tablet.close();
    await here.close();
    await room.close();
  });
});
