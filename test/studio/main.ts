import { Color, RenderTarget, type Texture } from "three/webgpu";
import type { Note } from "../../shared/music/note.ts";
import type { Remembered } from "../../shared/music/remembered.ts";
import { paletteNamed } from "../../shared/picture/palette.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import type { ClipsMessage, MediaState } from "../../shared/protocol/media.ts";
import type { MindMessage } from "../../shared/protocol/mind.ts";
import { ms } from "../../shared/time/units.ts";
import { type Film, pixelsOf } from "../../visuals/clips/film.ts";
import { ClipLibrary } from "../../visuals/clips/library.ts";
import { Colours } from "../../visuals/drawing/colours.ts";
import { luminanceOf } from "../../visuals/drawing/luminance.ts";
import { Projection } from "../../visuals/mapping/projection.ts";
import { Bloom } from "../../visuals/passes/bloom.ts";
import { Develop } from "../../visuals/passes/develop.ts";
import { pictureTarget } from "../../visuals/passes/picture-target.ts";
import { LightGrid } from "../../visuals/safety/light-grid.ts";
import { STAGE_GRID } from "../../visuals/safety/picture-grid.ts";
import { Readback } from "../../visuals/safety/readback.ts";
import { loadScene, SCENE_NAMES } from "../../visuals/scene-api/catalogue.ts";
import { Layer } from "../../visuals/stage/layer.ts";
import { Performance } from "../../visuals/stage/performance.ts";
import { createRenderer } from "../../visuals/stage/renderer.ts";
import { pageTime } from "../../visuals/time/page-time.ts";
import { bandOfFour, START } from "../helpers/scene-room.ts";
import { Evening } from "./evening.ts";

/** What is to be drawn: a scene as it stands after some music. Times in milliseconds since START. */
export interface Shot {
  readonly scene: string;
  readonly seed: number;
  readonly palette: string;
  readonly intensity: number;
  readonly notes: readonly Note[];
  /** What goes on in the networks meanwhile. */
  readonly minds?: readonly MindMessage[];
  /** What is remembered of those who play. */
  readonly remembered?: readonly Remembered[];
  readonly until: number;
  /** When the page comes that draws it; left out: at the beginning. */
  readonly joins?: number;
  /** From frame to frame on the way there; what lies between is not drawn. */
  readonly spacing: number;
  readonly width: number;
  readonly height: number;
  /** How strongly light glows, 0 to 1; left out: half. */
  readonly bloom?: number;
  /** Other than the scene's own. */
  readonly parameters?: Readonly<Record<string, number>>;
}

/** How a picture differs from another. */
export interface Change {
  /** Pixels that are clearly another colour, as a share of all. */
  readonly share: number;
  /** The middle of what changed, in shares of the width and the height. */
  readonly x: number;
  readonly y: number;
}

export interface Comparison {
  /** From the darkest to the brightest of the picture without any of the notes, 0 to 255. */
  readonly silence: number;
  readonly changes: readonly Change[];
  /** PNG, base64. */
  readonly sheet: string;
}

/** Levels of one channel by which a pixel must differ to count. */
const CLEARLY = 6;

/** One scene at a time, drawn frame by frame with the last step to the screen, and no clock but the caller's. */
class Studio {
  readonly scenes = SCENE_NAMES;
  readonly #renderer;
  readonly #canvas: HTMLCanvasElement;
  readonly #bloom: Bloom;
  readonly #develop: Develop;
  readonly #developed = pictureTarget(false);
  readonly #projection: Projection;
  readonly #grid: LightGrid;
  readonly #readback = new Readback(STAGE_GRID.columns, STAGE_GRID.rows);
  #layer: Layer | null = null;
  #opened = "";
  #glows = 0.5;
  #clips: ClipLibrary | null = null;

  constructor(renderer: Awaited<ReturnType<typeof createRenderer>>, canvas: HTMLCanvasElement, blank: Texture) {
    this.#renderer = renderer;
    this.#canvas = canvas;
    this.#bloom = new Bloom(blank);
    this.#develop = new Develop(blank, this.#bloom.glow);
    this.#projection = new Projection(blank);
    this.#grid = new LightGrid(blank);
  }

