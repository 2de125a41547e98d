import { mkdir, writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import type { Remembered } from "../../shared/music/remembered.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { ms } from "../../shared/time/units.ts";
import { FlashLimiter } from "../../visuals/safety/flash-limiter.ts";
import { STAGE_GRID } from "../../visuals/safety/picture-grid.ts";
import { bandScore } from "../helpers/band-score.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { difference, PictureReader, type Pixels } from "../helpers/picture-reader.ts";
import { ROCK, rememberedOf } from "../helpers/remembered-of.ts";
import { START } from "../helpers/scene-room.ts";
import { SceneStudio } from "../helpers/scene-studio.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { standStill } from "../helpers/still-picture.ts";
import type { Change, Shot } from "../studio/main.ts";

const PICTURES = "test/pictures/scenes";
const FRAMES = 120;

describe("the portrait and what is remembered", () => {
  const complaints: string[] = [];
  let studio: SceneStudio;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    studio = await SceneStudio.build();
    browser = await launchChromium();
    page = await studio.open(browser, complaints);
    await mkdir(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    expect(complaints).toEqual([]);
    await browser.close();
    await studio.dispose();
  });

  const shotOf = (changes: Partial<Shot> = {}): Shot => ({
    scene: "portrait",
    seed: 5,
    palette: "ember",
    intensity: 0.6,
    notes: [],
    until: 4300,
    spacing: 25,
    width: 480,
    height: 270,
    ...changes,
  });

  it("differs where what is sure lies: each drum on its string, the bar from left to right", async () => {
    const bare = shotOf();
    const changed = (drum: "kick" | "snare" | "crash", place: number): Promise<Change> => {
      const remembered = [rememberedOf("drummer", START + 1000, { [drum]: { [place]: 1 } })];
      return page.evaluate(([one, other]) => window.studio.difference(one, other), [
        bare,
        { ...bare, remembered },
      ] as const);
    };
    const [first, last] = [await changed("snare", 1), await changed("snare", 14)];
    const [low, high] = [await changed("kick", 7), await changed("crash", 7)];
    for (const { share } of [first, last, low, high]) {
      expect(share).toBeGreaterThan(0.0002);
      // A bead, and nothing else.
      expect(share).toBeLessThan(0.02);
    }
    expect(last.x - first.x).toBeGreaterThan(0.15);
    expect(Math.abs(last.y - first.y)).toBeLessThan(0.02);
    expect(low.y - high.y).toBeGreaterThan(0.3);
    expect(Math.abs(low.x - high.x)).toBeLessThan(0.02);
    const nothing = await page.evaluate(([one, other]) => window.studio.difference(one, other), [
      bare,
      { ...bare, remembered: [rememberedOf("drummer", START + 1000, {}, { steps: 0 })] },
    ] as const);
    expect(nothing.share).toBe(0);
  });

  it("shows more the surer it is, and is written out for people to look at", async () => {
    const notes = bandScore(3, [
      [1.2, 0.2, 0, 0.5],
      [0.4, 1, 0.3, 0.6],
      [0.6, 0.6, 1, 0.6],
    ]);
    const shot = shotOf({ notes, remembered: [rememberedOf("drummer", START + 2000, ROCK)] });
    const unsure = Object.fromEntries(
      Object.entries(ROCK).map(([drum, places]) => [
        drum,
        Object.fromEntries(Object.entries(places).map(([place, sure]) => [place, sure * 0.4])),
      ]),
    );
    const half = { ...shot, remembered: [rememberedOf("drummer", START + 2000, unsure)] };
    const bare = { ...shot, remembered: [] };
    const share = async (other: Shot): Promise<number> =>
      (await page.evaluate(([one, two]) => window.studio.difference(one, two), [bare, other] as const)).share;
    const [little, much] = [await share(half), await share(shot)];
    expect(little).toBeGreaterThan(0);
    expect(much).toBeGreaterThan(2 * little);
    const png = await page.evaluate((one) => window.studio.png(one), { ...shot, width: 960, height: 540 });
    await writeFile(`${PICTURES}/portrait-remembers.png`, Buffer.from(png, "base64"));
  });

  it("is left alone by the flash limiter when everything is sure", async () => {
    const stepsPerBar = 16;
    const sureness = new Array<number>(9 * stepsPerBar).fill(1);
    const remembered = [rememberedOf("drummer", START, {}, { stepsPerBar, sureness })];
    const shot = shotOf({ palette: "noir", spacing: 33, width: 320, height: 180, remembered });
    const film = await page.evaluate(([one, frames]) => window.studio.film(one, frames), [shot, FRAMES] as const);
    const limiter = new FlashLimiter(STAGE_GRID);
    for (const [i, levels] of film.entries()) {
      limiter.limit(
        Float32Array.from(levels, (level) => level / 255),
        ms(i * 33),
      );
      expect(limiter.limiting).toBe(0);
    }
  });

  it("is the same picture on two projectors, one of which heard of it as it came and one from its welcome", async () => {
    let remembered: readonly Remembered[] = [];
    const told = (): Partial<Snapshot> => ({ scene: "portrait", remembered });
    const show = new StageShow({ pages: inject("pages"), seed: 4, silent: true, told });
    await show.open();
    const reader = await PictureReader.open(browser);
    const openStage = async (): Promise<Page> => {
      const stage = await browser.newPage({ viewport: { width: 640, height: 360 } });
      await stage.goto(`${show.url}/stage?size=640x360`);
      await stage.waitForFunction(() => window.antiphonStage?.drawn === true);
      return stage;
    };
    const early = await openStage();
    const now = monotonicTime.now();
    const memories = [rememberedOf("drummer", now - 2000, { kick: { 0: 1 } }), rememberedOf("drummer", now, ROCK)];
    for (const one of memories) show.room.server.tell.remembered([one]);
    const without = await openStage();
    remembered = memories;
    const late = await openStage();
    const stages = [early, late, without];
    // While it passes from the one to the other.
    await standStill(show, stages, { passes: NO_PASSES, at: ms(now + 400) });
    const [one, two, bare] = (await Promise.all(stages.map((stage) => reader.shoot(stage)))) as [
      Pixels,
      Pixels,
      Pixels,
    ];
    for (const stage of stages) await stage.close();
    await reader.close();
    await show.close();
    expect(difference(one, bare)).toBeGreaterThan(0);
    expect(difference(one, two)).toBeLessThan(difference(one, bare) / 5);
  });
});
