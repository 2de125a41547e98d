import { isIPv6 } from "node:net";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";

/** Wrong tokens that cost nothing: a hand that slips, an old link. */
const FREE = 3;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** Of so many senders it is known how often they were wrong; the one that was wrong longest ago is forgotten. */
const SENDERS_KNOWN = 1000;

interface Sender {
  readonly wrong: number;
  /** The last wrong one, hashed: a tablet that comes back with an old link does not guess. */
  readonly last: Buffer;
  /** Nothing of this sender is looked at before. */
  readonly until: Ms;
}

/** Slows down whoever guesses: after each wrong token a sender waits longer, a minute at most. Its memory is bounded. */
export class WrongTokens {
  readonly #time: TimeSource;
  readonly #senders = new Map<string, Sender>();

  constructor(time: TimeSource) {
    this.#time = time;
  }

  /** How long this sender has to wait before another token is looked at; 0 for not at all. */
  waitOf(address: string): Ms {
    const until = this.#senders.get(senderOf(address))?.until ?? Number.NEGATIVE_INFINITY;
    return ms(Math.max(0, until - this.#time.now()));
  }

  /** A token whose hash this is was wrong. */
  add(address: string, hash: Buffer): void {
    const sender = senderOf(address);
    const before = this.#senders.get(sender);
    if (before?.last.equals(hash)) return;
    const wrong = (before?.wrong ?? 0) + 1;
    const wait = wrong <= FREE ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE - 1));
    this.#senders.delete(sender);
    this.#senders.set(sender, { wrong, last: hash, until: ms(this.#time.now() + wait) });
    if (this.#senders.size > SENDERS_KNOWN) this.#senders.delete(this.#senders.keys().next().value!);
  }

  /** This sender had the right one. */
  forgive(address: string): void {
    this.#senders.delete(senderOf(address));
  }
}

/** Who sends, as far as an address tells: in IPv6 everybody has a whole network of 64 bits to choose addresses from. */
export const senderOf = (address: string): string => {
  const plain = address.replace(/^::ffff:/, "");
  if (!isIPv6(plain)) return plain;
  const [front = "", back] = plain.split("%")[0]!.split("::");
  const groups = front === "" ? [] : front.split(":");
  const missing = back === undefined ? 0 : 8 - groups.length - (back === "" ? 0 : back.split(":").length);
  return [...groups, ...Array.from({ length: missing }, () => "0"), ...(back ?? "").split(":")].slice(0, 4).join(":");
};
