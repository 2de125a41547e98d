import type { ThumbnailMessage } from "../../shared/protocol/thumbnail.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { SceneShelf } from "../scene-api/scene-shelf.ts";
import type { Layer } from "./layer.ts";

/** So long a scene has been on before a picture is taken of it, and so long it is waited after one that was of no use. */
const SETTLED_MS = 2000;
/** A scene that draws nothing until it is played is looked at this often. */
const MOST_LOOKS = 10;

type Appearance = Pick<Layer, "name" | "version">;

/** Has a small picture taken of each version of a scene of the show's own, once it has been on alone for a while. */
export class ThumbnailCamera {
  readonly #scenes: SceneShelf;
  readonly #take: () => Promise<ThumbnailMessage["picture"] | null>;
  readonly #send: (message: ThumbnailMessage) => void;
  #appearance: Appearance | null = null;
  #lookAt = ms(0);
  #looks = 0;

  /** `take` gives what is on the canvas when it is called; null where that says nothing. */
  constructor(
    scenes: SceneShelf,
    take: () => Promise<ThumbnailMessage["picture"] | null>,
    send: (message: ThumbnailMessage) => void,
  ) {
    this.#scenes = scenes;
    this.#take = take;
    this.#send = send;
  }

  /**
   * After every picture that is shown, in the same turn of the event loop: `alone` is the scene that is on by itself, null
   * while none is. @realtime yes, but in the frame in which a picture is taken
   */
  frame(alone: Appearance | null, now: Ms): void {
    if (alone !== this.#appearance) {
      this.#appearance = alone;
      this.#lookAt = ms(now + SETTLED_MS);
      this.#looks = 0;
    }
    if (alone === null || now < this.#lookAt || this.#looks >= MOST_LOOKS) return;
    this.#lookAt = ms(now + SETTLED_MS);
    if (!this.#scenes.lacksThumbnail(alone.name, alone.version)) return;
    this.#looks++;
    void this.#look(alone);
  }

  async #look({ name, version }: Appearance): Promise<void> {
    const picture = await this.#take();
    if (picture !== null) this.#send({ scene: name, version, picture });
  }
}
