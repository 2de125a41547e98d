import type { Film, Media } from "../../clips/film.ts";
import type { Frame } from "../../scene-api/frame.ts";
import { standIn } from "./stand-in.ts";

/** The film that is played: the user's clips as soon as there are any, until then one that is made here. */
export class Loaded {
  readonly #media: Media | undefined;
  readonly #seed: number;
  /** Made only where there are no clips. */
  #standIn: Film | null = null;
  #film: Film;
  #from = Number.NEGATIVE_INFINITY;

  constructor(media: Media | undefined, seed: number) {
    this.#media = media;
    this.#seed = seed;
    this.#film = media?.film ?? this.#made();
  }

  get film(): Film {
    return this.#film;
  }

  /** Takes another film only on a bar line, for a folder may change at any moment. Returns whether it did. */
  take(frame: Frame): boolean {
    const { bar } = frame;
    if (bar === this.#from && frame.playing) return false;
    this.#from = bar;
    const film = this.#media?.film ?? this.#made();
    if (film === this.#film) return false;
    this.#film = film;
    return true;
  }

  dispose(): void {
    this.#standIn?.texture.dispose();
  }

  #made(): Film {
    this.#standIn ??= standIn(this.#seed);
    return this.#standIn;
  }
}
