import { type ClipIdentity, versionOf } from "../../shared/picture/reel.ts";
import { ClipStall, ClipTrouble } from "./clip-source.ts";

/** A clip that has stalled as often is left out. */
const MOST_STALLS = 3;

/** Tries clips that came too slowly again, but not for ever, since the others of their reel wait for them. */
export class StallLimit {
  readonly #stalls = new Map<string, number>();

  /** What a clip fails with that failed with `error`: a stall too many is a trouble. */
  after(error: unknown, clip: ClipIdentity): unknown {
    if (!(error instanceof ClipStall)) return error;
    const version = versionOf(clip);
    const stalls = (this.#stalls.get(version) ?? 0) + 1;
    this.#stalls.set(version, stalls % MOST_STALLS);
    return stalls < MOST_STALLS ? error : new ClipTrouble(`${error.message}; to try it again, switch it off and on`);
  }

  /** All clips came: what was slow is forgotten. */
  renew(): void {
    this.#stalls.clear();
  }
}
