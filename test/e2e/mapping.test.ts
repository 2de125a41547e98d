import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import type { ProjectorSetup } from "../../shared/controls/projectors.ts";
import { mapped, squareTo } from "../../shared/mapping/homography.ts";
import { LARGEST_DELAY_MS, PLAIN_PROJECTOR } from "../../shared/mapping/plain-projector.ts";
import { type Corners, SQUARE } from "../../shared/mapping/point.ts";
import { NO_BLEND } from "../../shared/mapping/soft-edge.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { outOfStep } from "../helpers/in-step.ts";
import { brightness, difference, PictureReader, type Pixels } from "../helpers/picture-reader.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { standStill, UNTOUCHED } from "../helpers/still-picture.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const WIDTH = 480;
const HEIGHT = 270;
/** How long the bar that moves over a test pattern takes. */
const SWEEP_MS = 4000;
/** A busy machine is slow, not wrong. */
const SLOW_MACHINE = { timeout: 60_000 };
/** Lines of the grid on a picture of 16 by 9. */
const GRID = { columns: 14, rows: 8 };

describe("projectors", () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let reader: PictureReader;
  let show: StageShow;
  let pages: Page[];
  let errors: string[];
  let count = 0;
  /** The last moment at which the pages were made to stand. */
  let stoodAt: Ms;

  beforeAll(async () => {
    browser = await launchChromium();
    reader = await PictureReader.open(browser);
    await mkdir("test/pictures/mapping", { recursive: true });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    errors = [];
    stoodAt = ms(SWEEP_MS * Math.floor(monotonicTime.now() / SWEEP_MS));
    pages = [];
    show = new StageShow({ pages: inject("pages"), seed: 4, projectorFile: folder.path(`${count++}.json`) });
    await show.open();
  });
  afterEach(async () => {
    for (const page of pages) await page.close();
    await show.close();
    expect(errors).toEqual([]);
  });

  /** One that is `fixed` draws every pixel; others as finely as they find time to. */
  const openProjector = async (
    output: string,
    width = WIDTH,
    height = HEIGHT,
    fixed: "fixed" | "" = "",
  ): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height } });
    pages.push(page);
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`${show.url}/stage?output=${output}${fixed && `&size=${width}x${height}`}`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    return page;
  };
  const project = (projector: string, set: Partial<ProjectorSetup>): void =>
    show.project({ do: "projector", projector, set });
  const setupOf = (name: string): ProjectorSetup =>
    show.projectors?.projectors.find((projector) => projector.name === name)?.setup ?? PLAIN_PROJECTOR;
  /**
   * Waits until the pages show everything they were told, standing still at a moment at which the bar
   * that moves over test patterns is at their border: an earlier one each time, so that it can be waited for.
   */
  const settle = (...settled: readonly Page[]): Promise<Ms> => {
    stoodAt = ms(stoodAt - SWEEP_MS);
    return standStill(show, settled, { at: stoodAt });
  };
  const look = async (page: Page, name?: string, across?: number): Promise<Pixels> => {
    if (name !== undefined) await page.screenshot({ path: `test/pictures/mapping/${name}.png` });
    const { width = WIDTH, height = HEIGHT } = page.viewportSize() ?? {};
    const share = (across ?? width) / width;
    return reader.shoot(page, width * share, height * share);
  };
  const shoot = async (page: Page, name?: string): Promise<Pixels> => {
    await settle(page);
    return look(page, name);
  };

  const level = ({ data, width }: Pixels, x: number, y: number): number =>
    Math.max(...[0, 1, 2].map((c) => data[(y * width + x) * 4 + c] ?? 0));
  /** What a screen of sRGB makes of a level, 0 to 1. */
  const light = (value: number): number =>
    value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  it("fill the quadrilateral their corners are pinned to, and put every point where the homography says", async () => {
    const corners: Corners = [
      [0.1, 0.05],
      [0.95, 0.15],
      [0.85, 0.9],
      [0.05, 0.8],
    ];
    const page = await openProjector("left");
    project("left", { corners, pattern: "white" });
    const white = await shoot(page);
    const sides = corners.map((from, i) => [from, corners[(i + 1) % 4]!] as const);
    /** Pixels from the nearest side, above 0 inside. */
    const depth = (x: number, y: number): number =>
      Math.min(
        ...sides.map(([[ax, ay], [bx, by]]) => {
          const [dx, dy] = [(bx - ax) * WIDTH, (by - ay) * HEIGHT];
          return (dx * (y - ay * HEIGHT) - dy * (x - ax * WIDTH)) / Math.hypot(dx, dy);
        }),
      );
    let wrong = 0;
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const deep = depth(x + 0.5, y + 0.5);
        const seen = level(white, x, y);
        if ((deep > 1.5 && seen < 250) || (deep < -1 && seen > 0)) wrong++;
      }
    expect(wrong).toBe(0);

    project("left", { pattern: "grid" });
    const grid = await shoot(page, "pinned");
    const pin = squareTo(corners);
    let farthest = 0;
    for (let column = 1; column < GRID.columns; column++)
      for (let row = 0; row < GRID.rows; row++) {
        const share = column / GRID.columns;
        const y = Math.floor(mapped(pin, [share, (row + 0.2) / GRID.rows])[1] * HEIGHT);
        // Where the image of the line crosses the middle of that row of pixels.
        const [[fromX, fromY], [toX, toY]] = [mapped(pin, [share, 0]), mapped(pin, [share, 1])];
        const x = (fromX + ((toX - fromX) * ((y + 0.5) / HEIGHT - fromY)) / (toY - fromY)) * WIDTH;
        let sum = 0;
        let weight = 0;
        for (let at = Math.round(x) - 6; at <= Math.round(x) + 6; at++) {
          sum += level(grid, at, y) * (at + 0.5);
          weight += level(grid, at, y);
        }
        expect(weight, `column ${column}, row ${row}`).toBeGreaterThan(40);
        farthest = Math.max(farthest, Math.abs(sum / weight - x));
      }
    expect(farthest).toBeLessThan(1);
  });

  it("that overlap make the light of one together, for whatever gamma they have", async () => {
    const [left, right] = [await openProjector("left"), await openProjector("right")];
    const part = { y: 0, width: 0.625, height: 1 };
    const overlap = 0.4;
    for (const gamma of [2.2, 1.8]) {
      project("left", { crop: { ...part, x: 0 }, blend: { ...NO_BLEND, right: overlap }, pattern: "white", gamma });
      project("right", { crop: { ...part, x: 0.375 }, blend: { ...NO_BLEND, left: overlap }, pattern: "white", gamma });
      await settle(left, right);
      const [a, b] = [await look(left), await look(right)];
      // What no power makes of sRGB's dark end is up to four hundredths.
      const wrong = gamma === 2.2 ? 0.03 : 0.05;
      const shines = (seen: number): number => (gamma === 2.2 ? light(seen) : (seen / 255) ** gamma);
      const sums = Array.from(
        { length: overlap * WIDTH },
        (_, x) => shines(level(a, (1 - overlap) * WIDTH + x, 90)) + shines(level(b, x, 90)),
      );
      expect(Math.min(...sums), `gamma ${gamma}`).toBeGreaterThan(1 - wrong);
      expect(Math.max(...sums), `gamma ${gamma}`).toBeLessThan(1 + wrong);
      expect(level(a, WIDTH - 1, 90)).toBeLessThan(12);
    }
  });

  it("show parts of the same picture at the same moment, whenever they were switched on", async () => {
    for (const [name, x] of [
      ["left", 0],
      ["right", 0.5],
    ] as const)
      project(name, { crop: { x, y: 0, width: 0.5, height: 1 } });
    const [whole, left] = [
      await openProjector("whole", 640, 180, "fixed"),
      await openProjector("left", 320, 180, "fixed"),
    ];
    const right = await openProjector("right", 320, 180, "fixed");
    const all = [whole, left, right];

    // Each shows what it says, within its own frames and its clock's error, once it has found its pace; and would be seen if it did not.
    for (const page of all) await expect.poll(() => outOfStep(page), SLOW_MACHINE).toBe(0);
    project("right", { delay: LARGEST_DELAY_MS });
    await expect.poll(() => outOfStep(right), SLOW_MACHINE).toBeGreaterThan(0);
    project("right", { delay: 0 });
    await expect.poll(() => outOfStep(right), SLOW_MACHINE).toBe(0);

    // Small pictures: where a crop's pixels lie is no matter.
    const stand = async (name: string): Promise<{ one: Pixels; parts: Pixels }> => {
      await standStill(show, all);
      const [one, a, b] = [
        await look(whole, `whole-${name}`, 96),
        await look(left, `left-${name}`, 48),
        await look(right, `right-${name}`, 48),
      ];
      const row = 48 * 4;
      const rows = Array.from({ length: 27 }, (_, y) =>
        [a, b].map((part) => part.data.subarray(y * row, (y + 1) * row)),
      );
      return { one, parts: { ...one, data: Buffer.concat(rows.flat()) } };
    };
    const [now, then] = [await stand("now"), await stand("then")];
    const apart = difference(now.one, then.one);
    expect(difference(now.one, now.parts)).toBeLessThan(apart / 5);
    expect(difference(then.one, then.parts)).toBeLessThan(apart / 5);
  });

  it("are dragged into shape with mouse and keys where they are seen, and keep it when the server is started anew", async () => {
    const page = await openProjector("left", 640, 360);
    await page.keyboard.press("m");
    await page.mouse.move(4, 4);
    await page.mouse.down();
    await page.mouse.move(40, 20);
    await page.mouse.move(68, 40);
    await page.mouse.up();
    await page.keyboard.press("Tab");
    for (const key of ["Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"])
      await page.keyboard.press(key);
    await page.keyboard.press("t");
    await settle(page);
    await page.screenshot({ path: "test/pictures/mapping/edit.png" });
    const wanted: Corners = [[64 / 640, 36 / 360], [1 - 20 / 640, 2 / 360], SQUARE[2], SQUARE[3]];
    const near = (corners: Corners): number =>
      Math.max(...corners.flatMap(([x, y], i) => [Math.abs(x - wanted[i]![0]), Math.abs(y - wanted[i]![1])]));
    await expect.poll(() => near(setupOf("left").corners)).toBeLessThan(1e-9);

    // Where the picture would cross, a corner does not go, and one is told.
    await page.mouse.move(64, 36);
    await page.mouse.down();
    await page.mouse.move(600, 350);
    expect(await page.locator(".mapping .notice").textContent()).toContain("without crossing");
    await page.mouse.up();
    await page.keyboard.press("u");
    expect(await page.locator("[data-point='0']").getAttribute("transform")).toBe("translate(64.0 36.0)");
    await page.keyboard.press("m");

    // The desk lists it, and changes it while it is looked at.
    const desk = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    pages.push(desk);
    await desk.goto(`${show.url}/desk`);
    await desk.locator("[data-projector=left] summary.there").click();
    await desk.getByLabel("light of left").fill("0.4");
    await desk.getByRole("button", { name: "Identify" }).click();
    await page.locator(".name-plate").waitFor({ state: "visible" });
    await expect.poll(() => setupOf("left").brightness).toBe(0.4);
    await desk.locator(".projectors").screenshot({ path: "test/pictures/mapping/desk.png" });
    await desk.close();
    pages.pop();

    await show.restart();
    // By the server's word: the page may not have noticed yet that the one it knew is gone.
    await expect.poll(() => show.room.server.connected.stages.length, SLOW_MACHINE).toBe(1);
    await page.waitForFunction(() => window.antiphonStage?.connection === "open");
    expect(near(setupOf("left").corners)).toBeLessThan(1e-9);
    project("left", { pattern: "white", brightness: 1 });
    await page.locator(".name-plate").waitFor({ state: "hidden" });
    const seen = await shoot(page);
    expect([level(seen, 30, 20), level(seen, 320, 180)]).toEqual([0, expect.closeTo(255, -1)]);
    errors = [];
  });

  it("are masked, dimmed, mirrored and turned, and bear a screen of one pixel and one of 8K", async () => {
    const page = await openProjector("left");
    const points = [
      [0.25, 0.25],
      [0.5, 0.25],
      [0.5, 0.75],
      [0.25, 0.75],
    ] as const;
    project("left", { pattern: "white", brightness: 0.5, masks: [{ keep: false, feather: 0.01, points }] });
    const dim = await shoot(page);
    expect(level(dim, 180, 135)).toBe(0);
    expect(light(level(dim, 360, 135))).toBeCloseTo(0.5, 1);

    project("left", { ...PLAIN_PROJECTOR, pattern: "chart" });
    const chart = await shoot(page, "chart");
    project("left", { mirror: true, turn: 180 });
    const turned = await shoot(page);
    const upsideDown: Pixels = {
      ...turned,
      data: Buffer.concat(
        Array.from({ length: HEIGHT }, (_, row) =>
          turned.data.subarray((HEIGHT - 1 - row) * WIDTH * 4, (HEIGHT - row) * WIDTH * 4),
        ),
      ),
    };
    expect(difference(chart, upsideDown)).toBeLessThan(3);
    expect(difference(chart, turned)).toBeGreaterThan(10);

    project("left", { crop: { x: 0.99, y: 0.99, width: 0.01, height: 0.01 }, turn: 90 });
    for (const [width, height] of [
      [1, 1],
      [7680, 4320],
      [WIDTH, HEIGHT],
    ] as const) {
      await page.setViewportSize({ width, height });
      await settle(page);
      const [w, h] = await page.evaluate(() => [window.antiphonStage?.width ?? 0, window.antiphonStage?.height ?? 0]);
      expect(w * h).toBeLessThanOrEqual(3840 * 2160 * 1.01);
    }
    project("left", PLAIN_PROJECTOR);
    show.picture = UNTOUCHED;
    await expect.poll(async () => brightness(await look(page)), SLOW_MACHINE).toBeGreaterThan(3);
  });
});
