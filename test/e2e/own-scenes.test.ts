import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import { OwnScenes } from "../../server/picture/scenes/own-scenes.ts";
import type { Report } from "../../shared/events/report.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import type { DirectorState } from "../../shared/protocol/picture.ts";
import { ms } from "../../shared/time/units.ts";
import { FIRST_SCENE } from "../../visuals/scene-api/catalogue.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { aCue } from "../helpers/cue.ts";
import { difference, PictureReader, type Pixels } from "../helpers/picture-reader.ts";
import { StageShow } from "../helpers/stage-show.ts";
import { standStill, UNTOUCHED } from "../helpers/still-picture.ts";

/** At 120. */
const BAR_MS = 2000;

const throws = (error: unknown): never => {
  throw error;
};

describe("a show's own scenes on a stage", () => {
  let browser: Browser;
  let reader: PictureReader;
  let folder: string;
  let own: OwnScenes;
  let show: StageShow;
  let page: Page;
  const reports: Report[] = [];
  /** What the desk is told besides. */
  let director: DirectorState | null;

  beforeAll(async () => {
    // A page that a test has changed is not taken for one of another machine.
    browser = await launchChromium(["--disable-features=LocalNetworkAccessChecks"]);
    reader = await PictureReader.open(browser);
    await mkdir("test/pictures", { recursive: true });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    reports.length = 0;
    director = null;
    folder = await mkdtemp(join(tmpdir(), "antiphon-own-"));
    await mkdir(join(folder, "scenes"));
    own = new OwnScenes({
      folder: join(folder, "scenes"),
      project: projectFolder,
      taken: HOUSE_SCENES.map(({ name }) => name),
      time: monotonicTime,
      report: (report) => reports.push(report),
      onListenerError: throws,
    });
    show = new StageShow({
      pages: inject("pages"),
      seed: 4,
      server: {
        sceneFile: (scene, version, file) => own.file(scene, version, file),
        onScene: (message) => own.loaded(message),
        onFault: (message) => own.failed(message),
        sceneThumbnail: (scene, version) => own.thumbnail(scene, version),
        onThumbnail: (message) => own.drawn(message),
        onTrial: (message, stage) => own.tried(message, stage),
        onStage: (stage, there, lost) => there || own.stageGone(stage, lost),
      },
      told: () => ({ ownScenes: own.state, ...(director === null ? {} : { director }) }),
    });
    await show.open();
    own.changed.on(() => show.room.server.tell.scenes(own.state));
    page = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await page.goto(`${show.url}/stage`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
  });
  afterEach(async () => {
    await page.close();
    await show.close();
    await own.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (name: string, text: string): Promise<void> => {
    const path = join(folder, "scenes", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const template = (name: string): Promise<string> => readFile(join(projectFolder, "visuals/scene-api", name), "utf8");
  const until = async (what: () => boolean): Promise<void> => {
    for (let i = 0; i < 2000 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 30));
    expect(what(), `${what}; ${reports.map(({ text }) => text).join(" ")}`).toBe(true);
  };
  const stateOf = (name: string) => own.state.find((scene) => scene.name === name);
  const told = (sentence: RegExp): boolean => reports.some(({ text }) => sentence.test(text));
  /** Waits until the picture is as wanted, and gives every picture on the way there. */
  const seen = async (wanted: (pixels: Pixels) => boolean): Promise<readonly Pixels[]> => {
    const pictures: Pixels[] = [];
    const patience = monotonicTime.now() + 60_000;
    while (monotonicTime.now() < patience) {
      const pixels = await reader.shoot(page);
      pictures.push(pixels);
      if (wanted(pixels)) return pictures;
    }
    throw new Error(`not seen; ${reports.map(({ text }) => text).join(" ")}`);
  };
  const onsets = (): Promise<number> => page.evaluate(() => window.antiphonStage?.onsets.count ?? 0);

  /** A scene of one colour, from a file of its own; what each of its functions does besides can be said. */
  const plain = (also: { hit?: string; update?: string } = {}): string => `
import type { OwnScene } from "antiphon/scene";
import { Mesh, MeshBasicNodeMaterial, OrthographicCamera, PlaneGeometry } from "three/webgpu";
import { colour } from "./colour.ts";

interface Hits { count: number; most?: number }

export const scene: OwnScene = {
  depth: false,
  init() {
    const mesh = new Mesh(new PlaneGeometry(2, 2), new MeshBasicNodeMaterial({ color: colour }));
    const hits: Hits = { count: 0 };
    return {
      world: mesh,
      camera: new OrthographicCamera(-1, 1, 1, -1, -1, 1),
      hit() { hits.count++; ${also.hit ?? ""} },
      update() { ${also.update ?? ""} },
      dispose() {},
    };
  },
};
`;
  const UPDATE_LINE = 17;
  const HIT_LINE = 16;
  const colour = (value: number): string => `export const colour: number = 0x${value.toString(16).padStart(6, "0")};\n`;
  const level = (pixels: Pixels, channel: number): number => {
    let sum = 0;
    for (let i = channel; i < pixels.data.length; i += 4) sum += pixels.data[i] ?? 0;
    return (4 * sum) / pixels.data.length;
  };
  const isRed = (pixels: Pixels): boolean => level(pixels, 0) > 60 && level(pixels, 1) < 0.5 * level(pixels, 0);
  const isGreen = (pixels: Pixels): boolean => level(pixels, 1) > 60 && level(pixels, 0) < 0.5 * level(pixels, 1);

  it("come while the music plays, change with every save and lose no note; mistakes are named, and the last good version stays", async () => {
    await write("paint/index.ts", plain());
    await write("paint/colour.ts", colour(0xc01010));
    await until(() => stateOf("paint")?.version != null);
    show.cue({ scene: "paint", transition: "cut" });
    await seen(isRed);
    await until(() => stateOf("paint")?.about != null);

    const before = await onsets();
    await write("paint/colour.ts", colour(0x10c010));
    const swap = await seen(isGreen);
    // The old version is there until the new one is.
    expect(swap.filter((pixels) => Math.max(level(pixels, 0), level(pixels, 1)) < 60)).toEqual([]);
    await expect.poll(onsets).toBeGreaterThan(before);

    await write("paint/colour.ts", "\nexport const colour: number = = 1;\n");
    await until(() => told(/^scenes\/paint\/colour\.ts, line 2: Unexpected token.* The version before goes on\.$/));
    await page.waitForTimeout(500);
    expect(isGreen(await reader.shoot(page))).toBe(true);

    await write("paint/colour.ts", colour(0xc01010));
    await seen(isRed);
    expect(stateOf("paint")?.fault).toBeNull();
  });

  it("have a picture of what they draw on their card, of every version that has been on for a while", async () => {
    await write("paint/index.ts", plain());
    await write("paint/colour.ts", colour(0xc01010));
    await until(() => stateOf("paint")?.version != null);
    director = directed("paint");
    const desk = await browser.newPage();
    await desk.goto(`${show.url}/desk`);
    const card = desk.locator('.card[data-scene="paint"]');
    await card.locator(".plain-card").waitFor();

    show.cue({ scene: "paint", transition: "cut", passes: NO_PASSES });
    const picture = card.locator("img");
    /** Its width and its mean colour, once it is there. */
    const shown = (): Promise<readonly number[]> =>
      picture.evaluate(async (image) => {
        if (!(image instanceof HTMLImageElement)) throw new Error("no picture");
        await image.decode();
        const context = new OffscreenCanvas(1, 1).getContext("2d");
        context?.drawImage(image, 0, 0, 1, 1);
        return [image.naturalWidth, image.naturalHeight, ...(context?.getImageData(0, 0, 1, 1).data ?? [])];
      });
    await picture.waitFor();
    const [width, height, red = 0, green = 0] = await shown();
    expect([width, height]).toEqual([320, 180]);
    expect(red).toBeGreaterThan(2 * green);
    await card.screenshot({ path: "test/pictures/own-card.png" });

    await write("paint/colour.ts", colour(0x10c010));
    await expect
      .poll(async () => {
        const [, , red = 0, green = 0] = await shown();
        return green > 2 * red;
      })
      .toBe(true);
    expect(stateOf("paint")?.thumbnail).toBe(`/scenes/paint/${stateOf("paint")?.version}/thumbnail`);
    expect(reports).toEqual([]);
    await desk.close();
  });

  it("give way when they throw, are named with the author's line, and come back when they are mended", async () => {
    await write("paint/colour.ts", colour(0xc01010));
    await write("paint/index.ts", plain());
    await until(() => stateOf("paint")?.version != null);
    show.cue({ scene: "paint", transition: "cut" });
    await seen(isRed);
    // What was played lately is told to a scene that begins: it begins well, and fails later.
    const later = 'if (hits.count > (hits.most ?? 1e9)) throw new Error("too wet");';
    for (const [also, line] of [
      [{ hit: later, update: "hits.most ??= hits.count + 20;" }, HIT_LINE],
      [{ update: `hits.most ??= hits.count + 20; ${later}` }, UPDATE_LINE],
    ] as const) {
      reports.length = 0;
      await write("paint/index.ts", plain(also));
      await until(() => told(new RegExp(`^scenes/paint/index\\.ts, line ${line}: too wet\\. It gives way`)));
      await seen((pixels) => !isRed(pixels));
      await write("paint/index.ts", plain());
      await seen(isRed);
    }
  });

  it("go on when they hold the page up: a loop is ended and named, in the language and in a shader", async () => {
    await write("paint/colour.ts", colour(0xc01010));
    await write(
      "paint/index.ts",
      plain({ update: "hits.most ??= hits.count + 20; while (hits.count > (hits.most ?? 1e9)) hits.count++;" }),
    );
    await until(() => stateOf("paint")?.version != null);
    show.cue({ scene: "paint", transition: "cut" });
    await until(() =>
      told(new RegExp(`^scenes/paint/index\\.ts, line ${UPDATE_LINE}: a loop did not end within 2 seconds`)),
    );
    await seen((pixels) => !isRed(pixels));

    const endless = "float n = 0.0; while (n >= 0.0) n += 1.0; gl_FragColor = vec4(0.0, step(9.0, n) * 0.7, 0.0, 1.0);";
    await write("endless.fs", `/*{ "INPUTS": [] }*/\nvoid main() { ${endless} }\n`);
    await until(() => stateOf("endless")?.version != null);
    show.cue({ scene: "endless", transition: "cut" });
    await seen(isGreen);
    expect(stateOf("endless")?.fault).toBeNull();
  });

  it("are given to no page once they have silenced one, until they are saved anew", async () => {
    await page.close();
    // Whatever is thrown in it, this goes on: only a page can be ended that does so.
    const hangs = "for (;;) try { for (;;) hits.count++; } catch {}";
    await write("paint/colour.ts", colour(0xc01010));
    await write("paint/index.ts", plain({ update: hangs }));
    await until(() => stateOf("paint")?.version != null);
    const victim = await launchChromium();
    const hung = await victim.newPage({ viewport: { width: 480, height: 270 } });
    show.cue({ scene: "paint", transition: "cut" });
    await hung.goto(`${show.url}/stage`, { waitUntil: "commit" });
    await until(() => told(/^scenes\/paint\/index\.ts: a stage fell silent .* until it is saved anew\./));
    expect(stateOf("paint")?.version).toBeNull();
    await victim.close();

    page = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await page.goto(`${show.url}/stage`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    await write("paint/index.ts", plain());
    await until(() => stateOf("paint")?.version != null);
    show.cue({ scene: "paint", transition: "cut" });
    await seen(isRed);
    // A stage that is loaded anew says goodbye.
    reports.length = 0;
    await page.reload();
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    expect(stateOf("paint")?.fault).toBeNull();
    expect(reports).toEqual([]);
  });

  it("draw and move as the template and the example of docs/scenes.md have them", async () => {
    const [, example = ""] =
      /```ts\n([\s\S]*?)```/.exec(await readFile(join(projectFolder, "docs/scenes.md"), "utf8")) ?? [];
    await write("template/index.ts", await template("template.ts"));
    await write("example/index.ts", example);
    for (const name of ["template", "example"]) {
      await until(() => stateOf(name)?.version != null);
      show.cue({ scene: name, transition: "cut", passes: NO_PASSES });
      await page.waitForFunction((wanted) => window.antiphonStage?.showing === wanted, name);
      const at = await standStill(show, [page]);
      const one = await reader.shoot(page);
      // Off the beat by another part of it.
      const bars = Math.ceil((monotonicTime.now() - at) / BAR_MS) + 1;
      await standStill(show, [page], { at: ms(at + bars * BAR_MS + 375) });
      expect(difference(one, await reader.shoot(page)), name).toBeGreaterThan(0.5);
      show.picture = UNTOUCHED;
      await page.screenshot({ path: `test/pictures/own-${name}.png` });
    }
    expect(reports).toEqual([]);
  });

  it("may be ISF shaders: their passes remember, drums set them off, and mistakes are named with their line", async () => {
    await write("trail.fs", TRAIL);
    await until(() => stateOf("trail")?.version != null);
    show.cue({ scene: "trail", transition: "cut", passes: NO_PASSES });
    await seen((pixels) => level(pixels, 2) > 60 && level(pixels, 1) > 60);
    expect(reports).toEqual([]);

    await write("broken.fs", TRAIL.replace("mix(", "mixx("));
    await until(() => told(/^scenes\/broken\.fs, line 20: .*mixx/));
    await write("filter.fs", TRAIL.replace('"TYPE": "audioFFT"', '"TYPE": "image"'));
    await until(() => told(/^scenes\/filter\.fs, line 1: the image input "heard" is not supported/));
    await page.screenshot({ path: "test/pictures/own-isf.png" });
  });

  it("go on without a browser that lacks something, which says so itself and is no fault of theirs", async () => {
    await write("trail.fs", TRAIL);
    await write("paint/colour.ts", colour(0xc01010));
    await write("paint/index.ts", plain());
    await write("off/colour.ts", colour(0x10c010));
    await write("off/index.ts", plain({ update: "new OffscreenCanvas(1, 1);" }));
    for (const name of ["trail", "paint", "off"]) await until(() => stateOf(name)?.version != null);

    // As Safari was before 16.4.
    const old = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await old.addInitScript("delete window.OffscreenCanvas;");
    await old.route("**/stage", async (route) => {
      const html = await (await route.fetch()).text();
      await route.fulfill({ contentType: "text/html", body: html.replace('type="importmap"', 'type="map"') });
    });
    await old.goto(`${show.url}/stage`);
    await old.waitForFunction(() => window.antiphonStage?.drawn === true);
    const isShowing = (on: Page, scene: string): Promise<unknown> =>
      on.waitForFunction((wanted) => window.antiphonStage?.showing === wanted, scene);

    show.cue({ scene: "trail", transition: "cut", passes: NO_PASSES });
    await Promise.all([isShowing(page, "trail"), isShowing(old, "trail")]);
    show.cue({ scene: "paint", transition: "cut" });
    await isShowing(page, "paint");
    await old.getByText('This browser cannot show the scene "paint": it has no import maps').waitFor();
    show.cue({ scene: "off", transition: "cut" });
    await isShowing(page, "off");
    await isShowing(old, FIRST_SCENE);
    const faults = own.state.map(({ name, fault }) => [name, fault] as const);
    expect(faults.sort(([one], [other]) => (one < other ? -1 : 1))).toEqual([
      ["off", null],
      ["paint", null],
      ["trail", null],
    ]);
    expect(reports).toEqual([]);
    await old.close();

    const blind = await browser.newPage();
    await blind.addInitScript(
      "const { getContext } = HTMLCanvasElement.prototype;" +
        'HTMLCanvasElement.prototype.getContext = function (kind) { return kind === "webgl2" ? null : getContext.apply(this, arguments); };',
    );
    await blind.goto(`${show.url}/stage`);
    await blind.getByText("The browser gives no graphics (it has no WebGL 2)").waitFor();
    await page.waitForTimeout(500);
    expect(reports).toEqual([]);
    await blind.close();
  });
});

/** A director that has nothing but this scene. */
const directed = (scene: string): DirectorState => ({
  held: true,
  restlessness: 0.5,
  form: "steady",
  phraseBar: 0,
  cue: aCue({ scene }),
  next: [],
  scenes: [scene],
  palettes: ["ember"],
});

/** A shader with every kind of input: events of the snare fill a picture that remembers. */
const TRAIL = `/*{
  "DESCRIPTION": "a test",
  "INPUTS": [
    { "NAME": "speed", "TYPE": "float", "DEFAULT": 0.5 },
    { "NAME": "kick", "TYPE": "event" },
    { "NAME": "snare", "TYPE": "event" },
    { "NAME": "on", "TYPE": "bool", "DEFAULT": true },
    { "NAME": "mode", "TYPE": "long", "VALUES": [0, 3], "DEFAULT": 3 },
    { "NAME": "ink", "TYPE": "color", "DEFAULT": [1, 1, 1, 1] },
    { "NAME": "spot", "TYPE": "point2D", "DEFAULT": [0.5, 0.5] },
    { "NAME": "wave", "TYPE": "audio" },
    { "NAME": "heard", "TYPE": "audioFFT" }
  ],
  "PASSES": [{ "TARGET": "kept", "PERSISTENT": true, "FLOAT": true, "WIDTH": "$WIDTH / 2", "HEIGHT": "$HEIGHT / 2" }, {}]
}*/
float keep(in vec4 before) { return before.b * (on ? 0.999 : 0.0); }
void main() {
  if (PASSINDEX == 0) {
    vec4 before = IMG_NORM_PIXEL(kept, isf_FragNormCoord);
    gl_FragColor = mix(vec4(0.0, 0.0, keep(before), 1.0), vec4(0.0, 0.0, 1.0, 1.0), snare || kick ? 1.0 : 0.0);
  } else {
    float size = IMG_SIZE(kept).x * 2.0 / RENDERSIZE.x;
    vec4 sum = IMG_PIXEL(heard, vec2(3.0, 0.5)) + IMG_NORM_PIXEL(wave, spot);
    float green = mode == 3 && size > 0.98 && sum.r > -1.0 && speed + ink.a + TIME > 0.0 ? 0.5 : 0.0;
    gl_FragColor = vec4(0.0, green, IMG_THIS_PIXEL(kept).b, 1.0);
  }
}
`;
