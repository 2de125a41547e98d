import type { WebGPURenderer } from "three/webgpu";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import { reelOf } from "../../shared/picture/reel.ts";
import type { ClipsMessage, MediaState } from "../../shared/protocol/media.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import type { OpenClip } from "./clip-source.ts";
import type { Film, Media } from "./film.ts";
import { openImage } from "./image-source.ts";
import { Making } from "./making.ts";
import { StallLimit } from "./stall-limit.ts";
import { openVideo } from "./video-source.ts";

/** A film that was replaced may be on until the next bar line. */
const LINGER_MS = 60_000;
/** A file that could not be had now may be there later. */
const RETRY_MS = 3000;
/** How finely it is told how far the films are. */
const TOLD_STEPS = 10;

/** The user's clips on this page: made into film in the background, one reel after the other, as the server says which. */
export class ClipLibrary implements Media {
  readonly #time: TimeSource;
  readonly #report: Reporter;
  readonly #tell: (message: ClipsMessage) => void;
  readonly #stallLimit = new StallLimit();
  #making: Making | null = null;
  /** Whose film is played with. */
  #shown: Making | null = null;
  /** Was given up; tried again after a while. */
  #unreadable: Making | null = null;
  #told = "";
  #cancelRetry: () => void = () => {};

  /** `tell` is told how far it is. */
  constructor(time: TimeSource, report: Reporter, tell: (message: ClipsMessage) => void) {
    this.#time = time;
    this.#report = report;
    this.#tell = tell;
    document.addEventListener("visibilitychange", this.#tellHowFar);
  }

  get film(): Film | null {
    return this.#shown?.film ?? null;
  }

  /** How far the reel that is wanted is, 0 to 1; null when none is. */
  get done(): number | null {
    return this.#making === null ? null : this.#making.done;
  }

  /** Whether a reel is on its way that will be shown: whoever has time waits until it is not, and calls `upload` meanwhile. */
  get onItsWay(): boolean {
    return (
      this.#making !== null && this.#making !== this.#shown && this.#making !== this.#unreadable && !this.#making.isVain
    );
  }

  /** What the server says of the clips; as often as it likes. `seed` is the show's. */
  set(media: MediaState, seed: number): void {
    const usable = media.clips.filter(({ on, trouble }) => on && trouble === "");
    const reel = reelOf(usable, seed, media.turn);
    if (reel.id === (this.#making?.reel.id ?? "")) return;
    this.#begin(reel.id === "" ? null : new Making(reel, this.#had, this.#time, this.#stallLimit));
  }

  /** Tells everything anew: the server is another. */
  welcome(): void {
    this.#told = "";
    this.#tellHowFar();
  }

  /** Brings a little of what is being made to the graphics card. Call once a frame. */
  upload(renderer: WebGPURenderer): void {
    const making = this.#making;
    if (making === null || making === this.#shown) return;
    const before = tellable(making.done);
    making.upload(renderer);
    if (making.film !== null) this.#show(making);
    if (tellable(making.done) !== before) this.#tellHowFar();
  }

  dispose(): void {
    document.removeEventListener("visibilitychange", this.#tellHowFar);
    this.#cancelRetry();
    this.#making?.dispose();
    this.#shown?.dispose();
  }

  /** What has been copied so far. */
  get #had(): readonly Making[] {
    return [this.#making, this.#shown].filter((making) => making !== null);
  }

  #begin(making: Making | null): void {
    this.#cancelRetry();
    const before = this.#making;
    if (before !== null && before !== this.#shown) {
      before.end();
      this.#letGo(before);
    }
    this.#making = making;
    this.#tellHowFar();
    if (making === null) {
      this.#show(null);
      return;
    }
    making.run(this.#open).then(
      () => {
        this.#stallLimit.renew();
        this.#tellHowFar();
      },
      (error: unknown) => {
        this.#tellHowFar();
        if (making !== this.#making) return;
        this.#unreadable = making;
        this.#report({ room: "media", level: "warning", text: `A clip could not be read: ${reasonOf(error)}.` });
        this.#cancelRetry = this.#time.wake(ms(this.#time.now() + RETRY_MS), () => {
          if (making === this.#making) this.#begin(new Making(making.reel, this.#had, this.#time, this.#stallLimit));
        });
      },
    );
  }

  #show(making: Making | null): void {
    if (this.#shown !== null) this.#letGo(this.#shown);
    this.#shown = making;
  }

  /** It may still be needed for a while. */
  #letGo(making: Making): void {
    this.#time.wake(ms(this.#time.now() + LINGER_MS), () => making.dispose());
  }

  readonly #tellHowFar = (): void => {
    const making = this.#making;
    const done = making === null ? 0 : tellable(making.done);
    const message: ClipsMessage = {
      reel: making?.reel.id ?? "",
      // A page that nobody sees is slow, and must not keep the others waiting.
      done: making !== null && document.hidden ? 1 : done,
      troubles: making?.troubles.slice(0, 16) ?? [],
    };
    const said = JSON.stringify(message);
    if (said === this.#told) return;
    this.#told = said;
    this.#tell(message);
  };

  readonly #open: OpenClip = (clip, most) =>
    clip.kind === "image" ? openImage(clip, most) : openVideo(clip, most, this.#time);
}

const tellable = (done: number): number => Math.floor(done * TOLD_STEPS) / TOLD_STEPS;
