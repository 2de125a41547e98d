import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { TakeFiles } from "../../server/takes/export/serve-file.ts";
import { writeTake } from "../../server/takes/import/write-take.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { FilmJobState } from "../../shared/protocol/film-job.ts";
import type { ReplayState } from "../../shared/protocol/replay.ts";
import { takePageAddress } from "../../shared/protocol/take-files.ts";
import type { TakeSummary } from "../../shared/protocol/take-summary.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { eveningTake } from "../helpers/evening-take.ts";
import { snapshot } from "../helpers/snapshot.ts";
import { openStageRoom, type StageRoom } from "../helpers/stage-room.ts";
import { summedTake } from "../helpers/summed-take.ts";
import { aTake } from "../helpers/take-entry.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const PICTURES = "test/pictures/take";
const ONE = "monday";
const OTHER = "tuesday";
const SECONDS = 60;
const OTHER_SECONDS = 90;
const FILM: FilmJobState = {
  take: OTHER,
  file: "film.mp4",
  since: 0,
  until: null,
  done: 0.4,
  secondsLeft: 90,
  ended: null,
  fault: null,
};

describe("the page of a take", () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let room: StageRoom;
  let page: Page;
  let orders: DeskCommand[];
  let replay: ReplayState | null = null;
  let film: FilmJobState | null = null;
  const complaints: string[] = [];

  const setReplay = (news: ReplayState | null): void => {
    replay = news;
    room.server.tell.replay(news);
  };
  /** As the house would, but for the music. */
  const carryOut = (order: DeskCommand): { readonly ok: true } => {
    orders.push(order);
    const at = monotonicTime.now();
    const secondsOf = (place: unknown): number => Number(String(place).replace("s", ""));
    if (order.do === "replay")
      setReplay({
        take: order.take,
        manner: order.manner ?? "as-it-was",
        seconds: secondsOf(order.from ?? "0s"),
        at,
        speed: 1,
        paused: false,
        length: SECONDS,
        loop: null,
      });
    else if (order.do === "replay-seek" && replay !== null) setReplay({ ...replay, seconds: secondsOf(order.to), at });
    else if (order.do === "replay-loop" && replay !== null)
      setReplay({
        ...replay,
        at,
        ...(order.from === undefined
          ? { loop: null }
          : {
              seconds: secondsOf(order.from),
              loop: {
                from: secondsOf(order.from),
                to: secondsOf(order.to),
                ...(order.changes === undefined ? {} : { changed: false }),
              },
            }),
      });
    else if (order.do === "replay-speed" && replay !== null) setReplay({ ...replay, at, speed: order.speed });
    else if (order.do === "replay-pause" && replay !== null) setReplay({ ...replay, at, paused: order.on });
    else if (order.do === "replay-stop") setReplay(null);
    return { ok: true };
  };

  beforeAll(async () => {
    browser = await launchChromium();
    await mkdir(PICTURES, { recursive: true });
    const takes = [
      { name: ONE, seed: 3, seconds: SECONDS },
      { name: OTHER, seed: 4, seconds: OTHER_SECONDS },
    ];
    const summaries = new Map<string, TakeSummary>();
    for (const { name, seed, seconds } of takes) {
      const take = eveningTake(seed, seconds);
      await writeTake(folder.path(name), take.header, take.records);
      summaries.set(name, await summedTake(take, name));
    }
    const files = new TakeFiles((name) => (name === ONE || name === OTHER ? folder.path(name) : null));
    room = await openStageRoom({
      pages: inject("pages"),
      // Every page asks for the summary; that a process makes it is tested elsewhere, as with the other files here.
      takeFile: async (name, kind, request) =>
        kind === "summary" ? Response.json(summaries.get(name)) : files.serve(name, kind, request),
      snapshot: () => ({
        ...snapshot({ now: monotonicTime.now() }),
        takes: { folder: "takes", takes: takes.map(({ name, seconds }) => aTake({ name, seconds })), deleted: [] },
        replay,
        log: { take: null, keptSince: 0, stopped: null, bytes: 1e6, free: null, marks: [] },
        film,
      }),
      onDesk: carryOut,
    });
  });
  afterAll(async () => {
    await browser.close();
    await room.close();
  });
  afterEach(async () => {
    await page.close();
    setReplay(null);
    film = null;
    expect(complaints).toEqual([]);
  });

  const openPage = async (address: string, width = 1280, height = 800): Promise<void> => {
    orders = [];
    page = await browser.newPage({ viewport: { width, height } });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${room.url}${address}`);
  };
  const open = async (...where: Parameters<typeof openPage>): Promise<void> => {
    await openPage(...where);
    await page.locator(".plots").last().waitFor();
  };
  /** Drags over a part of its plots. */
  const choose = async (from: number, to: number): Promise<void> => {
    const [begin, end] = [await at(from), await at(to)];
    await page.mouse.move(begin.x, begin.y);
    await page.mouse.down();
    await page.mouse.move(end.x, end.y, { steps: 4 });
    await page.mouse.up();
  };
  const surface = (take = ONE) => page.locator(`[data-surface="${take}"]`);
  /** Somewhere over its plots: 0 is the left end, 1 the right. */
  const at = async (place: number, take = ONE): Promise<{ x: number; y: number }> => {
    const box = await surface(take).boundingBox();
    if (box === null) throw new Error("the take has no plots");
    return { x: box.x + box.width * place, y: box.y + 120 };
  };

  it("is heard from where it is clicked, and goes on from there when it plays", async () => {
    await open(takePageAddress(ONE));
    const middle = await at(0.5);
    await page.mouse.click(middle.x, middle.y);
    await expect.poll(() => orders.length).toBe(1);
    expect(orders[0]).toMatchObject({ do: "replay", take: ONE, manner: "as-it-was" });
    expect(Number.parseFloat(String((orders[0] as { from: string }).from))).toBeCloseTo(SECONDS / 2, 0);
    const line = page.locator(`[data-line="${ONE}"]`);
    await line.waitFor();
    const before = Number.parseFloat(await line.evaluate((element) => element.style.left));
    await expect
      .poll(async () => Number.parseFloat(await line.evaluate((element) => element.style.left)))
      .toBeGreaterThan(before);
    expect(before).toBeGreaterThanOrEqual(49);
    const quarter = await at(0.25);
    await page.mouse.click(quarter.x, quarter.y);
    await expect.poll(() => orders.at(-1)).toMatchObject({ do: "replay-seek" });
    await page.keyboard.press(" ");
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-pause", on: true });
    await page.getByRole("button", { name: "Go on" }).click();
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-pause", on: false });
    await page.getByRole("button", { name: "End" }).click();
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-stop" });
    await line.waitFor({ state: "hidden" });
  });

  it("loops the bars that are dragged over, at half speed", async () => {
    await open(takePageAddress(ONE));
    await choose(0.3, 0.36);
    expect(orders).toEqual([]);
    const words = await page.locator(".practice .loop b").textContent();
    expect(words).toMatch(/^bars \d+–\d+$/);
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "Loop" }).click();
    await expect.poll(() => orders.map((order) => order.do)).toEqual(["replay", "replay-speed", "replay-loop"]);
    expect(orders[1]).toEqual({ do: "replay-speed", speed: 0.5 });
    const { from: begin, to: end } = orders[2] as { from: string; to: string };
    // Whole bars of two seconds, with what was dragged over inside.
    const [first, last] = [Number.parseFloat(begin), Number.parseFloat(end)];
    expect(first).toBeLessThanOrEqual(0.3 * SECONDS);
    expect(last).toBeGreaterThanOrEqual(0.36 * SECONDS - 0.5);
    await page.locator(".looped").waitFor();
    await page.getByLabel("Count in").selectOption("count in 2 bars");
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-loop", from: begin, to: end, countInBars: 2 });
    await page.getByRole("button", { name: "Loop", pressed: true }).click();
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-loop" });
  });

  it("has its drummer answered twice, as the band is set and otherwise", async () => {
    await open(takePageAddress(ONE));
    await choose(0.5, 0.55);
    await page.getByRole("button", { name: "Two answers" }).click();
    await page.getByLabel("Whose answer").selectOption("model2");
    await page.getByLabel("What is otherwise").selectOption("memory");
    await page.getByLabel("Its value").fill("0.25");
    const both = page.getByRole("button", { name: "Hear both" });
    await both.click();
    await page.getByRole("status").getByText("as it is set").waitFor();
    expect(orders).toMatchObject([
      { do: "replay", take: ONE, manner: "drummer" },
      { do: "replay-loop", changes: [{ voice: "model2", set: { memory: 0.25 } }] },
    ]);
    if (replay?.loop != null) setReplay({ ...replay, loop: { ...replay.loop, changed: true } });
    await page.getByRole("status").getByText("the other answer").waitFor();
    await both.click();
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-loop" });
  });

  it("is filmed, the bars that are chosen only", async () => {
    await open(takePageAddress(ONE));
    await choose(0.5, 0.55);
    const list = page.getByLabel(`Make a film of ${ONE}`);
    await list.selectOption("1280 × 720, 30 fps");
    await expect.poll(() => orders).toMatchObject([{ do: "film", take: ONE, width: 1280, height: 720, fps: 30 }]);
    const { from, to } = orders[0] as { from: number; to: number };
    expect(from).toBeLessThanOrEqual(SECONDS / 2);
    expect(to).toBeGreaterThanOrEqual(0.55 * SECONDS - 0.5);
    expect(to).toBeLessThan(SECONDS);
    film = { ...FILM, take: ONE };
    room.server.tell.film(film);
    await page.locator(".film").getByText("40 %, 1:30 left").waitFor();
    expect(await list.isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => orders.at(-1)).toEqual({ do: "film-stop" });
  });

  it("is downloaded as what other programs read, and compared in figures", async () => {
    await open(takePageAddress(ONE, OTHER));
    const coming = page.waitForEvent("download");
    await page.getByLabel(`Export ${ONE}`).selectOption("midi");
    const got = await coming;
    expect(got.suggestedFilename()).toBe(`${ONE}.mid`);
    const rows = await page.locator(".figures-of tbody tr").allTextContents();
    expect(rows.map((row) => row.trim().split(/\s{2,}/)[0])).toContain("drummer: density");
    expect(await page.locator(".figures-of thead th").allTextContents()).toEqual(["", ONE, OTHER, "Difference"]);
    await page.getByLabel("Compare with").selectOption("");
    await page.locator(".plots").nth(1).waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("with")).toBeNull();
    // It has the whole width again.
    const lastBar = page.locator(".axis .plot span").last();
    const left = () => lastBar.evaluate((element) => Number.parseFloat((element as HTMLElement).style.left));
    await expect.poll(left).toBeGreaterThan(80);
  });

  it("is opened, played, sought in and exported from the desk", async () => {
    film = FILM;
    await openPage("/desk");
    const takes = page.locator(".takes");
    await takes.getByLabel(`Play ${ONE}`).click();
    await expect.poll(() => orders).toEqual([{ do: "replay", take: ONE, manner: "as-it-was" }]);
    const played = takes.getByRole("group", { name: "The take that is played" });
    await played.waitFor();
    await expect.poll(() => played.locator("[data-replay-position]").textContent()).toMatch(/^0:0[1-9]$/);
    await played.getByLabel("Place in the take").fill("30");
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-seek", to: "30s" });
    await expect.poll(() => played.locator("[data-replay-position]").textContent()).toMatch(/^0:3/);
    await played.getByLabel("Speed of the take").selectOption("0.5");
    await expect.poll(() => orders.at(-1)).toEqual({ do: "replay-speed", speed: 0.5 });
    const coming = page.waitForEvent("download");
    await takes.getByLabel(`Export ${OTHER}`).selectOption("csv");
    expect((await coming).suggestedFilename()).toBe(`${OTHER}.csv`);
    expect(await takes.locator(".film").textContent()).toContain("40 %, 1:30 left");
    await takes.screenshot({ path: `${PICTURES}/desk.png` });
    await takes.getByRole("link", { name: "Open" }).first().click();
    await page.waitForURL(/\/take\?name=monday/);
    await page.locator(".plots").waitFor();
  });

  it("fits a projector, a tablet and a phone", async () => {
    await open(takePageAddress(ONE), 1920, 1080);
    for (const [width, height] of [
      [1920, 1080],
      [1024, 768],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      orders = [];
      await choose(0.2, 0.4);
      const there = await at(0.3);
      await page.mouse.click(there.x, there.y);
      await expect.poll(() => orders.length).toBe(1);
      await page.screenshot({ path: `${PICTURES}/${width}.png`, fullPage: true });
      // Nothing is wider than the page.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});
