import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { isLoopback } from "./address.ts";
import { FloodGate } from "./flood-gate.ts";
import { senderOf } from "./wrong-tokens.ts";

/** Open connections of one sender: a dozen pages with all their files, or a hundred sockets. */
const MOST_OF_ONE = 128;
/** Open connections of other machines, all together. Pages of this machine find room beside them. */
const MOST_OF_OTHERS = 512;
/** Connections of one sender that may be opened in a second for as long as it likes, and at once. */
const SUSTAINED = 100;
const BURST = 256;
/** Of so many senders it is known how fast they open connections. */
const SENDERS_KNOWN = 1000;
/** What is more than this behind reads nothing any more: some ten welcomes. */
export const MOST_BEHIND_BYTES = 2 * 1024 * 1024;

const FULL =
  "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 5\r\nConnection: close\r\n\r\nToo many connections are open, or were opened at once; close some of the pages.\n";

/** The open connections of the web server, HTTP and sockets alike: they are limited, and can be cut. */
export class Lines {
  readonly #open = new Set<Socket>();
  readonly #bySender = new Map<string, number>();
  readonly #gates = new Map<string, FloodGate>();
  readonly #time: TimeSource;
  readonly #onFull: (address: string) => void;
  #others = 0;

  /** `onFull` is told of each that finds no room. */
  constructor(server: Server, time: TimeSource, onFull: (address: string) => void) {
    this.#time = time;
    this.#onFull = onFull;
    server.on("connection", (line) => this.#take(line));
  }

  /** Ends those that hold more than anybody needs and do not take it. */
  cutStalled(): void {
    for (const line of this.#open) if (line.writableLength > MOST_BEHIND_BYTES) line.destroy();
  }

  /** Ends all of them at once. */
  cut(): void {
    for (const line of this.#open) line.destroy();
  }

  #take(line: Socket): void {
    const address = line.remoteAddress ?? "";
    const sender = senderOf(address);
    const isOther = !isLoopback(address);
    const count = this.#bySender.get(sender) ?? 0;
    const isFull = count >= MOST_OF_ONE || (isOther && this.#others >= MOST_OF_OTHERS);
    if (isFull || !this.#gateOf(sender).pass()) {
      // Written past the HTTP server, which would wait for a request.
      line.end(FULL);
      line.destroySoon();
      if (isFull) this.#onFull(address);
      return;
    }
    this.#bySender.set(sender, count + 1);
    if (isOther) this.#others++;
    this.#open.add(line);
    line.once("close", () => {
      this.#open.delete(line);
      if (isOther) this.#others--;
      const left = this.#bySender.get(sender)! - 1;
      if (left > 0) this.#bySender.set(sender, left);
      else this.#bySender.delete(sender);
    });
  }

  #gateOf(sender: string): FloodGate {
    let gate = this.#gates.get(sender);
    if (gate === undefined) {
      gate = new FloodGate(this.#time, () => {}, SUSTAINED, BURST);
      this.#gates.set(sender, gate);
      if (this.#gates.size > SENDERS_KNOWN) this.#gates.delete(this.#gates.keys().next().value!);
    }
    return gate;
  }
}
