import { runOf } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { ServerConnection } from "../socket/server-connection.ts";
import { PageClock } from "./page-clock.ts";

/**
 * The server's time, read in the page: asks over the connection, begins anew after every welcome,
 * and rests while the page is hidden.
 */
export class ServerTime {
  readonly #connection: ServerConnection;
  readonly #time: TimeSource;
  #clock: PageClock;
  /** The run of the server that is there, and the one whose time the clock tells. */
  #run: number | null = null;
  #told: number | null = null;
  #cancel: () => void = () => {};

  constructor(connection: ServerConnection, time: TimeSource) {
    this.#connection = connection;
    this.#time = time;
    this.#clock = new PageClock(time.now());
    connection.welcomed.on((snapshot) => {
      this.#run = runOf(snapshot);
      this.#restart();
    });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#clock.hide() : this.#restart()));
    if (document.hidden) this.#clock.hide();
  }

  /** Now, on the server's axis; meaningful once `known`. */
  now(): Ms {
    return this.#clock.toServer(this.#time.now());
  }

  /** The server's moment of a moment of the page, and back. @realtime yes */
  toServer(page: Ms): Ms {
    return this.#clock.toServer(page);
  }

  toPage(server: Ms): Ms {
    return this.#clock.toPage(server);
  }

  /** Whether any answer came of this run of the server. */
  get known(): boolean {
    return this.errorBound < Number.POSITIVE_INFINITY;
  }

  /** `now` is off by at most this; Infinity before the first answer. */
  get errorBound(): Ms {
    return this.#clock.boundAt(this.#time.now());
  }

  #restart(): void {
    if (document.hidden) return;
    // Another run may be on another machine, whose time has nothing to do with the one that was known.
    if (this.#run !== this.#told) this.#clock = new PageClock(this.#time.now());
    this.#told = this.#run;
    this.#clock.restart(this.#time.now());
    this.#schedule();
  }

  #schedule(): void {
    this.#cancel();
    const next = this.#clock.nextPingAt;
    if (next !== Number.POSITIVE_INFINITY) this.#cancel = this.#time.wake(next, () => this.#ping());
  }

  #ping(): void {
    if (this.#connection.state === "open") void this.#ask();
    this.#clock.pinged(this.#time.now());
    this.#schedule();
  }

  async #ask(): Promise<void> {
    const sent = this.#time.now();
    try {
      const { received, replied } = await this.#connection.askTime(sent);
      this.#clock.sample({ sent, received: ms(received), replied: ms(replied), arrived: this.#time.now() });
    } catch {
      // Unanswered: the connection is being restored, and the next ping asks again.
    }
  }
}
