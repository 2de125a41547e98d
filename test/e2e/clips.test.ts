import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { MediaBoard } from "../../server/picture/media/media-board.ts";
import { MediaFolder } from "../../server/picture/media/media-folder.ts";
import { serveClip } from "../../server/picture/media/serve-clip.ts";
import { dice } from "../../shared/chance/dice.ts";
import type { Drum } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import type { ClipsMessage } from "../../shared/protocol/media.ts";
import { beats, ms } from "../../shared/time/units.ts";
import { layerAt, SLICE_FRAMES } from "../../visuals/clips/film.ts";
import { GENERAL_FLASH, MOST_FLASHES } from "../../visuals/safety/flash-rule.ts";
import { LAYOUTS } from "../../visuals/scenes/clips/layouts.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { colourFilm } from "../helpers/colour-film.ts";
import { judge, type OracleRule } from "../helpers/flash-oracle.ts";
import { bandOfFour, START } from "../helpers/scene-room.ts";
import { SceneStudio } from "../helpers/scene-studio.ts";
import { filmStage } from "../helpers/stage-film.ts";
import { openStageRoom } from "../helpers/stage-room.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { UNTOUCHED } from "../helpers/still-picture.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import type { Shot } from "../studio/main.ts";

/** One after the other for a second each, in the clip that the test makes. */
const COLOURS = ["red", "lime", "blue", "yellow"] as const;
const BEAT_MS = 500;
const [WIDTH, HEIGHT] = [320, 180];
/** A seed with which the wall begins with screens side by side, the drummer's on the left. */
const SEED = Array.from({ length: 99 }, (_, i) => i).find((i) => Math.floor(dice(i, 0, 3) * LAYOUTS) === 0) ?? 0;

const house = temporaryFolder();

/** The grid on which flashes are looked for. */
const [COLUMNS, ROWS] = [16, 9];
/** A change of light that is seen well and is far from a flash. */
const SEEN = 0.01;
/** A busy machine is slow, not wrong. */
const SLOW_MACHINE = { timeout: 60_000 };
/** A parameter of the scene that was turned to its end long ago. */
const NONE = { from: 0, to: 0, at: ms(0) };

/** Browsers as they were not long ago: Safari 16, an older one, and one without threads that are modules. */
const WITHOUT = [
  "delete window.OffscreenCanvas;",
  "delete window.OffscreenCanvas; delete window.createImageBitmap;",
  'window.Worker = class { postMessage() { this.onerror(new Event("error")); } terminate() {} };',
];

/** A PNG of one colour. */
const imageOf = (page: Page, colour: string): Promise<string> =>
  page.evaluate((fill) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.fillStyle = fill;
    context.fillRect(0, 0, 320, 180);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  }, colour);

const hit = (id: number, drum: Drum, beat: number): Note => ({
  id,
  voice: "drummer",
  drum,
  velocity: 127,
  beat: beats(beat),
  duration: beats(0.25),
  at: ms(START + beat * BEAT_MS),
  surprise: null,
  live: true,
});

/** The wall as plain as it can be, so that a colour on it is the clip's. */
const shotAt = (beat: number, notes: readonly Note[], changes: Partial<Shot> = {}): Shot => ({
  scene: "clips",
  seed: SEED,
  palette: "noir",
  intensity: 1,
  notes,
  until: beat * BEAT_MS,
  spacing: 20,
  width: WIDTH,
  height: HEIGHT,
  parameters: { grade: 0, tear: 0 },
  ...changes,
});

