import { type Gain, withGains } from "../../shared/music/gains.ts";
import { type Remembered, withRemembered } from "../../shared/music/remembered.ts";
import type { ServerToClient } from "../../shared/protocol/socket.ts";
import type { MemoryListener } from "../core/music/memories.ts";

/** What the pages are told of memories, and those that come later with the snapshot. */
export class MemoryBoard implements MemoryListener {
  readonly #tell: Pick<ServerToClient, "remembered" | "gains">;
  #known: readonly Remembered[] = [];
  #gains: readonly Gain[] = [];

  constructor(tell: Pick<ServerToClient, "remembered" | "gains">) {
    this.#tell = tell;
  }

  get known(): readonly Remembered[] {
    return this.#known;
  }

  get gains(): readonly Gain[] {
    return this.#gains;
  }

  remembered(remembered: Remembered): void {
    this.#known = withRemembered(this.#known, [remembered]);
    this.#tell.remembered([remembered]);
  }

  gained(gain: Gain): void {
    this.#gains = withGains(this.#gains, [gain]);
    this.#tell.gains([gain]);
  }
}
