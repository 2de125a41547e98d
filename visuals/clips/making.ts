import type { DataArrayTexture, WebGPURenderer } from "three/webgpu";
import { CLIPS_PER_REEL, type Reel } from "../../shared/picture/reel.ts";
import type { Clip, ClipsMessage } from "../../shared/protocol/media.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { type ClipSource, ClipTrouble, type OpenClip } from "./clip-source.ts";
import { type Film, type FilmClip, filmTexture, pixelsOf, SLICE_FRAMES } from "./film.ts";
import { applyCurve, Levels } from "./levels.ts";
import { PixelReader } from "./pixel-reader.ts";
import type { StallLimit } from "./stall-limit.ts";

/** A frame of film, in pixels. */
const FRAME_WIDTH = 384;
const FRAME_HEIGHT = 216;
const FRAME_BYTES = FRAME_WIDTH * FRAME_HEIGHT * 4;
/**
 * The budget: 24 slices of 8 frames are 64 MB on the graphics card, and as much beside it. While
 * one film takes the place of another there are two.
 */
const MOST_SLICES = 24;
/** Between two frames, so that whatever else the page does has its turn. */
const REST_MS = 30;

/** A reel on its way to be a film: its clips are opened, copied frame by frame, and brought to the graphics card. */
export class Making {
  readonly reel: Reel<Clip>;
  readonly #time: TimeSource;
  readonly #stallLimit: StallLimit;
  #before: readonly Making[];
  readonly #troubles: { readonly name: string; readonly reason: string }[] = [];
  readonly #sources: { readonly clip: Clip; readonly source: ClipSource }[] = [];
  /** What each slice of the texture is called. */
  readonly #names: string[] = [];
  #clips: readonly FilmClip[] = [];
  #texture: DataArrayTexture | null = null;
  /** Frames that are copied and not yet on the graphics card. */
  readonly #copied: number[] = [];
  #uploaded = 0;
  #renderer: WebGPURenderer | null = null;
  #slicesDone = 0;
  #isVain = false;
  #film: Film | null = null;
  readonly #reader = new PixelReader();
  #ended = false;

  /** Slices that one of those `before` holds are taken from there. */
  constructor(reel: Reel<Clip>, before: readonly Making[], time: TimeSource, stallLimit: StallLimit) {
    this.reel = reel;
    this.#before = before;
    this.#time = time;
    this.#stallLimit = stallLimit;
  }

  /** 0 to 1: 1 when every frame is on the graphics card. */
  get done(): number {
    const all = this.#names.length * SLICE_FRAMES;
    return all === 0 ? 0 : this.#uploaded / all;
  }

  /** The clips that cannot be used, and why. */
  get troubles(): ClipsMessage["troubles"] {
    return this.#troubles;
  }

  /** Whether no film will come of it: its clips cannot be used, or one of them cannot. */
  get isVain(): boolean {
    return this.#isVain;
  }

  /** The whole film; null before it is done. */
  get film(): Film | null {
    return this.#film;
  }

