import type { Note } from "../../shared/music/note.ts";
import { paletteNamed } from "../../shared/picture/palette.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import { ms } from "../../shared/time/units.ts";
import { Bloom } from "../../visuals/passes/bloom.ts";
import { Develop } from "../../visuals/passes/develop.ts";
import { loadScene, SCENE_NAMES } from "../../visuals/scenes/catalogue.ts";
import { Colours } from "../../visuals/scenes/colours.ts";
import { Layer } from "../../visuals/stage/layer.ts";
import { Performance } from "../../visuals/stage/performance.ts";
import { createRenderer } from "../../visuals/stage/renderer.ts";
import { bandOfFour, START } from "../helpers/scene-room.ts";

/** What is to be drawn: a scene as it stands after some music. Times in milliseconds since START. */
export interface Shot {
  readonly scene: string;
  readonly seed: number;
  readonly palette: string;
  readonly intensity: number;
  readonly notes: readonly Note[];
  readonly until: number;
  /** From frame to frame on the way there; what lies between is not drawn. */
  readonly spacing: number;
  readonly width: number;
  readonly height: number;
}

/** One scene at a time, drawn frame by frame with the last step to the screen, and no clock but the caller's. */
class Studio {
  readonly scenes = SCENE_NAMES;
  readonly #renderer;
  readonly #canvas: HTMLCanvasElement;
  readonly #bloom: Bloom;
  #develop: Develop | null = null;
  #layer: Layer | null = null;
  #opened = "";

  constructor(renderer: Awaited<ReturnType<typeof createRenderer>>, canvas: HTMLCanvasElement, bloom: Bloom) {
    this.#renderer = renderer;
    this.#canvas = canvas;
    this.#bloom = bloom;
  }

  get memory(): { geometries: number; textures: number } {
    const { geometries, textures } = this.#renderer.info.memory;
    return { geometries, textures };
  }

  get calls(): number {
    return this.#renderer.info.render.drawCalls;
  }

  /** Draws the shot; afterwards the canvas shows it until the task ends. */
  async draw(shot: Shot): Promise<Performance> {
    const band = bandOfFour();
    const performance: Performance = new Performance((note, at, voice) => this.#layer?.hit(note, at, voice));
    performance.welcome(band);
    const { frame } = performance;
    const colours = new Colours(paletteNamed(shot.palette));
    frame.palette.mix(colours, colours, 0);
    frame.intensity = shot.intensity;
    frame.aspect = shot.width / shot.height;
    this.#layer?.dispose();
    performance.moveTo(ms(START), ms(0), ms(shot.spacing));
    this.#layer = new Layer(await loadScene(shot.scene), shot.seed, performance);
    this.#size(shot.width, shot.height);
    await this.#layer.prepare(this.#renderer, frame);
    performance.add(shot.notes);
    for (let at = shot.spacing; at < shot.until; at += shot.spacing)
      performance.moveTo(ms(START + at), ms(shot.spacing), ms(shot.spacing));
    performance.moveTo(ms(START + shot.until), ms(shot.spacing), ms(shot.spacing));
    this.#frame(performance);
    this.#opened = shot.scene;
    return performance;
  }

  /** The shot as a small picture: red, green, blue a pixel. */
  async look(shot: Shot, width: number, height: number): Promise<number[]> {
    await this.draw(shot);
    const small = new OffscreenCanvas(width, height).getContext("2d");
    if (small === null) throw new Error("no canvas");
    small.drawImage(this.#canvas, 0, 0, width, height);
    return Array.from(small.getImageData(0, 0, width, height).data).filter((_, i) => i % 4 !== 3);
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

  #size(width: number, height: number): void {
    this.#renderer.setSize(width, height, false);
    this.#canvas.style.width = `${width}px`;
    this.#layer?.setSize(width, height);
    this.#bloom.setSize(width, height);
  }

  #frame(performance: Performance): void {
    const layer = this.#layer;
    if (layer === null) return;
    const { frame } = performance;
    layer.render(this.#renderer, frame);
    this.#develop ??= new Develop(layer.picture, this.#bloom.glow);
    const doses = { ...NO_PASSES, bloom: 0.5, grade: 0.4, grain: 0.1 };
    this.#bloom.render(this.#renderer, layer.picture);
    this.#develop.render(this.#renderer, layer.picture, this.#bloom.glow, doses, frame.palette, 1, frame.at);
  }
}

declare global {
  interface Window {
    studio: Studio;
  }
}

export type { Studio };

const canvas = document.createElement("canvas");
document.body.append(canvas);
const renderer = await createRenderer(canvas, false);
const { RenderTarget } = await import("three/webgpu");
window.studio = new Studio(renderer, canvas, new Bloom(new RenderTarget(1, 1).texture));
