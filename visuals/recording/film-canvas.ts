import type { Extent } from "../../shared/mapping/canvas.ts";
import { FRAMES_A_SECOND } from "./encoding.ts";

/** A frame that comes a little early counts: displays and timers are not in step. */
const SHARE_OF_FRAME = 0.7;

/**
 * What is encoded: a canvas of its own, on which every picture that was shown is drawn. Its size stays
 * when the picture gets coarser, and it stays when the graphics are made anew; for that, each picture
 * is copied once.
 */
export class FilmCanvas {
  readonly #canvas = document.createElement("canvas");
  readonly #context: CanvasRenderingContext2D | null;
  readonly track: MediaStreamTrack | null;
  /** Has the picture encoded that was drawn just now. */
  readonly #take: () => void;
  #last = Number.NEGATIVE_INFINITY;

  /** Encoders want even sizes. */
  constructor({ width, height }: Extent) {
    this.#canvas.width = Math.max(16, width - (width % 2));
    this.#canvas.height = Math.max(16, height - (height % 2));
    this.#context = this.#canvas.getContext("2d", { alpha: false });
    // A timer of the browser's own would miss pictures. Firefox has nothing else.
    const isAsked = typeof CanvasCaptureMediaStreamTrack !== "undefined";
    const [track = null] = this.#canvas.captureStream(isAsked ? 0 : FRAMES_A_SECOND).getVideoTracks();
    this.track = track;
    this.#take = isAsked && track instanceof CanvasCaptureMediaStreamTrack ? () => track.requestFrame() : () => {};
  }

  get size(): Extent {
    return this.#canvas;
  }

  /** A picture was drawn on `shown`, in this turn of the event loop, for the frame at `stamp`. */
  frame(shown: HTMLCanvasElement, stamp: number): void {
    if (stamp - this.#last < (SHARE_OF_FRAME * 1000) / FRAMES_A_SECOND) return;
    this.#last = stamp;
    const { width, height } = this.#canvas;
    const context = this.#context;
    if (context === null) return;
    // A picture that one can look through lies on black.
    context.fillRect(0, 0, width, height);
    context.drawImage(shown, 0, 0, width, height);
    this.#take();
  }

  dispose(): void {
    this.track?.stop();
  }
}