describe("clips", () => {
  const complaints: string[] = [];
  let studio: SceneStudio;
  let browser: Browser;
  let page: Page;
  let folder: MediaFolder;
  let board: MediaBoard;

  /** A page of the studio that gets its clips from the folder, as the house serves them. */
  const openPage = async (before = ""): Promise<Page> => {
    const opened = await studio.open(browser, complaints, before);
    await opened.route("**/media/*", async (route) => {
      const request = route.request();
      const name = decodeURIComponent(new URL(request.url()).pathname.slice("/media/".length));
      const init = { headers: request.headers(), method: request.method() };
      const answer = await serveClip(folder, name, new Request("http://127.0.0.1/", init));
      const body = Buffer.from(await answer.arrayBuffer());
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    });
    return opened;
  };
  const put = (name: string, content: Uint8Array | string): Promise<void> =>
    writeFile(join(folder.path, name), content);
  const use = (on: Page): Promise<ClipsMessage> => on.evaluate((media) => window.studio.useClips(media), board.state);
  const colourOfShot = (shot: Shot): Promise<string> =>
    page.evaluate(([one, x, y]) => window.studio.hue(one, x, y), [
      shot,
      Math.round(WIDTH * 0.18),
      Math.round(HEIGHT * 0.35),
    ] as const);

  beforeAll(async () => {
    studio = await SceneStudio.build();
    browser = await launchChromium();
    const path = house.path("media");
    await mkdir(path);
    const onListenerError = (error: unknown): never => {
      throw error;
    };
    folder = new MediaFolder({ path, time: monotonicTime, report: () => {}, onListenerError });
    board = new MediaBoard({ folder, seed: 1, kept: { off: [] }, keep: () => {}, onListenerError });
    page = await openPage();
    await put("colours.webm", await colourFilm(browser, COLOURS));
    await folder.open();
  });
  afterAll(async () => {
    folder.dispose();
    board.dispose();
    await browser.close();
    await studio.dispose();
  });

  it("become film: every slice of a video shows its own moment", async () => {
    expect(await use(page)).toMatchObject({ done: 1, troubles: [] });
    const clips = await page.evaluate(() => window.studio.reel?.clips ?? []);
    expect(clips).toEqual([{ first: 0, count: 8 }]);
    const layers = Array.from({ length: 8 }, (_, slice) => slice * SLICE_FRAMES + SLICE_FRAMES / 2);
    const shown = await page.evaluate((all) => all.map((layer) => window.studio.hueOfLayer(layer)), layers);
    expect(shown).toEqual(layers.map((_, slice) => COLOURS[Math.floor(slice / 2)]));
  });

  it("are cut by a kick to the slice that the score says, and run on with the beat", async () => {
    const clip = { first: 0, count: 8 };
    const begins = Math.floor(dice(SEED, 0, 2) * 8);
    const kicks = [0, 1, 2, 3, 5].map((beat, i) => hit(i + 1, "kick", beat));
    for (const [i, { beat }] of kicks.entries()) {
      const layer = layerAt(clip, begins + i + 1, 0.5);
      const colour = await colourOfShot(shotAt(beat + 0.5, kicks.slice(0, i + 1)));
      expect(colour, `kick ${i + 1}`).toBe(COLOURS[Math.floor(layer / SLICE_FRAMES / 2)]);
    }
    // Three beats after the last of three kicks the film is three slices farther.
    const later = layerAt(clip, begins + 3, 3.5);
    expect(await colourOfShot(shotAt(5.5, kicks.slice(0, 3)))).toBe(COLOURS[Math.floor(later / SLICE_FRAMES / 2)]);
  });

  it("are scratched back by a low tom and forward by a high one", async () => {
    // As many kicks as lead to the first slice of a colour: a beat back is the colour before, two forward the one after.
    const begins = Math.floor(dice(SEED, 0, 2) * 8);
    const count = begins % 2 === 0 ? 2 : 1;
    const kicks = Array.from({ length: count }, (_, i) => hit(i + 1, "kick", i));
    const slice = (begins + count) % 8;
    const colourOf = (n: number): string | undefined => COLOURS[Math.floor((((n % 8) + 8) % 8) / 2)];
    const last = count - 1;
    expect(await colourOfShot(shotAt(last + 0.44, kicks))).toBe(colourOf(slice));
    const back = [...kicks, hit(9, "low_tom", last + 0.3)];
    expect(await colourOfShot(shotAt(last + 0.44, back))).toBe(colourOf(slice - 1));
    const forward = [...kicks, hit(9, "high_tom", last + 1.3)];
    expect(await colourOfShot(shotAt(last + 1.44, forward))).toBe(colourOf(slice + 2));
  });

  it("are the same picture on two pages that decoded them on their own", async () => {
    const notes = ["kick", "snare", "closed_hat", "open_hat", "crash", "ride"].map((drum, i) =>
      hit(i + 1, drum as Drum, i / 2),
    );
    const second = await openPage();
    expect((await use(second)).done).toBe(1);
    const shot = shotAt(2.9, notes);
    const there = await second.evaluate((one) => window.studio.fingerprint(one), { ...shot, spacing: 63 });
    await second.close();
    expect(await page.evaluate((one) => window.studio.fingerprint(one), shot)).toBe(there);
  });

  it("become the same film in a browser that cannot read pictures beside the page", async () => {
    const layers = Array.from({ length: 8 }, (_, slice) => slice * SLICE_FRAMES + SLICE_FRAMES / 2);
    const film = (on: Page): Promise<unknown> =>
      on.evaluate((all) => all.map((layer) => window.studio.hueOfLayer(layer)), layers);
    for (const lack of WITHOUT) {
      const old = await openPage(lack);
      expect(await use(old), lack).toMatchObject({ done: 1, troubles: [] });
      expect(await film(old), lack).toEqual(await film(page));
      await old.close();
    }
  });

  it("that cannot be used are named with the way out, and the others go on", async () => {
    const heard = complaints.length;
    await put("text.mp4", "This is no film.\n".repeat(100));
    await put("text.png", "This is no image.");
    await put("noise.webm", Buffer.from(Array.from({ length: 20_000 }, (_, i) => (dice(1, i, 0) * 256) | 0)));
    while (folder.files.length < 4) await new Promise((resolve) => setTimeout(resolve, 50));
    const refused = new Map<string, string>();
    for (let tries = 0; tries < 4 && !board.ready; tries++) {
      const message = await use(page);
      for (const { name, reason } of message.troubles) refused.set(name, reason);
      board.heard(message, "stage");
    }
    expect([...refused.keys()].sort()).toEqual(["noise.webm", "text.mp4", "text.png"]);
    expect(refused.get("text.mp4")).toMatch(/ffmpeg -i "text.mp4" -c:v libx264/);
    expect(refused.get("text.png")).toMatch(/PNG, JPEG or WebP/);
    expect(board.state.inUse).toEqual(["colours.webm"]);
    expect(board.ready).toBe(true);
    // The browser itself says on its console what it could not load.
    complaints.splice(heard);
  });

  it("are made ready by a stage of the house, which tells the server, and shown on the desk", async () => {
    const room = await openStageRoom({
      pages: inject("pages"),
      snapshot: () => ({ ...bandOfFour(), now: monotonicTime.now(), media: board.state }),
      clip: (name, request) => serveClip(folder, name, request),
      onClips: (message, stage) => board.heard(message, stage),
      onStage: (stage, there) => {
        if (!there) board.gone(stage);
      },
    });
    board.gone("stage");
    const stop = board.changed.on(() => room.server.tell.media(board.state));
    const stage = await browser.newPage({ viewport: { width: 320, height: 180 } });
    const desk = await browser.newPage();
    await desk.goto(`${room.url}/desk`);
    await stage.goto(`${room.url}/stage`);
    await desk.getByText("ready on every stage").waitFor({ timeout: 60_000 });
    expect(board.ready).toBe(true);
    expect(await desk.getByLabel("Clips", { exact: true }).innerText()).toMatch(/left out: .*ffmpeg/);
    await stage.close();
    await desk.close();
    stop();
    await room.close();
  });

  it("that are black and white in turn ten times a second are shown so, and flash no more than three times a second", async () => {
    const path = house.path("strobe");
    await mkdir(path);
    for (const colour of ["black", "white"]) {
      const image = await imageOf(page, colour);
      await writeFile(join(path, `${colour}.png`), Buffer.from(image, "base64"));
    }
    const own = new MediaFolder({ path, time: monotonicTime, report: () => {}, onListenerError: () => {} });
    await own.open();
    const ownBoard = new MediaBoard({
      folder: own,
      seed: 1,
      kept: { off: [] },
      keep: () => {},
      onListenerError: () => {},
    });
    const show = new StageShow({
      pages: inject("pages"),
      silent: true,
      server: {
        clip: (name, request) => serveClip(own, name, request),
        onClips: (message, stage) => ownBoard.heard(message, stage),
      },
      // One picture behind everything, as bright as it can be, in the clips' own colours.
      told: () => ({
        media: ownBoard.state,
        picture: { ...UNTOUCHED, parameters: { clips: { grade: NONE, wall: NONE } } },
      }),
    });
    await show.open();
    const stage = await browser.newPage({ viewport: { width: 320, height: 180 } });
    await stage.goto(`${show.url}/stage`);
    await expect.poll(() => ownBoard.ready, SLOW_MACHINE).toBe(true);
    show.cue({ scene: "clips", intensity: 1, palette: "noir", transition: "cut" });
    await stage.waitForFunction(() => window.antiphonStage?.scene === "clips");
    // Screens side by side begin with clips side by side: every other one is cut once more.
    for (const voice of ["model1", "video"]) show.play(voice, "snare", 127, 0);
    const cutting = setInterval(() => {
      for (const voice of ["drummer", "model1", "model2", "video"]) show.play(voice, "snare", 127, 0);
    }, 100);
    const flashes = async (rule: OracleRule): Promise<number> =>
      judge(await filmStage(stage, COLUMNS, ROWS, 3000), COLUMNS, ROWS, rule).worstTogether;
    try {
      // As soon as the page draws fast enough to show so many.
      await expect.poll(() => flashes({ ...GENERAL_FLASH, change: SEEN }), SLOW_MACHINE).toBeGreaterThan(MOST_FLASHES);
      expect(await flashes(GENERAL_FLASH)).toBeLessThanOrEqual(MOST_FLASHES);
    } finally {
      clearInterval(cutting);
    }
    await stage.close();
    await show.close();
    own.dispose();
    ownBoard.dispose();
  });

  it("and no page complained", () => {
    expect(complaints).toEqual([]);
  });
});
