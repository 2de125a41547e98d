import type { VideoCodec } from "mediabunny";
import type { FilmOrder } from "../../shared/protocol/film.ts";
import { CanvasPixels, hashOf, pngOf, unmultiply } from "./canvas-pixels.ts";
import { videoCodec } from "./film-encoding.ts";
import type { FilmFrames } from "./film-frames.ts";
import type { FilmLink } from "./film-link.ts";
import { FilmPiece } from "./film-piece.ts";

/** Has every frame drawn that is wanted, and brings them: encoded piece by piece, as hashes, as pictures. */
export class FilmMaker {
  readonly #order: FilmOrder;
  readonly #frames: FilmFrames;
  readonly #link: FilmLink;
  readonly #pixels: CanvasPixels;
  #encoding = "";
  #isTelling = false;

  constructor(order: FilmOrder, frames: FilmFrames, link: FilmLink) {
    this.#order = order;
    this.#frames = frames;
    this.#link = link;
    this.#pixels = new CanvasPixels(order);
  }

  async make(): Promise<void> {
    const { begin, frames, pieceFrames, kind } = this.#order;
    const codec = kind === null ? null : await videoCodec(kind, this.#order);
    for (let first = begin; first < frames; first += pieceFrames)
      await this.#piece(codec, first, Math.min(frames, first + pieceFrames));
  }

  /** It is brought whole, the film last: where that is, everything of it is. */
  async #piece(codec: VideoCodec | null, first: number, end: number): Promise<void> {
    const order = this.#order;
    const number = first / order.pieceFrames;
    const piece = codec === null ? null : await FilmPiece.begin(order, codec, (name) => this.#tellEncoding(name));
    // Where nothing is, as when only the drawing is measured, nothing is read.
    const isWanted = piece !== null || order.hashes || order.pictures;
    const hashes: string[] = [];
    let picture: Promise<void> | null = null;
    for (let frame = first; frame < end; frame++) {
      const pixels = await this.#frames.draw((canvas) => (isWanted ? this.#pixels.read(canvas) : null));
      this.#tellProgress(frame + 1);
      if (pixels === null) continue;
      if (order.alpha) unmultiply(pixels);
      if (order.hashes) hashes.push(await hashOf(pixels));
      if (order.pictures) {
        await picture;
        picture = this.#bringPicture(frame, pixels);
      }
      await piece?.add(pixels);
    }
    await picture;
    if (order.hashes) await this.#link.bring("hashes", number, hashes.map((hash) => `${hash}\n`).join(""));
    await this.#link.bring("piece", number, (await piece?.end()) ?? "");
  }

  /** While the next frame is drawn. */
  async #bringPicture(frame: number, pixels: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#link.bring("picture", frame, await pngOf(pixels, this.#order));
  }

  /** As often as it is listened to: no frame waits for that. */
  #tellProgress(done: number): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const told = (): void => {
      this.#isTelling = false;
    };
    // Who is gone is missed when the next piece is brought.
    this.#link.tell({ is: "progress", of: "frames", done }).then(told, told);
  }

  #tellEncoding(codec: string): void {
    if (codec === this.#encoding) return;
    this.#encoding = codec;
    void this.#link.tell({ is: "encoding", of: "frames", codec });
  }
}