  get memory(): { geometries: number; textures: number } {
    const { geometries, textures } = this.#renderer.info.memory;
    return { geometries, textures };
  }

  get calls(): number {
    return this.#renderer.info.render.drawCalls;
  }

  /** The clips that are ready. */
  get reel(): Film | null {
    return this.#clips?.film ?? null;
  }

  /** What the middle of a frame of film is called. */
  hueOfLayer(layer: number): string {
    const film = this.reel;
    if (film === null) return "none";
    const { width, height } = film.texture.image;
    const at = ((layer * height + (height >> 1)) * width + (width >> 1)) * 4;
    return nameOf(pixelsOf(film.texture).subarray(at, at + 3));
  }

  /** What the colour of the shot at a pixel is called. */
  async hue(shot: Shot, x: number, y: number): Promise<string> {
    await this.draw(shot);
    const copy = canvasOf(shot.width, shot.height);
    copy.drawImage(this.#canvas, 0, 0);
    const { data } = copy.getImageData(x, y, 1, 1);
    return nameOf(data);
  }

  /** Makes clips ready, which every scene is given from then on; resolves when they are, or with what is wrong with them. */
  async useClips(media: MediaState): Promise<ClipsMessage> {
    let newest: ClipsMessage = { reel: "", done: 0, troubles: [] };
    this.#clips?.dispose();
    const clips = new ClipLibrary(
      pageTime,
      () => {},
      (message) => {
        newest = message;
      },
    );
    this.#clips = clips;
    clips.set(media, 1);
    while (clips.film === null && newest.troubles.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      clips.upload(this.#renderer);
    }
    return newest;
  }

  /** Draws the shot; afterwards the canvas shows it until the task ends. */
  async draw(shot: Shot): Promise<Performance> {
    const band = bandOfFour();
    const performance: Performance = new Performance((note, at, voice) => this.#layer?.hit(note, at, voice));
    performance.media = this.#clips;
    const turned = Object.entries(shot.parameters ?? {}).map(([name, to]) => [name, { from: to, to, at: ms(0) }]);
    performance.turns = { [shot.scene]: Object.fromEntries(turned) };
    performance.welcome(band);
    const { frame } = performance;
    const colours = new Colours(paletteNamed(shot.palette));
    frame.palette.mix(colours, colours, 0);
    frame.intensity = shot.intensity;
    frame.aspect = shot.width / shot.height;
    this.#layer?.dispose();
    this.#layer = null;
    const { joins = 0, until, spacing, bloom = 0.5 } = shot;
    this.#glows = bloom;
    const moveTo = (at: number): void => performance.moveTo(ms(START + at), ms(spacing), ms(spacing));
    moveTo(0);
    if (joins > 0) performance.add(shot.notes);
    for (let at = spacing; at <= joins; at += spacing) moveTo(at);
    this.#layer = new Layer(await loadScene(shot.scene), shot.seed, performance);
    this.#size(shot.width, shot.height);
    await this.#layer.prepare(this.#renderer, frame);
    if (joins === 0) performance.add(shot.notes);
    performance.addMinds(shot.minds ?? []);
    performance.setRemembered(shot.remembered ?? []);
    for (let at = frame.at - START + spacing; at < until; at += spacing) {
      moveTo(at);
      if (this.#layer.keepsUp) this.#layer.keepUp(this.#renderer, frame);
    }
    moveTo(until);
    do this.#layer.keepUp(this.#renderer, frame);
    while (this.#layer.behind);
    this.#frame(performance);
    this.#opened = shot.scene;
    return performance;
  }

  /**
   * What each of some notes changes in a shot, beside the shot without it, and a sheet of all the
   * pictures for people to look at, the first one alone on its row.
   */
  async compare(shot: Shot, notes: readonly Note[], columns: number): Promise<Comparison> {
    const { width, height } = shot;
    const sheet = canvasOf(columns * width, (1 + Math.ceil(notes.length / columns)) * height);
    await this.draw(shot);
    sheet.drawImage(this.#canvas, 0, 0);
    const silence = sheet.getImageData(0, 0, width, height).data;
    const changes: Change[] = [];
    for (const [i, note] of notes.entries()) {
      await this.draw({ ...shot, notes: [...shot.notes, note] });
      const x = (i % columns) * width;
      const y = (1 + Math.floor(i / columns)) * height;
      sheet.drawImage(this.#canvas, x, y);
      changes.push(changeOf(silence, sheet.getImageData(x, y, width, height).data, width));
    }
    return { silence: contrastOf(silence), changes, sheet: sheet.canvas.toDataURL("image/png").split(",")[1] ?? "" };
  }

  /** Where the shot differs from another. */
  async difference(shot: Shot, other: Shot): Promise<Change> {
    const { width, height } = shot;
    const pixels = async (one: Shot): Promise<Uint8ClampedArray> => {
      await this.draw(one);
      const copy = canvasOf(width, height);
      copy.drawImage(this.#canvas, 0, 0);
      return copy.getImageData(0, 0, width, height).data;
    };
    return changeOf(await pixels(shot), await pixels(other), width);
  }

  /** A number that tells one picture from another, down to the last pixel. */
  async fingerprint(shot: Shot): Promise<number> {
    await this.draw(shot);
    const copy = canvasOf(shot.width, shot.height);
    copy.drawImage(this.#canvas, 0, 0);
    let hash = 0x811c9dc5;
    for (const value of copy.getImageData(0, 0, shot.width, shot.height).data)
      hash = Math.imul(hash ^ value, 0x01000193);
    return hash >>> 0;
  }

  /** Frames that follow the shot, as a stage measures them: each the mean light of the blocks of its grid, 0 to 255. */
  async film(shot: Shot, frames: number): Promise<number[][]> {
    const performance = await this.draw(shot);
    const film: number[][] = [];
    for (let i = 1; i <= frames; i++) {
      performance.moveTo(ms(START + shot.until + i * shot.spacing), ms(shot.spacing), ms(shot.spacing));
      this.#frame(performance);
      this.#grid.measure(this.#renderer, this.#developed.texture, this.#readback);
      let levels = this.#readback.take();
      for (; levels === null; levels = this.#readback.take()) await new Promise((resolve) => setTimeout(resolve));
      film.push(Array.from(levels).filter((_, channel) => channel % 4 < 3));
    }
    return film;
  }

  /**
   * How well bright and dark can be told apart in a shot: the contrast ratio (WCAG 2.2) that three
   * quarters of what is bright without any glow have to three quarters of what is dark then.
   */
  async legibility(shot: Shot): Promise<number> {
    const performance = await this.draw(shot);
    const glowing = this.#luminances(shot);
    this.#glows = 0;
    this.#frame(performance);
    const plain = this.#luminances(shot);
    const least = quantile(plain, 0.05);
    const most = quantile(plain, 0.95);
    const dark = glowing.filter((_, i) => (plain[i] ?? 0) < least + 0.25 * (most - least));
    const bright = glowing.filter((_, i) => (plain[i] ?? 0) > least + 0.6 * (most - least));
    return (quantile(bright, 0.25) + 0.05) / (quantile(dark, 0.75) + 0.05);
  }

  async png(shot: Shot): Promise<string> {
    await this.draw(shot);
    return this.#canvas.toDataURL("image/png").split(",")[1] ?? "";
  }

  /** Milliseconds a frame, drawn as fast as it goes while the shot's music plays on, and those in script alone. */
  async measure(
    shot: Shot,
    frames: number,
  ): Promise<{ scene: string; frameMs: number[]; scriptMs: number[]; calls: number }> {
    const performance = await this.draw(shot);
    const gl = this.#canvas.getContext("webgl2");
    const pixel = new Uint8Array(4);
    const frameMs: number[] = [];
    const scriptMs: number[] = [];
    let calls = 0;
    for (let i = 0; i < frames; i++) {
      const from = window.performance.now();
      performance.moveTo(ms(START + shot.until + (i + 1) * 20), ms(20), ms(20));
      const before = this.calls;
      this.#frame(performance);
      calls = this.calls - before;
      scriptMs.push(window.performance.now() - from);
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      frameMs.push(window.performance.now() - from);
    }
    return { scene: this.#opened, frameMs, scriptMs, calls };
  }

  /** Of every pixel on the canvas, 0 to 1. */
  #luminances({ width, height }: Shot): number[] {
    const copy = canvasOf(width, height);
    copy.drawImage(this.#canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const light = Array.from({ length: 256 }, (_, level) => new Color(level / 255, 0, 0).convertSRGBToLinear().r);
    return Array.from({ length: data.length / 4 }, (_, i) => {
      const [r = 0, g = 0, b = 0] = data.subarray(4 * i, 4 * i + 3);
      return luminanceOf(light[r] ?? 0, light[g] ?? 0, light[b] ?? 0);
    });
  }

  #size(width: number, height: number): void {
    this.#renderer.setSize(width, height, false);
    this.#canvas.style.width = `${width}px`;
    this.#layer?.setSize(width, height);
    this.#bloom.setSize(width, height);
    this.#developed.setSize(width, height);
  }

  #frame(performance: Performance): void {
    const layer = this.#layer;
    if (layer === null) return;
    const { frame } = performance;
    layer.render(this.#renderer, frame);
    const doses = { ...NO_PASSES, bloom: this.#glows, grade: 0.4, grain: 0.1 };
    this.#bloom.render(this.#renderer, layer.picture);
    this.#develop.render(this.#renderer, this.#developed, layer.picture, this.#bloom.glow, doses, frame.palette, 1);
    this.#projection.render(this.#renderer, this.#developed.texture, doses.grain, frame.at);
  }
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? 0;

/** The fully saturated colour that three channels come nearest to. */
const nameOf = ([r = 0, g = 0, b = 0]: ArrayLike<number> & Iterable<number>): string => {
  const middle = (Math.max(r, g, b) + Math.min(r, g, b)) / 2;
  const names = ["black", "blue", "lime", "cyan", "red", "magenta", "yellow", "white"];
  return names[(r > middle ? 4 : 0) + (g > middle ? 2 : 0) + (b > middle ? 1 : 0)] ?? "black";
};

const canvasOf = (width: number, height: number): CanvasRenderingContext2D => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  return context;
};

const changeOf = (before: Uint8ClampedArray, after: Uint8ClampedArray, width: number): Change => {
  let count = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < before.length; i += 4) {
    let most = 0;
    for (let channel = 0; channel < 3; channel++)
      most = Math.max(most, Math.abs((after[i + channel] ?? 0) - (before[i + channel] ?? 0)));
    if (most < CLEARLY) continue;
    count++;
    x += ((i / 4) % width) / width;
    y += Math.floor(i / 4 / width) / (before.length / 4 / width);
  }
  return { share: count / (before.length / 4), x: x / Math.max(1, count), y: y / Math.max(1, count) };
};

const contrastOf = (pixels: Uint8ClampedArray): number => {
  let least = 255;
  let most = 0;
  for (let i = 1; i < pixels.length; i += 4) {
    least = Math.min(least, pixels[i] ?? 0);
    most = Math.max(most, pixels[i] ?? 0);
  }
  return most - least;
};

declare global {
  interface Window {
    studio: Studio;
    /** Made when it is first asked for: then the canvas is its own. */
    readonly evening: Evening;
  }
}

export type { Studio };

const canvas = document.createElement("canvas");
document.body.append(canvas);
const renderer = await createRenderer(canvas, false);
let evening: Evening | null = null;
Object.defineProperty(window, "evening", { get: () => (evening ??= new Evening(renderer)) });
window.studio = new Studio(renderer, canvas, new RenderTarget(1, 1).texture);
