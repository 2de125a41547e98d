import type { RenderTarget, WebGPURenderer } from "three/webgpu";

/** WebGPU copies rows of a multiple of these bytes. */
const ROW_BYTES = 256;

/**
 * Reads a small picture of bytes back from the graphics card without waiting for it. Other than three's
 * own reading it makes nothing anew for each picture and says at once, in the frame's own callback,
 * whether the bytes are there.
 */
export class Readback {
  readonly #pixels: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  #buffer: WebGLBuffer | null = null;
  #fence: WebGLSync | null = null;
  #gl: WebGL2RenderingContext | null = null;
  /** Counts what was begun, so that what comes late is known to be late. */
  #turn = 0;
  #isThere = false;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#pixels = new Uint8Array(4 * width * height);
  }

  /** Begins to read `target`, which was drawn into just now; what was begun before is forgotten. @realtime yes */
  begin(renderer: WebGPURenderer, target: RenderTarget): void {
    this.#forget();
    // Typed as a 2D context, it is what the backend draws with.
    const gl: unknown = renderer.getContext();
    if (gl instanceof WebGL2RenderingContext) this.#beginWebgl(gl);
    else void this.#readWebgpu(renderer, target, this.#turn);
  }

  /** Red, green, blue and alpha of each pixel, once they are there; they hold until the next `begin`. @realtime yes */
  take(): Uint8Array | null {
    const gl = this.#gl;
    // Asked in this way, with no time to wait, Chromium reads its copy; asked for the fence's status it would
    // stop the page until the card's process has done everything that was ordered since.
    const state = gl === null || this.#fence === null ? 0 : gl.clientWaitSync(this.#fence, 0, 0);
    if (gl !== null && (state === gl.ALREADY_SIGNALED || state === gl.CONDITION_SATISFIED)) {
      gl.deleteSync(this.#fence);
      this.#fence = null;
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.#buffer);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, this.#pixels);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      this.#isThere = true;
    }
    return this.#isThere ? this.#pixels : null;
  }

  dispose(): void {
    this.#forget();
    this.#gl?.deleteBuffer(this.#buffer);
    this.#gl = null;
  }

  #forget(): void {
    this.#turn++;
    this.#isThere = false;
    if (this.#fence !== null) this.#gl?.deleteSync(this.#fence);
    this.#fence = null;
  }

  /** The target is still the one that is bound. */
  #beginWebgl(gl: WebGL2RenderingContext): void {
    if (this.#gl !== gl) {
      this.#gl = gl;
      this.#buffer = gl.createBuffer();
    }
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.#buffer);
    // Told its size anew, Chromium lets go of its copy of the picture before, and does not warn of it each time.
    gl.bufferData(gl.PIXEL_PACK_BUFFER, this.#pixels.length, gl.STREAM_READ);
    gl.readPixels(0, 0, this.#width, this.#height, gl.RGBA, gl.UNSIGNED_BYTE, 0);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
  }

  async #readWebgpu(renderer: WebGPURenderer, target: RenderTarget, turn: number): Promise<void> {
    try {
      const read = await renderer.readRenderTargetPixelsAsync(target, 0, 0, this.#width, this.#height);
      if (turn !== this.#turn) return;
      const row = 4 * this.#width;
      const stride = read.length === this.#pixels.length ? row : Math.ceil(row / ROW_BYTES) * ROW_BYTES;
      for (let y = 0; y < this.#height; y++)
        for (let x = 0; x < row; x++) this.#pixels[y * row + x] = read[y * stride + x] ?? 0;
      this.#isThere = true;
    } catch {
      // The device is lost: nothing of it will be shown, and everything is made anew.
    }
  }
}
