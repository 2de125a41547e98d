import { readdir, readFile, stat } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { receivePiece } from "../../server/recordings/receive-piece.ts";
import { Recordings } from "../../server/recordings/recordings.ts";
import { monotonicTime } from "../../server/time/monotonic.ts";
import { type Report, reasonOf } from "../../shared/events/report.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** What the browser's own player makes of a file. */
interface Played {
  readonly width: number;
  readonly height: number;
  /** Where it came by playing, in seconds. */
  readonly reached: number;
  /** Of its sound, the loudest sample; 0 without any. */
  readonly loudest: number;
  /** How much its pictures differ over time. */
  readonly moved: number;
}

describe("a recording of the stage", () => {
  const house = temporaryFolder();
  const reports: Report[] = [];
  let browser: Browser;
  let show: StageShow;
  let recordings: Recordings;
  let stage: Page;
  let desk: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    recordings = new Recordings({
      folder: house.path("recordings"),
      show: "Late Set",
      stages: () => show.room.server.connected.stages,
      ask: (to, order) => show.room.server.connected.record(to, order),
      today: () => new Date(2026, 10, 22, 19, 3, 12),
      time: monotonicTime,
      report: (report) => reports.push(report),
      onListenerError: (error) => {
        throw error;
      },
    });
    show = new StageShow({
      pages: inject("pages"),
      seed: 4,
      told: () => ({ recording: recordings.state }),
      server: {
        piece: (token, index, request) => receivePiece(recordings, token, index, request),
        onDesk: (command) =>
          command.do !== "record"
            ? { ok: true }
            : (command.on ? recordings.start(command.projector) : recordings.stop()).then(
                () => ({ ok: true }),
                (error: unknown) => ({ ok: false, reason: reasonOf(error) }),
              ),
      },
    });
    await show.open();
    recordings.changed.on(() => {
      if (recordings.state !== null) show.room.server.tell.recording(recordings.state);
    });
    desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await desk.goto(`${show.url}/desk`);
  });
  afterAll(async () => {
    await browser.close();
    await recordings.dispose();
    await show.close();
  });

  const button = (name: string) => desk.getByRole("region", { name: "Recording" }).getByRole("button", { name });

  it("says what is missing when there is no stage", async () => {
    await button("Record").click();
    await desk.locator(".toast", { hasText: "open /stage" }).waitFor();
  });

  it("becomes a file with moving pictures of the stage's size and the band's sound, though the speakers are off", async () => {
    stage = await browser.newPage({ viewport: { width: 484, height: 270 } });
    await stage.goto(`${show.url}/stage`);
    await stage.waitForFunction(() => window.antiphonStage?.drawn === true);
    await button("Record").click();
    await button("End").waitFor();
    expect(await stage.evaluate(() => window.antiphonStage?.sound)).toBe("off");
    await expect.poll(() => recordings.state?.bytes, { timeout: 20_000 }).toBeGreaterThan(0);
    const [growing] = await readdir(house.path("recordings"));
    expect(growing).toMatch(/^2026-11-22_19-03-12_Late-Set\.(mp4|webm)\.part$/);
    // The graphics are lost meanwhile, and made anew: the recording goes on.
    await stage.evaluate(() =>
      document.querySelector("canvas")?.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext(),
    );
    await stage.waitForFunction(() => window.antiphonStage?.losses === 1 && window.antiphonStage.drawn);
    await stage.waitForTimeout(2500);
    await button("End").click();
    await button("Record").waitFor({ timeout: 20_000 });
    const [file = ""] = await readdir(house.path("recordings"));
    expect(file).toBe(growing?.replace(/\.part$/, ""));
    expect((await stat(house.path(`recordings/${file}`))).size).toBe(recordings.state?.bytes);
    await desk.getByRole("region", { name: "Recording" }).getByText(`recordings/${file}`).waitFor();
    expect(reports.map(({ level, text }) => [level, text])).toEqual([["info", `Recorded: recordings/${file}.`]]);

    const played = await play(file);
    expect(played).toMatchObject({ width: 484, height: 270 });
    expect(played.reached).toBeGreaterThan(2.5);
    expect(played.loudest).toBeGreaterThan(0.05);
    expect(played.moved).toBeGreaterThan(2);
  });

  it("leaves what there is when its stage goes", async () => {
    await button("Record").click();
    await expect
      .poll(() => recordings.state?.until === null && recordings.state.bytes, { timeout: 20_000 })
      .toBeGreaterThan(100_000);
    await stage.close();
    await button("End").click();
    await button("Record").waitFor({ timeout: 20_000 });
    expect(reports.at(-1)?.text).toContain("did not hand over the rest");
    expect((await readdir(house.path("recordings"))).length).toBe(2);
    expect((await play((await readdir(house.path("recordings"))).toSorted()[0] ?? "")).width).toBe(484);
  });

  /** Has the browser play it. */
  const play = async (file: string): Promise<Played> => {
    const page = await browser.newPage();
    await page.goto(`${show.url}/health`);
    const bytes = (await readFile(house.path(`recordings/${file}`))).toString("base64");
    const played = await page.evaluate(
      async ([base64, type]) => {
        const blob = await (await fetch(`data:${type};base64,${base64}`)).blob();
        const video = document.createElement("video");
        video.src = URL.createObjectURL(blob);
        video.muted = true;
        const context = new OffscreenCanvas(48, 27).getContext("2d", { willReadFrequently: true });
        const look = (): Uint8ClampedArray => {
          context?.drawImage(video, 0, 0, 48, 27);
          return context?.getImageData(0, 0, 48, 27).data ?? new Uint8ClampedArray();
        };
        let before: Uint8ClampedArray | null = null;
        let moved = 0;
        video.ontimeupdate = () => {
          const now = look();
          const was = before;
          if (was !== null)
            moved += now.reduce((sum, value, i) => sum + Math.abs(value - (was[i] ?? 0)), 0) / now.length;
          before = now;
        };
        video.playbackRate = 4;
        await video.play();
        await new Promise((resolve) => {
          video.onended = resolve;
        });
        const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await blob.arrayBuffer());
        const loudest = sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        return { width: video.videoWidth, height: video.videoHeight, reached: video.currentTime, loudest, moved };
      },
      [bytes, file.endsWith("mp4") ? "video/mp4" : "video/webm"] as const,
    );
    await page.close();
    return played;
  };
});
