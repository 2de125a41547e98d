import { readdir, readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { receivePiece } from "../../server/picture/recordings/receive-piece.ts";
import { Recordings } from "../../server/picture/recordings/recordings.ts";
import { type Report, reasonOf } from "../../shared/events/report.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { hasFfmpeg, heardAfterSeen } from "../helpers/sound-and-picture.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** What the browser's own player makes of a file. */
interface Played {
  readonly width: number;
  readonly height: number;
  /** As it says before it is played, in seconds, and where one comes who goes to its middle. */
  readonly length: number;
  readonly sought: number;
  /** Where it came by playing, in seconds. */
  readonly reached: number;
  /** Of its sound, the loudest sample; 0 without any. */
  readonly loudest: number;
  /** How much its pictures differ over time. */
  readonly moved: number;
}

/** A scene with a lamp in the middle that comes on with each snare of model1. */
const LAMP = `
import { Mesh, MeshBasicNodeMaterial, OrthographicCamera, PlaneGeometry } from "three/webgpu";
export const scene = {
  depth: false,
  init({ voices }) {
    const lamp = new Mesh(new PlaneGeometry(0.5, 0.5), new MeshBasicNodeMaterial());
    const { drums } = voices.find(({ name }) => name === "model1");
    return {
      world: lamp,
      camera: new OrthographicCamera(-1, 1, 1, -1, -1, 1),
      hit() {},
      update({ at }) { lamp.material.color.setScalar(at - drums[1].at < 400 ? 1 : 0); },
      dispose() {},
    };
  },
};
`;
const HITS = 5;
const APART_MS = 1300;
/** The page believes in a sound card that is heard so late that anybody would notice. */
const SLOW_SOUND = `
  const { getOutputTimestamp } = AudioContext.prototype;
  AudioContext.prototype.getOutputTimestamp = function () {
    const { contextTime, performanceTime } = getOutputTimestamp.call(this);
    return { contextTime: contextTime - 0.4, performanceTime };
  };
`;
/** A busy machine is slow, not wrong. */
const SLOW_MACHINE = { timeout: 60_000 };
/** Where a machine is busy pictures are few; without being put together they are 0.4 apart. */
const TOGETHER_SECONDS = 0.15;

describe("a recording of the stage", () => {
  const house = temporaryFolder();
  const reports: Report[] = [];
  let browser: Browser;
  let show: StageShow;
  let recordings: Recordings;
  let stage: Page;
  let desk: Page;
  let file = "";
  /** Hits the page itself says it did not play: it may stumble where a machine is busy. */
  let unheard = 0;
  let isLampThere = false;

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
      silent: true,
      told: () => ({
        recording: recordings.state,
        ownScenes: [
          { name: "lamp", kind: "module", file: "lamp.js", version: "1", fault: null, about: null, thumbnail: null },
        ],
      }),
      server: {
        sceneFile: () => LAMP,
        onScene: () => {
          isLampThere = true;
        },
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
      show.tellControls();
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

  const hits = async (): Promise<void> => {
    for (let i = 0; i < HITS; i++) {
      show.play("model1", "snare", 120, 1000);
      await stage.waitForTimeout(APART_MS);
    }
  };

  it("becomes a file with moving pictures of the stage's size and the band's sound, though the speakers are off", async () => {
    stage = await browser.newPage({ viewport: { width: 484, height: 270 } });
    await stage.addInitScript(SLOW_SOUND);
    await stage.goto(`${show.url}/stage`);
    await stage.waitForFunction(() => window.antiphonStage?.drawn === true);
    await expect.poll(() => isLampThere, SLOW_MACHINE).toBe(true);
    show.cue({ scene: "lamp", transition: "cut", passes: NO_PASSES });
    await stage.waitForFunction(() => window.antiphonStage?.scene === "lamp");
    await button("Record").click();
    await button("End").waitFor();
    expect(await stage.evaluate(() => window.antiphonStage?.sound)).toBe("off");
    await expect.poll(() => recordings.state?.bytes, SLOW_MACHINE).toBeGreaterThan(0);
    const [growing] = await readdir(house.path("recordings"));
    expect(growing).toMatch(/^2026-11-22_19-03-12_Late-Set\.(mp4|webm)\.part$/);
    await hits();
    // The graphics are lost meanwhile, and made anew: the recording goes on.
    await stage.evaluate(() =>
      document.querySelector("canvas")?.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext(),
    );
    await stage.waitForFunction(() => window.antiphonStage?.losses === 1 && window.antiphonStage.drawn);
    await hits();
    unheard = await stage.evaluate(() => window.antiphonStage?.soundDropped ?? 0);
    await button("End").click();
    await button("Record").waitFor(SLOW_MACHINE);
    file = growing?.replace(/\.part$/, "") ?? "";
    const finished = [["info", `Recorded: recordings/${file}.`]];
    await expect.poll(() => reports.map(({ level, text }) => [level, text]), SLOW_MACHINE).toEqual(finished);
    await desk.getByRole("region", { name: "Recording" }).getByText(`recordings/${file}`, { exact: true }).waitFor();
    expect(await readdir(house.path("recordings"))).toEqual([file]);

    const played = await play(file);
    expect(played).toMatchObject({ width: 484, height: 270 });
    expect(played.reached).toBeGreaterThan((2 * HITS * APART_MS) / 1000 - 1);
    expect(played.length).toBeCloseTo(played.reached, 0);
    expect(played.sought).toBeGreaterThan(1);
    expect(played.loudest).toBeGreaterThan(0.05);
    expect(played.moved).toBeGreaterThan(2);
  });

  it.skipIf(!hasFfmpeg)("has sound and picture together, at its beginning and at its end (skipped: no ffmpeg)", () => {
    const late = heardAfterSeen(house.path(`recordings/${file}`));
    expect(late.length).toBe(2 * HITS - unheard);
    const half = late.length >> 1;
    expect(half).toBeGreaterThan(HITS >> 1);
    for (const part of [late.slice(0, half), late.slice(-half)]) {
      const [middle = 1] = part.toSorted((a, b) => a - b).slice(half >> 1);
      expect(Math.abs(middle), `heard after seen: ${late}`).toBeLessThan(TOGETHER_SECONDS);
    }
  });

  it("leaves what there is when its stage goes", async () => {
    await button("Record").click();
    const lasting = (): number => {
      // Silence and darkness are next to nothing to record.
      show.play("model1", "snare", 120, 500);
      return recordings.state?.until === null ? recordings.state.bytes : 0;
    };
    await expect.poll(lasting, SLOW_MACHINE).toBeGreaterThan(20_000);
    await stage.close();
    await button("End").click();
    await button("Record").waitFor(SLOW_MACHINE);
    await expect.poll(() => reports.at(-1)?.text, SLOW_MACHINE).toContain("did not hand over the rest");
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
        await new Promise((resolve) => {
          video.onloadedmetadata = resolve;
        });
        const length = video.duration;
        video.currentTime = length / 2;
        await new Promise((resolve) => {
          video.onseeked = resolve;
        });
        const sought = video.currentTime;
        video.currentTime = 0;
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
        const { videoWidth: width, videoHeight: height, currentTime: reached } = video;
        return { width, height, length, sought, reached, loudest, moved };
      },
      [bytes, file.endsWith("mp4") ? "video/mp4" : "video/webm"] as const,
    );
    await page.close();
    return played;
  };
});
