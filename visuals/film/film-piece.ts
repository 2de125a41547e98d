import { BufferTarget, Output, type VideoCodec, VideoSample, VideoSampleSource } from "mediabunny";
import type { FilmOrder } from "../../shared/protocol/film.ts";
import { pictureQuality, pieceFormat } from "./film-encoding.ts";

/** Seconds between frames that need no other: beyond any piece, which begins with one. */
const KEY_FRAMES = 1e6;

/** Some seconds of film, encoded while they are drawn. */
export class FilmPiece {
  readonly #order: FilmOrder;
  readonly #target = new BufferTarget();
  readonly #output: Output;
  readonly #source: VideoSampleSource;
  #frames = 0;

  /** `onEncoding` is told how it is encoded. */
  static async begin(order: FilmOrder, codec: VideoCodec, onEncoding: (codec: string) => void): Promise<FilmPiece> {
    const piece = new FilmPiece(order, codec, onEncoding);
    await piece.#output.start();
    return piece;
  }

  private constructor(order: FilmOrder, codec: VideoCodec, onEncoding: (codec: string) => void) {
    this.#order = order;
    this.#output = new Output({ format: pieceFormat(order.kind ?? "mp4"), target: this.#target });
    this.#source = new VideoSampleSource({
      codec,
      quality: pictureQuality(order),
      alpha: order.alpha ? "keep" : "discard",
      keyFrameInterval: KEY_FRAMES,
      onEncoderConfig: (config) => onEncoding(config.codec),
    });
    this.#output.addVideoTrack(this.#source, { frameRate: order.fps });
  }

  /** Resolves when the encoder, which has a few frames in hand, takes another one. */
  async add(pixels: Uint8Array<ArrayBuffer>): Promise<void> {
    const { width, height, fps, alpha } = this.#order;
    const sample = new VideoSample(pixels, {
      format: alpha ? "RGBA" : "RGBX",
      codedWidth: width,
      codedHeight: height,
      timestamp: this.#frames++ / fps,
      duration: 1 / fps,
    });
    await this.#source.add(sample);
    sample.close();
  }

  /** The whole piece as a file. */
  async end(): Promise<ArrayBuffer> {
    await this.#output.finalize();
    if (this.#target.buffer === null) throw new Error("the encoder gave nothing");
    return this.#target.buffer;
  }
}
