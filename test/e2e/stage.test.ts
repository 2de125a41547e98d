import { mkdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Browser, Page, Response } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { steadyFade } from "../../shared/picture/fade.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import type { PictureState } from "../../shared/protocol/picture.ts";
import { ms } from "../../shared/time/units.ts";
import type { Instruments } from "../../visuals/stage/instruments.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { brightness, difference, PictureReader, type Pixels, type Region } from "../helpers/picture-reader.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { standStill, UNTOUCHED } from "../helpers/still-picture.ts";

/** Where antiphony shows whom. */
const PLACES: Readonly<Record<string, Region>> = {
  drummer: { x: 0.36, y: 0.5, width: 0.28, height: 0.4 },
  model1: { x: 0.1, y: 0.25, width: 0.24, height: 0.55 },
  model2: { x: 0.66, y: 0.25, width: 0.24, height: 0.55 },
};

/** A stage whose pictures are compared: others draw as finely as they find time to. */
const FIXED = "/stage?size=640x360";
/** Shorter than a phrase is forgotten, longer than any frame takes. */
const SLEEP_MS = 3000;
/** A busy machine is slow, not wrong. */
const SLOW_MACHINE = { timeout: 60_000 };

describe("the stage", () => {
  let browser: Browser;
  let reader: PictureReader;
  let show: StageShow;
  let page: Page;
  let errors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    reader = await PictureReader.open(browser);
    await mkdir("test/pictures", { recursive: true });
  });
  afterAll(() => browser.close());

  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });

  const open = async (options: { silent?: boolean; tempo?: number } = {}, address?: string): Promise<void> => {
    show = new StageShow({ pages: inject("pages"), seed: 4, ...options });
    await show.open();
    page = await openStage(640, 360, address);
  };
  const close = async (): Promise<void> => {
    await page.close();
    await show.close();
  };

  const openStage = async (width: number, height: number, address = "/stage"): Promise<Page> => {
    const opened = await browser.newPage({ viewport: { width, height } });
    opened.on("pageerror", (error) => errors.push(error.message));
    opened.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await opened.goto(`${show.url}${address}`);
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
  const onsets = (): Promise<number> => page.evaluate(() => window.antiphonStage?.onsets.count ?? 0);
  /** The picture of a moment, exactly. */
  const pictureAt = async (at: number, byHand: Partial<PictureState> = {}): Promise<Pixels> => {
    await standStill(show, [page], { ...byHand, at: ms(at) });
    return reader.shoot(page);
  };
  const pictureIn = (length: number): Promise<Pixels> => pictureAt(monotonicTime.now() + length);
  const isBright = async (what = ""): Promise<void> =>
    expect
      .poll(async () => brightness(await reader.shoot(page)), { ...SLOW_MACHINE, message: what })
      .toBeGreaterThan(3);

  describe("while nobody plays", () => {
    beforeAll(() => open({ silent: true, tempo: 120 }, FIXED));
    afterAll(() => close());

    for (const [voice, place] of Object.entries(PLACES))
      it(`shows in its own place that ${voice} plays`, async () => {
        const before = await pictureIn(500);
        for (let i = 0; i < 10; i++) {
          for (const drum of ["kick", "snare", "mid_tom", "crash"] as const) show.play(voice, drum, 127, 400 + i * 200);
        }
        const during = await pictureIn(1500);
        const gain = (region: Region): number => brightness(during, region) - brightness(before, region);
        expect(gain(place)).toBeGreaterThan(4);
        for (const [other, region] of Object.entries(PLACES))
          if (other !== voice) expect(gain(region), other).toBeLessThan(gain(place));
      });

    it("the video's notes move the picture as a whole", async () => {
      // What others played before has died away.
      const from = monotonicTime.now() + 2000;
      const before = await pictureAt(from);
      const idle = await pictureAt(from + 1500);
      for (const drum of ["low_tom", "crash", "open_hat"] as const) show.play("video", drum, 127, 200);
      const after = await pictureAt(Math.max(from + 3000, monotonicTime.now() + 1100));
      for (const half of [0, 0.5]) {
        const region: Region = { x: half, y: 0, width: 0.5, height: 1 };
        expect(difference(idle, after, region)).toBeGreaterThan(1.25 * difference(before, idle, region));
      }
    });
  });

  it("shows a note before it sounds, and what is revoked vanishes without a hit", async () => {
    // At this tempo a note is on its way for eight seconds.
    await open({ silent: true, tempo: 30 }, FIXED);
    const notes = Array.from({ length: 24 }, (_, i) => show.play("model2", "crash", 127, 8000 + i * 10));
    const due = notes.at(-1)?.at ?? 0;
    const thrown = await pictureAt(due - 4500);
    show.revoke(notes.map(({ id }) => id));
    const gone = await pictureIn(300);
    const above: Region = { x: 0.3, y: 0.05, width: 0.6, height: 0.45 };
    expect(difference(thrown, gone, above)).toBeGreaterThan(0.4);
    const later = await pictureAt(due + 700);
    expect(brightness(later, PLACES.model2)).toBeLessThan(brightness(gone, PLACES.model2) + 3);
    expect(await onsets()).toBe(0);
    await close();
  });

  describe("while the band plays", () => {
    beforeAll(() => open());
    afterAll(() => close());
    beforeEach(() => {
      show.picture = UNTOUCHED;
    });

    it("draws notes known ahead in the frame nearest to their moment, however fast frames come", async () => {
      // Where frames come faster or slower than a moment ago, it finds its pace again: then it is looked at.
      const missed = async (): Promise<Readonly<Record<string, number>>> => {
        await page.evaluate(() => window.antiphonStage?.reset());
        await page.waitForFunction(() => (window.antiphonStage?.onsets.count ?? 0) > 40);
        const { p50Ms, maxMs } = await instrument("onsets");
        const gaps = await instrument("gapsMs");
        return {
          usual: Math.max(0, p50Ms - gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length),
          worst: Math.max(0, maxMs - 1.5 * Math.max(...gaps) - 20),
        };
      };
      await expect.poll(missed, SLOW_MACHINE).toEqual({ usual: 0, worst: 0 });
      await expect.poll(() => instrument("clockErrorMs"), SLOW_MACHINE).toBeLessThan(50);
      await page.setViewportSize({ width: 1280, height: 720 });
      await moreFrames(20);
      await page.screenshot({ path: "test/pictures/stage.png" });
      await page.setViewportSize({ width: 640, height: 360 });
    });

    it("shows the same picture on every projector", async () => {
      const stages = [await openStage(640, 360, FIXED), await openStage(640, 360, FIXED)];
      const look = (): Promise<Pixels[]> => Promise.all(stages.map((stage) => reader.shoot(stage)));
      // Told a moment ahead, both stop at the same one.
      await standStill(show, stages, { passes: NO_PASSES });
      const [one, two] = (await look()) as [Pixels, Pixels];
      await standStill(show, stages, { passes: NO_PASSES });
      const [later] = (await look()) as [Pixels];
      for (const stage of stages) await stage.close();
      expect(brightness(one)).toBeGreaterThan(3);
      expect(difference(one, two)).toBeLessThan(difference(one, later) / 5);
    });

    it("makes the picture anew when the graphics context is lost", async () => {
      await page.evaluate(() => {
        const context = document.querySelector("canvas")?.getContext("webgl2");
        context?.getExtension("WEBGL_lose_context")?.loseContext();
      });
      await page.waitForFunction(() => window.antiphonStage?.losses === 1 && window.antiphonStage.drawn);
      await isBright();
      expect(await page.locator("canvas").count()).toBe(1);
    });

    it("goes on after a sleep without a burst of old notes", async () => {
      const session = await page.context().newCDPSession(page);
      await page.evaluate(() => window.antiphonStage?.reset());
      await session.send("Page.setWebLifecycleState", { state: "frozen" });
      await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
      await session.send("Page.setWebLifecycleState", { state: "active" });
      await page.waitForFunction(() => window.antiphonStage?.connection === "open");
      await moreFrames(30);
      expect((await instrument("onsets")).maxMs).toBeLessThan(SLEEP_MS / 2);
      await isBright();
    });

    it("bears a projector of one pixel and one of 8K", async () => {
      await page.setViewportSize({ width: 1, height: 1 });
      await moreFrames(3);
      await page.setViewportSize({ width: 7680, height: 4320 });
      await moreFrames(2);
      expect((await instrument("width")) * (await instrument("height"))).toBeLessThanOrEqual(3840 * 2160 * 1.01);
      await page.setViewportSize({ width: 640, height: 360 });
      await moreFrames(2);
      await isBright();
    });

    it("bears ten thousand notes in a second", async () => {
      const voices = ["drummer", "model1", "model2", "video"];
      const drums = ["kick", "snare", "crash", "ride", "open_hat"] as const;
      for (let i = 0; i < 10_000; i++)
        show.play(voices[i % 4] ?? "drummer", drums[i % 5] ?? "kick", 100, 500 + (i % 1000));
      expect(brightness(await pictureIn(1600))).toBeGreaterThan(3);
    });

    it("changes scene, palette and passes as it is cued, through every transition", async () => {
      const doses = {
        trails: 0.7,
        kaleidoscope: 0.5,
        glitch: 0.6,
        "chromatic-shift": 0.8,
        bloom: 0.5,
        grade: 1,
        grain: 1,
      };
      const before = await instrument("reports");
      let seed = 100;
      for (const transition of ["crossfade", "cut", "luma-wipe", "zoom-through", "displacement", "shutter"] as const) {
        show.cue({ scene: "antiphony", seed: seed++, palette: "glacier", transition, passes: doses }, 300);
        // In the midst of it, which takes a second.
        expect(brightness(await pictureIn(800)), transition).toBeGreaterThan(3);
      }
      show.picture = UNTOUCHED;
      expect(await instrument("reports")).toEqual(before);
      await expect.poll(() => instrument("geometries"), SLOW_MACHINE).toBeLessThan(50);
    });

    it("goes on with the first scene when a cue names one that is not there, and says so", async () => {
      const before = (await instrument("reports")).length;
      show.cue({ scene: "nowhere", seed: 5, transition: "cut" }, 200);
      await page.waitForFunction((had) => (window.antiphonStage?.reports.length ?? 0) > had, before);
      expect((await instrument("reports")).at(-1)).toMatch(/The scene "nowhere" failed: There is no scene "nowhere"/);
      await isBright();
      errors = errors.filter((text) => !text.includes("nowhere"));
      show.cue({ scene: "antiphony", transition: "cut" });
    });

    it("fades to black and back, and stands still, when the desk says so", async () => {
      show.picture = { ...UNTOUCHED, blackout: true, light: steadyFade(0) };
      await expect.poll(async () => brightness(await reader.shoot(page)), SLOW_MACHINE).toBeLessThan(2);
      const still = await pictureIn(500);
      expect(brightness(still)).toBeGreaterThan(3);
      await moreFrames(20);
      expect(difference(still, await reader.shoot(page))).toBeLessThan(0.2);
      show.picture = UNTOUCHED;
      await expect.poll(async () => difference(still, await reader.shoot(page)), SLOW_MACHINE).toBeGreaterThan(0.2);
    });

    it("is heard when the sound is switched on, and not before", async () => {
      expect(await instrument("soundLevel")).toBe(Number.NEGATIVE_INFINITY);
      await page.keyboard.press("s");
      await page.waitForFunction(() => window.antiphonStage?.sound === "on");
      await page.waitForFunction(() => (window.antiphonStage?.soundLevel ?? -100) > -40);
      await page.keyboard.press("s");
      await page.waitForFunction(() => window.antiphonStage?.sound === "off");
    });

    it("fills the screen on a key, keeps it awake, hides the cursor, and shows its figures only when asked", async () => {
      await expect.poll(() => instrument("wakeLock"), SLOW_MACHINE).toBe(true);
      let moves = 0;
      const active = async (): Promise<number> => {
        await page.mouse.move(100 + (moves++ % 9), 100);
        return page.locator(".toolbar.active").count();
      };
      await expect.poll(active, SLOW_MACHINE).toBe(1);
      await page.waitForFunction(() => document.documentElement.style.cursor === "none");
      expect(await page.locator(".toolbar.active").count()).toBe(0);
      await page.keyboard.press("f");
      await page.waitForFunction(() => document.fullscreenElement !== null);
      await page.mouse.dblclick(200, 100);
      await page.waitForFunction(() => document.fullscreenElement === null);
      expect(await page.locator(".overlay").isVisible()).toBe(false);
      await page.keyboard.press("i");
      await page.getByText(/fps · \d+ × \d+/).waitFor();
      await page.getByText(/connected · /).waitFor();
    });

    it("comes back by itself when the server does, with everything in place", async () => {
      await show.restart();
      await page.evaluate(() => window.antiphonStage?.reset());
      await page.waitForFunction(() => (window.antiphonStage?.onsets.count ?? 0) > 20);
      expect(await page.title()).toBe("Antiphon stage");
      expect(await instrument("geometries")).toBeLessThan(50);
      errors = errors.filter((text) => !/WebSocket|ERR_CONNECTION|Failed to load resource/.test(text));
    });

    it("weighs at most 700 kB compressed, sound included", async () => {
      const fresh = await browser.newPage();
      const weights: Promise<number>[] = [];
      const weigh = (response: Response): void => {
        if (response.url().startsWith("http")) weights.push(response.body().then((body) => gzipSync(body).length));
      };
      fresh.on("response", weigh);
      await fresh.goto(`${show.url}/stage`);
      await drawn(fresh);
      await fresh.keyboard.press("s");
      await fresh.waitForFunction(() => window.antiphonStage?.sound === "on");
      // What comes as the page is closed has no body any more.
      fresh.off("response", weigh);
      const weight = (await Promise.all(weights)).reduce((sum, one) => sum + one, 0);
      await fresh.close();
      expect(weight).toBeGreaterThan(100_000);
      expect(weight).toBeLessThan(700_000);
    });
  });
});