  /** Copies everything. Resolves when that is done or was ended; rejects when a file went away meanwhile. */
  async run(open: OpenClip): Promise<void> {
    try {
      const each = Math.floor(MOST_SLICES / Math.min(CLIPS_PER_REEL, this.reel.clips.length));
      const clips: FilmClip[] = [];
      for (const clip of this.reel.clips) {
        const source = await this.#attempt(clip, () => open(clip, each));
        if (this.#ended) {
          source?.dispose();
          return;
        }
        if (source === null) continue;
        this.#sources.push({ clip, source });
        clips.push({ first: this.#names.length, count: source.slices.length });
        this.#names.push(...source.slices);
      }
      this.#isVain = clips.length === 0;
      if (this.#isVain) return;
      this.#clips = clips;
      this.#texture = filmTexture(FRAME_WIDTH, FRAME_HEIGHT, this.#names.length * SLICE_FRAMES);
      await this.#copy(this.#texture);
      this.#isVain = this.#slicesDone < this.#names.length;
    } finally {
      for (const { source } of this.#sources.splice(0)) source.dispose();
      this.#before = [];
      this.#reader.dispose();
    }
  }

  /** Brings at most one frame to the graphics card. Call once a frame of the picture. */
  upload(renderer: WebGPURenderer): void {
    if (renderer !== this.#renderer) this.#uploadAnew(renderer);
    const texture = this.#texture;
    const layer = this.#copied.shift();
    if (texture === null || layer === undefined) return;
    texture.addLayerUpdate(layer);
    texture.needsUpdate = true;
    renderer.initTexture(texture);
    this.#uploaded++;
    if (this.done === 1) this.#film = { texture, clips: this.#clips };
  }

  /** Nothing more is copied; what is there stays. */
  end(): void {
    this.#ended = true;
  }

  dispose(): void {
    this.end();
    this.#texture?.dispose();
  }

  /** The pixels of a slice that has been copied. */
  slice(name: string): Uint8Array | null {
    const n = this.#names.indexOf(name);
    if (n < 0 || n >= this.#slicesDone || this.#texture === null) return null;
    return pixelsOf(this.#texture).subarray(n * SLICE_FRAMES * FRAME_BYTES, (n + 1) * SLICE_FRAMES * FRAME_BYTES);
  }

  async #copy(texture: DataArrayTexture): Promise<void> {
    const pixels = pixelsOf(texture);
    for (const [n, { clip, source }] of this.#sources.entries()) {
      const { first } = this.#clips[n] ?? { first: 0 };
      for (const [slice, name] of source.slices.entries()) {
        const from = (first + slice) * SLICE_FRAMES;
        const into = pixels.subarray(from * FRAME_BYTES, (from + SLICE_FRAMES) * FRAME_BYTES);
        const known = this.#known(name);
        if (known !== null) {
          into.set(known);
          await this.#rest(0);
        } else if ((await this.#attempt(clip, () => this.#copySlice(source, slice, into))) === null)
          // Without this clip the reel is another one, which the server says.
          return;
        if (this.#ended) return;
        this.#slicesDone = first + slice + 1;
        for (let frame = 0; frame < SLICE_FRAMES; frame++) this.#copied.push(from + frame);
      }
    }
  }

  /** What was on another graphics context is gone with it. */
  #uploadAnew(renderer: WebGPURenderer): void {
    this.#renderer = renderer;
    this.#uploaded = 0;
    this.#copied.length = 0;
    for (let frame = 0; frame < this.#slicesDone * SLICE_FRAMES; frame++) this.#copied.push(frame);
  }

  #known(name: string): Uint8Array | null {
    for (const making of this.#before) {
      const pixels = making.slice(name);
      if (pixels !== null) return pixels;
    }
    return null;
  }

  async #copySlice(source: ClipSource, slice: number, into: Uint8Array): Promise<true> {
    const levels = new Levels();
    const frameOf = (frame: number): Uint8Array => into.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES);
    for (let frame = 0; frame < SLICE_FRAMES && !this.#ended; frame++) {
      const shown = await this.#reader.read(
        await source.frame(slice, frame, FRAME_WIDTH / FRAME_HEIGHT),
        FRAME_WIDTH,
        FRAME_HEIGHT,
      );
      frameOf(frame).set(shown);
      levels.add(shown);
      await this.#rest();
    }
    const curve = levels.curve();
    for (let frame = 0; frame < SLICE_FRAMES && !this.#ended; frame++) {
      applyCurve(frameOf(frame), curve);
      await this.#rest(0);
    }
    return true;
  }

  /** null, with the trouble noted, for a clip that cannot be used. */
  async #attempt<T>(clip: Clip, what: () => Promise<T>): Promise<T | null> {
    try {
      return await what();
    } catch (failed) {
      const error = this.#stallLimit.after(failed, clip);
      if (!(error instanceof ClipTrouble)) throw error;
      this.#troubles.push({ name: clip.name, reason: error.message });
      return null;
    }
  }

  #rest(length = REST_MS): Promise<void> {
    return new Promise((resolve) => this.#time.wake(ms(this.#time.now() + length), resolve));
  }
}
