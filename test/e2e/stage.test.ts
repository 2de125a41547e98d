import { mkdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/time/monotonic.ts";
import { steadyFade } from "../../shared/picture/fade.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import type { PictureState } from "../../shared/protocol/picture.ts";
import { ms } from "../../shared/time/units.ts";
import type { Instruments } from "../../visuals/stage/instruments.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { brightness, difference, PictureReader, type Region } from "../helpers/picture-reader.ts";
import { StageShow } from "../helpers/stage-show.ts";

/** Where antiphony shows whom. */
const PLACES: Readonly<Record<string, Region>> = {
  drummer: { x: 0.36, y: 0.5, width: 0.28, height: 0.4 },
  model1: { x: 0.1, y: 0.25, width: 0.24, height: 0.55 },
  model2: { x: 0.66, y: 0.25, width: 0.24, height: 0.55 },
};

const UNTOUCHED: PictureState = {
  blackout: false,
  light: steadyFade(1),
  frozenAt: null,
  flashLimiter: true,
  passes: {},
  limiting: 0,
};

describe("the stage", () => {
  let browser: Browser;
  let reader: PictureReader;
  let show: StageShow;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    reader = await PictureReader.open(browser);
    await mkdir("test/pictures", { recursive: true });
  });
  afterAll(() => browser.close());

  beforeEach(() => {
    errors = [];
  });
  afterEach(async () => {
    await page.close();
    await show.close();
    expect(errors).toEqual([]);
  });

  const open = async (options: { silent?: boolean; tempo?: number } = {}): Promise<void> => {
    show = new StageShow({ pages: inject("pages"), seed: 4, ...options });
    await show.open();
    page = await openStage(640, 360);
  };

  const openStage = async (width: number, height: number): Promise<Page> => {
    const opened = await browser.newPage({ viewport: { width, height } });
    opened.on("pageerror", (error) => errors.push(error.message));
    opened.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await opened.goto(`${show.url}/stage`);
    await drawn(opened);
    return opened;
  };

  const drawn = (of: Page): Promise<unknown> => of.waitForFunction(() => window.antiphonStage?.drawn === true);
  /** Waits for some more frames to be drawn. */
  const moreFrames = async (count: number): Promise<void> => {
    const before = await page.evaluate(() => window.antiphonStage?.frames ?? 0);
    await page.waitForFunction((wanted) => (window.antiphonStage?.frames ?? 0) >= wanted, before + count);
  };
  const instrument = <Name extends keyof Instruments>(name: Name): Promise<Instruments[Name]> =>
    page.evaluate((key) => window.antiphonStage?.[key as "frames"], name) as Promise<never>;

  it("draws notes known ahead in the frame nearest to their moment, however fast frames come", async () => {
    await open();
    await page.waitForTimeout(1500);
    await page.evaluate(() => window.antiphonStage?.reset());
    await page.waitForFunction(() => (window.antiphonStage?.onsets.count ?? 0) > 60);
    const onsets = await instrument("onsets");
    const gaps = [...(await instrument("gapsMs"))].sort((one, other) => one - other);
    expect(onsets.p50Ms).toBeLessThanOrEqual(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length);
    expect(onsets.maxMs).toBeLessThanOrEqual(1.5 * (gaps.at(-1) ?? 0) + 20);
    expect(await instrument("clockErrorMs")).toBeLessThan(50);
    await page.setViewportSize({ width: 1280, height: 720 });
    await moreFrames(20);
    await page.screenshot({ path: "test/pictures/stage.png" });
  });

  for (const [voice, place] of Object.entries(PLACES))
    it(`shows in its own place that ${voice} plays`, async () => {
      await open({ silent: true });
      await page.waitForTimeout(300);
      const before = await reader.shoot(page);
      for (let i = 0; i < 10; i++) {
        for (const drum of ["kick", "snare", "mid_tom", "crash"] as const) show.play(voice, drum, 127, 400 + i * 200);
      }
      await page.waitForTimeout(1500);
      const during = await reader.shoot(page);
      const gain = (region: Region): number => brightness(during, region) - brightness(before, region);
      expect(gain(place)).toBeGreaterThan(4);
      for (const [other, region] of Object.entries(PLACES))
        if (other !== voice) expect(gain(region), other).toBeLessThan(gain(place));
    });

  it("the video's notes move the picture as a whole", async () => {
    await open({ silent: true });
    await page.waitForTimeout(300);
    const before = await reader.shoot(page);
    await page.waitForTimeout(900);
    const idle = await reader.shoot(page);
    for (const drum of ["low_tom", "crash", "open_hat"] as const) show.play("video", drum, 127, 200);
    await page.waitForTimeout(1100);
    const after = await reader.shoot(page);
    for (const half of [0, 0.5]) {
      const region: Region = { x: half, y: 0, width: 0.5, height: 1 };
      expect(difference(idle, after, region)).toBeGreaterThan(1.25 * difference(before, idle, region));
    }
  });

  it("shows a note before it sounds, and what is revoked vanishes without a hit", async () => {
    // At this tempo a note is on its way for eight seconds.
    await open({ silent: true, tempo: 30 });
    const notes = Array.from({ length: 24 }, (_, i) => show.play("model2", "crash", 127, 10_000 + i * 10));
    await page.waitForTimeout(5000);
    const thrown = await reader.shoot(page);
    show.revoke(notes.map(({ id }) => id));
    await page.waitForTimeout(300);
    const gone = await reader.shoot(page);
    const above: Region = { x: 0.3, y: 0.05, width: 0.6, height: 0.45 };
    expect(difference(thrown, gone, above)).toBeGreaterThan(0.4);
    await page.waitForTimeout(5000);
    const later = await reader.shoot(page);
    expect(brightness(later, PLACES.model2)).toBeLessThan(brightness(gone, PLACES.model2) + 3);
    expect((await instrument("onsets")).count).toBe(0);
  });

  it("makes the picture anew when the graphics context is lost", async () => {
    await open();
    await page.evaluate(() => {
      const context = document.querySelector("canvas")?.getContext("webgl2");
      context?.getExtension("WEBGL_lose_context")?.loseContext();
    });
    await page.waitForFunction(() => window.antiphonStage?.losses === 1 && window.antiphonStage.drawn);
    await moreFrames(20);
    expect(brightness(await reader.shoot(page))).toBeGreaterThan(3);
    expect(await page.locator("canvas").count()).toBe(1);
  });

  it("comes back by itself when the server does, with everything in place", async () => {
    await open();
    await show.restart();
    await page.evaluate(() => window.antiphonStage?.reset());
    await page.waitForFunction(() => (window.antiphonStage?.onsets.count ?? 0) > 20);
    expect(await page.title()).toBe("Antiphon stage");
    expect(await instrument("geometries")).toBeLessThan(40);
    errors = errors.filter((text) => !/WebSocket|ERR_CONNECTION|Failed to load resource/.test(text));
  });

  it("goes on after a sleep without a burst of old notes", async () => {
    await open();
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await page.waitForFunction(() => window.antiphonStage?.connection === "open");
    await moreFrames(30);
    expect((await instrument("onsets")).maxMs).toBeLessThanOrEqual(300);
    expect(brightness(await reader.shoot(page))).toBeGreaterThan(3);
  });

  it("bears a projector of one pixel and one of 8K", async () => {
    await open();
    await page.setViewportSize({ width: 1, height: 1 });
    await moreFrames(3);
    await page.setViewportSize({ width: 7680, height: 4320 });
    await moreFrames(4);
    expect((await instrument("width")) * (await instrument("height"))).toBeLessThanOrEqual(3840 * 2160 * 1.01);
    await page.setViewportSize({ width: 640, height: 360 });
    await moreFrames(10);
    expect(brightness(await reader.shoot(page))).toBeGreaterThan(3);
  });

  it("bears ten thousand notes in a second", async () => {
    await open();
    const voices = ["drummer", "model1", "model2", "video"];
    const drums = ["kick", "snare", "crash", "ride", "open_hat"] as const;
    for (let i = 0; i < 10_000; i++)
      show.play(voices[i % 4] ?? "drummer", drums[i % 5] ?? "kick", 100, 500 + (i % 1000));
    await page.waitForTimeout(2500);
    await moreFrames(20);
    expect(brightness(await reader.shoot(page))).toBeGreaterThan(3);
  });

  it("changes scene, palette and passes as it is cued, through every transition", async () => {
    await open();
    const doses = {
      trails: 0.7,
      kaleidoscope: 0.5,
      glitch: 0.6,
      "chromatic-shift": 0.8,
      bloom: 0.5,
      grade: 1,
      grain: 1,
    };
    let seed = 100;
    for (const transition of ["crossfade", "cut", "luma-wipe", "zoom-through", "displacement", "shutter"] as const) {
      show.cue({ scene: "antiphony", seed: seed++, palette: "glacier", transition, passes: doses }, 300);
      await page.waitForTimeout(900);
      expect(brightness(await reader.shoot(page)), transition).toBeGreaterThan(3);
    }
    expect(await instrument("reports")).toEqual([]);
    await page.waitForTimeout(1200);
    expect(await instrument("geometries")).toBeLessThan(50);
  });

  it("goes on with the first scene when a cue names one that is not there, and says so", async () => {
    await open();
    show.cue({ scene: "nowhere", seed: 5, transition: "cut" }, 200);
    await page.waitForFunction(() => (window.antiphonStage?.reports.length ?? 0) > 0);
    expect((await instrument("reports"))[0]).toMatch(/The scene "nowhere" failed: There is no scene "nowhere"/);
    await moreFrames(10);
    expect(brightness(await reader.shoot(page))).toBeGreaterThan(3);
    errors = errors.filter((text) => !text.includes("nowhere"));
  });

  it("fades to black and back, and stands still, when the desk says so", async () => {
    await open();
    show.picture = { ...UNTOUCHED, blackout: true, light: steadyFade(0) };
    await moreFrames(10);
    expect(brightness(await reader.shoot(page))).toBeLessThan(2);
    show.picture = { ...UNTOUCHED, frozenAt: ms(monotonicTime.now()) };
    await moreFrames(10);
    const still = await reader.shoot(page);
    await page.waitForTimeout(800);
    expect(difference(still, await reader.shoot(page))).toBeLessThan(0.2);
    show.picture = UNTOUCHED;
    await page.waitForTimeout(800);
    expect(difference(still, await reader.shoot(page))).toBeGreaterThan(0.2);
  });

  it("shows the same picture on every projector", async () => {
    await open();
    const other = await openStage(640, 360);
    await page.waitForTimeout(2500);
    // Told a moment ahead, both stop at the same one.
    show.picture = { ...UNTOUCHED, frozenAt: ms(monotonicTime.now() + 500), passes: NO_PASSES };
    await page.waitForTimeout(2500);
    const [one, two] = [await reader.shoot(page), await reader.shoot(other)];
    await other.close();
    show.picture = UNTOUCHED;
    await page.waitForTimeout(1500);
    const later = await reader.shoot(page);
    expect(brightness(one)).toBeGreaterThan(3);
    expect(difference(one, two)).toBeLessThan(difference(one, later) / 3);
  });

  it("is heard when the sound is switched on, and not before", async () => {
    await open();
    expect(await instrument("soundLevel")).toBe(Number.NEGATIVE_INFINITY);
    await page.keyboard.press("s");
    await page.waitForFunction(() => window.antiphonStage?.sound === "on");
    await page.waitForFunction(() => (window.antiphonStage?.soundLevel ?? -100) > -40);
    await page.keyboard.press("s");
    await page.waitForFunction(() => window.antiphonStage?.sound === "off");
  });

  it("fills the screen on a key, keeps it awake, hides the cursor, and shows its figures only when asked", async () => {
    await open();
    expect(await instrument("wakeLock")).toBe(true);
    await page.mouse.move(100, 100);
    expect(await page.locator(".bar.active").count()).toBe(1);
    await page.waitForFunction(() => document.documentElement.style.cursor === "none");
    expect(await page.locator(".bar.active").count()).toBe(0);
    await page.keyboard.press("f");
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await page.mouse.dblclick(200, 100);
    await page.waitForFunction(() => document.fullscreenElement === null);
    expect(await page.locator(".overlay").isVisible()).toBe(false);
    await page.keyboard.press("i");
    await page.getByText(/fps · \d+ × \d+/).waitFor();
    await page.getByText(/connected · antiphony/).waitFor();
  });

  it("weighs at most 700 kB compressed, sound included", async () => {
    show = new StageShow({ pages: inject("pages"), seed: 4 });
    await show.open();
    page = await browser.newPage();
    const weights: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.url().startsWith("http")) weights.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(`${show.url}/stage`);
    await drawn(page);
    await page.keyboard.press("s");
    await page.waitForFunction(() => window.antiphonStage?.sound === "on");
    const weight = (await Promise.all(weights)).reduce((sum, one) => sum + one, 0);
    expect(weight).toBeGreaterThan(100_000);
    expect(weight).toBeLessThan(700_000);
  });
});
